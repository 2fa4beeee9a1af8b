using System.Diagnostics;
using LongWriter;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QuickStart;

try
{
    var services = new ServiceCollection();
    var choice = await WriterChoice.MakeAsync(services.AddLongWriter().UseJournal("runs"));
    var instruction = args.Length > 0 ? string.Join(' ', args) : choice.Instruction;
    Console.WriteLine($"Writer: {choice.Writer}");
    Console.WriteLine($"Task:   {instruction}");

    await using var provider = services.BuildServiceProvider();
    var clock = Stopwatch.StartNew();
    // Only for the time that a model in this process takes to load; the writer would do it at its first call.
    provider.GetRequiredKeyedService<IChatClient>(Options.DefaultName);
    Console.WriteLine($"Ready:  in {clock.Elapsed.TotalSeconds:0.00} s");

    var writer = provider.GetRequiredService<ILongWriter>();
    await foreach (var update in writer.WriteStreamingAsync(new WritingRequest(instruction)))
    {
        switch (update)
        {
            case PlanReadyUpdate ready:
                Console.WriteLine($"Plan:   {ready.Plan.Steps.Count} sections, {ready.Length.Words:N0} words");
                break;
            case SectionFinishedUpdate { Section: var section, Words: var words }:
                Console.WriteLine($"        section {section.Index + 1}: {section.Written:N0} words, {words:N0} so far");
                break;
            case NoticeUpdate { Notice: var notice }:
                Console.WriteLine($"        {notice.Kind}: {notice.Message}");
                break;
            case DocumentFinishedUpdate { Document: var document }:
                var path = Path.GetFullPath(Path.Combine("runs", $"{document.RunId}.md"));
                await File.WriteAllTextAsync(path, document.Text);
                Console.WriteLine($"Length: {document.Words:N0} of {document.RequiredLength.Words:N0} words required, S_l {document.LengthScore:0.0}");
                Console.WriteLine($"Cost:   {document.Usage.Calls} calls, {document.Usage.TotalTokens:N0} tokens, {document.Elapsed.TotalSeconds:0.0} s");
                Console.WriteLine($"Speed:  {document.Usage.OutputTokens / document.Elapsed.TotalSeconds:N0} tokens/s");
                Console.WriteLine($"File:   {path}");
                break;
        }
    }
    return 0;
}
catch (LongWriterException exception)
{
    // Its message says what to do.
    Console.Error.WriteLine(exception.Message);
    return 1;
}
