using CustomPlanner;
using LongWriter;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddLongWriter()
    .UseChatClient(_ => new SimulatedChatClient()) // placeholder prose; UseOpenAI or UseOllama in an app
    .UsePlanner<ReportPlanner>();

await using var provider = services.BuildServiceProvider();
var writer = provider.GetRequiredService<ILongWriter>();
var document = await writer.WriteAsync(new WritingRequest("Write a 3,000-word report on parking in the old town."));

foreach (var (step, section) in document.Plan.Steps.Zip(document.Sections))
    Console.WriteLine($"{section.Written,6:N0} of {step.Words,5:N0} words  {step.MainPoint}");

Console.WriteLine($"{document.Words,6:N0} of {document.RequiredLength.Words,5:N0} words  in {document.Usage.Calls} calls, none of them for the plan (simulated writer: placeholder prose)");
