using BackgroundWriter;
using LongWriter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

Console.WriteLine("Writer: SIMULATED, placeholder prose. Use UseOpenAI or UseOllama in an app.");

// A first host begins the run. Its watcher leaves after two sections; the run goes on until the host itself stops.
string runId;
using (var host = await StartAsync())
{
    runId = host.Services.GetRequiredService<WritingQueue>().Enqueue(new WritingRequest("Write a 3,000-word history of the ferry across the bay."));
    await WatcherOf(host).WatchAsync(runId, static run => run.Sections.Count >= 2);
    Console.WriteLine("watcher: leaves");
    await Task.Delay(TimeSpan.FromSeconds(1));
    Console.WriteLine("host:    stops");
    await host.StopAsync();
}

// The next host finds the run in the journal and ends it; the watcher comes back to see that.
using (var host = await StartAsync())
{
    Console.WriteLine("host:    is back, and so is the watcher");
    var run = await WatcherOf(host).WatchAsync(runId, static run => run.Progress == RunProgress.Completed);
    Console.WriteLine($"watcher: {run.Words:N0} words, S_l {LengthScore.Compute(run.Length!.Value.Words, run.Words):0.0}");
    await host.StopAsync();
}

static async Task<IHost> StartAsync()
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services.AddLongWriter()
        .UseChatClient(static _ => new SimulatedChatClient(new SimulatedWriterOptions { UpdateDelay = TimeSpan.FromMilliseconds(8) }))
        .UseJournal("runs");
    builder.Services.AddSingleton<WritingQueue>();
    builder.Services.AddHostedService<WritingService>();
    var host = builder.Build();
    await host.StartAsync();
    return host;
}

static Watcher WatcherOf(IHost host) =>
    new(host.Services.GetRequiredService<ILongWriter>().GetService<IJournalStore>()!, TimeProvider.System);
