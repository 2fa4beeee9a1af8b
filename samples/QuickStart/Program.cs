using LongWriter;
using Microsoft.Extensions.DependencyInjection;
using QuickStart;

var instruction = args.Length > 0 ? string.Join(' ', args) : "Write a 2,500-word guide to keeping bees on a city roof.";

var services = new ServiceCollection();
var builder = services.AddLongWriter().UseJournal("runs");
Console.WriteLine($"Writer: {await WriterChoice.ApplyAsync(builder)}");

await using var provider = services.BuildServiceProvider();
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
            Console.WriteLine($"File:   {path}");
            break;
    }
}
