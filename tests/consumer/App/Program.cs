using LongWriter;
using Microsoft.Extensions.DependencyInjection;

// Writes a document with nothing but the packages and says what became of it.
var output = args[0];
using var model = new SimulatedChatClient(new SimulatedWriterOptions { Seed = 7, Bias = 0.8, Noise = 0.2 });
var services = new ServiceCollection();
services.AddLongWriter()
    .UseChatClient(_ => model)
    .UseJournal(Path.Combine(output, "runs"));
await using var provider = services.BuildServiceProvider();
var writer = provider.GetRequiredService<ILongWriter>();

var document = await writer.WriteAsync(new WritingRequest("Write a 3,000-word guide to keeping a small orchard.") { Id = "consumer" });
await File.WriteAllTextAsync(Path.Combine(output, "document.md"), document.Text);

var run = await new FileJournalStore(Path.Combine(output, "runs")).ReadRunAsync("consumer");
Console.WriteLine(FormattableString.Invariant($"{document.Status}, {document.Sections.Count} sections, {document.Words} words of {document.RequiredLength.Words}, S_l {document.LengthScore:F1}"));
return document.Status == WritingStatus.Completed && document.RequiredLength.Words == 3_000 && document.LengthScore >= 90 && run.Text == document.Text ? 0 : 1;
