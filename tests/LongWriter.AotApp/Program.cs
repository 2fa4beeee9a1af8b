using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LongWriter;
using LongWriter.AotApp;
using Microsoft.Extensions.DependencyInjection;

const string RunId = "orchard";
const int Sections = 20;
const int Words = Sections * 300;

return args switch
{
    ["write", var folder] => await WriteAsync(folder, TimeSpan.Zero),
    ["write", var folder, "--delay-ms", var ms] when int.TryParse(ms, CultureInfo.InvariantCulture, out var delay) => await WriteAsync(folder, TimeSpan.FromMilliseconds(delay)),
    ["accepted", var folder] => await AcceptedAsync(folder),
    ["model", var folder] => await ModelAsync(folder),
    ["shipped", var words] when int.TryParse(words, CultureInfo.InvariantCulture, out var length) => await ShippedAsync(length),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: aotapp write FOLDER [--delay-ms N] | aotapp accepted FOLDER | aotapp model FOLDER | aotapp shipped WORDS");
    return 2;
}

// Writes the document, or goes on with it, and prints the figures that two ways to the same document have in common.
static async Task<int> WriteAsync(string folder, TimeSpan delay)
{
    Directory.CreateDirectory(folder);
    await using var calls = new CallLog(Path.Combine(folder, "calls.log"));
    var services = new ServiceCollection();
    services.AddLongWriter(static o => o.Prices[""] = new ModelPrice(1, 2))
        .UseChatClient(_ => new PatientChatClient(Sections, delay, calls))
        .AddReviewer<NoShouting>()
        .AddDatasetSink(_ => new MessagesSink(Path.Combine(folder, "rows.jsonl")))
        .UseJournal(Path.Combine(folder, "runs"));
    await using var provider = services.BuildServiceProvider();
    var request = new WritingRequest("Write a guide to keeping a small orchard.")
    {
        Id = RunId,
        Length = Words,
        Style = "plain",
        Metadata = new Dictionary<string, string> { ["made by"] = "the native app" },
    };

    var text = new StringBuilder();
    WritingDocument? document = null;
    await foreach (var update in provider.GetRequiredService<ILongWriter>().WriteStreamingAsync(request))
    {
        text.Append(update.Text);
        document = (update as DocumentFinishedUpdate)?.Document ?? document;
        if (update is NoticeUpdate { Notice: var notice })
            Console.Error.WriteLine(notice.Message);
    }

    if (document is not { Status: WritingStatus.Completed } || document.Text != text.ToString())
    {
        Console.Error.WriteLine("The updates do not make up a whole document.");
        return 1;
    }

    Print(document);
    return 0;
}

static void Print(WritingDocument document)
{
    Console.WriteLine($"sections {document.Sections.Count}");
    Console.WriteLine($"words {document.Words}");
    Console.WriteLine($"score {document.LengthScore.ToString("F1", CultureInfo.InvariantCulture)}");
    Console.WriteLine($"hash {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Text)))}");
}

// Runs a model in this process.
static async Task<int> ModelAsync(string folder)
{
    await NoiseModel.RunAsync(folder, Console.Out);
    return 0;
}

// Writes a document with the model that is shipped, which lies beside the app.
static async Task<int> ShippedAsync(int words)
{
    var services = new ServiceCollection();
    services.AddLongWriter().UseTinyModel(static o => o.Seed = 1);
    await using var provider = services.BuildServiceProvider();
    var document = await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest("Write a story about a blue kezar.") { Length = words });
    Print(document);
    return document.Status == WritingStatus.Completed ? 0 : 1;
}

// Prints how many sections the journal holds.
static async Task<int> AcceptedAsync(string folder)
{
    var run = await new FileJournalStore(Path.Combine(folder, "runs")).ReadRunAsync(RunId);
    Console.WriteLine(run.Sections.Count);
    return 0;
}
