using System.Text;

namespace LongWriter.Tests;

/// <summary>
/// Runs that were written when the schema was new. Their files are never made again: whatever changes, they have to be read, and
/// the one that was stopped has to go on.
/// </summary>
public sealed class GoldenRunTests : IDisposable
{
    private static readonly string[] Kept = ["ground", "tools", "prune", "pick"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_finished_run_of_schema_1_is_read_as_it_was_written()
    {
        var run = await (await StoreAsync("schema-1-finished")).ReadRunAsync("schema-1-finished");

        Assert.Equal((RunProgress.Completed, "en", "longwriter"), (run.Progress, run.Language, run.Counter));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 0, 31, 500, TimeSpan.Zero), run.StartedAt);
        Assert.Equal("Write 400 words on an orchard 🌳 and on {words} such as 果园.", run.Request.Instruction);
        Assert.Equal(("The Orchard", "plain", "neighbours", "Apples, \"pears\" and quinces."), (run.Request.Title, run.Request.Style, run.Request.Audience, run.Request.Material));
        Assert.Equal(new LengthTarget(400, 380), run.Request.Length);
        Assert.Equal("golden", run.Request.Metadata["source"]);
        Assert.Equal([.. Kept, "keep"], run.Plan!.Steps.Select(static s => s.Id));
        Assert.Equal([65, 80, 84, 79, 99], run.Sections.Select(static s => s.Written));
        Assert.Equal([67, 95, 111, 134, 146], run.Sections.Select(static s => s.Asked));
        Assert.Equal([2, 1, 2, 1, 1], run.Sections.Select(static s => s.Drafts));
        Assert.Equal([0, 1, 2, 3, 4], run.Sections.Select(static s => s.Index));
        Assert.All(run.Sections, static s => Assert.Equal((s.Written, LengthOutcome.Met), (WordCounters.LongWriter.Count(s.Text), s.Outcome)));
        Assert.Equal(SectionAction.Continue, Assert.Single(run.RejectedDrafts[0]).Verdict!.Next);
        Assert.Equal((new RunUsage(11, 5_560, 0, 1_893), 0.030050m, TimeSpan.FromSeconds(38.5)), (run.Usage, run.Cost, run.Elapsed));
    }

    [Fact]
    public async Task A_finished_run_of_schema_1_is_returned_without_a_call()
    {
        var counting = new CountingChatClient(Writers.Simulated());

        var document = await counting.AsLongWriter(journals: await StoreAsync("schema-1-finished")).WriteAsync(Request("schema-1-finished"));

        Assert.Empty(counting.Calls);
        Assert.Equal((WritingStatus.Completed, 407, LengthOutcome.Met, TimeSpan.FromSeconds(38.5)), (document.Status, document.Words, document.Outcome, document.Elapsed));
    }

    [Fact]
    public async Task A_stopped_run_of_schema_1_goes_on()
    {
        var store = await StoreAsync("schema-1-unfinished");
        var before = await store.ReadRunAsync("schema-1-unfinished");
        Assert.Equal((RunProgress.Writing, 4), (before.Progress, before.Sections.Count));
        var counting = new CountingChatClient(Writers.Simulated());

        // Later versions may have other prompts and defaults, which is what the flag is for.
        var (document, _) = await Writers.RunAsync(counting.AsLongWriter(Writers.Quick(), store), Request("schema-1-unfinished") with { AcceptChangedSettings = true });

        Assert.Equal((WritingStatus.Completed, 5), (document.Status, document.Sections.Count));
        Assert.Equal(before.Sections.Select(static s => s.Text), document.Sections.Take(4).Select(static s => s.Text));
        Assert.All(counting.Calls.Where(static c => c.Prompt.Contains("Length of this section", StringComparison.Ordinal)), static c => Assert.Contains("Write section 5 of 5", c.Prompt, StringComparison.Ordinal));
        Assert.Equal(9 + counting.Calls.Count, document.Usage.Calls);
        Assert.True(document.Elapsed > TimeSpan.FromSeconds(31.5));
    }

    [Fact]
    public async Task A_run_of_a_newer_schema_is_refused_by_name_and_left_as_it_is()
    {
        var path = _folder["newer.jsonl"];
        await File.WriteAllBytesAsync(path, [.. Line("""{"t":"run","v":2,"id":"newer","at":"2027-01-01T00:00:00+00:00","request":{"instruction":"Write."},"language":"en","counter":"c","context":"Full","settings":{}"""), (byte)'\n']);
        var bytes = await File.ReadAllBytesAsync(path);
        var store = new FileJournalStore(_folder.Path);

        var read = await JournalAssert.ThrowsAsync(LongWriterError.JournalDamaged, () => store.ReadRunAsync("newer"));
        var resumed = await JournalAssert.ThrowsAsync(LongWriterError.JournalDamaged, () => Writers.Simulated().AsLongWriter(journals: store).WriteAsync(new("Write.") { Id = "newer" }));

        Assert.All([read, resumed], static e => Assert.Contains("newer version", e.Message, StringComparison.Ordinal));
        Assert.Equal(("newer", false), (resumed.RunId, resumed.IsResumable));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Theory]
    [InlineData("""{"t":"hologram","size":3""")]
    [InlineData("""{"size":3""")]
    [InlineData("""{"t":"section","section":{"index":9,"stepId":"a","text":""},"hash":"00" """)]
    [InlineData("""{"t":"end","words":"many" """)]
    [InlineData("""{"t":"plan","keep":0,"length":{"words":1},"steps":[{"id":"a","mainPoint":"A","words":0}]""")]
    public async Task A_record_that_nobody_knows_is_damage_with_its_line_named(string record)
    {
        var lines = await File.ReadAllBytesAsync(Path.Join((await StoreAsync("schema-1-unfinished")).DirectoryPath, "schema-1-unfinished.jsonl"));
        await File.WriteAllBytesAsync(_folder["schema-1-unfinished.jsonl"], [.. lines, .. Line(record), (byte)'\n']);

        var error = await JournalAssert.ThrowsAsync(LongWriterError.JournalDamaged, () => new FileJournalStore(_folder.Path).ReadRunAsync("schema-1-unfinished"));

        Assert.Contains("Line 16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_a_later_version_adds_is_passed_over()
    {
        var lines = await File.ReadAllBytesAsync(Path.Join((await StoreAsync("schema-1-unfinished")).DirectoryPath, "schema-1-unfinished.jsonl"));
        await File.WriteAllBytesAsync(_folder["schema-1-unfinished.jsonl"], [.. lines, .. Line("""{"t":"spend","weather":"fine","spent":{"calls":10,"started":12,"moons":2}"""), (byte)'\n']);

        Assert.Equal(10, (await new FileJournalStore(_folder.Path).ReadRunAsync("schema-1-unfinished")).Usage.Calls);
    }

    /// <summary>A record with its check sum: the CRC-32 of what stands before it.</summary>
    private static byte[] Line(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return [.. bytes, .. Encoding.UTF8.GetBytes($",\"sum\":\"{System.IO.Hashing.Crc32.HashToUInt32(bytes):x8}\"}}")];
    }

    private static WritingRequest Request(string id) => new("Write 400 words on an orchard 🌳 and on {words} such as 果园.")
    {
        Id = id,
        Length = new LengthTarget(400, 380),
        Language = "en",
        Title = "The Orchard",
        Style = "plain",
        Audience = "neighbours",
        Material = "Apples, \"pears\" and quinces.",
    };

    private async Task<FileJournalStore> StoreAsync(string name)
    {
        await using var golden = typeof(GoldenRunTests).Assembly.GetManifestResourceStream(name + ".jsonl")!;
        await using var file = File.Create(_folder[name + ".jsonl"]);
        await golden.CopyToAsync(file);
        return new FileJournalStore(_folder.Path);
    }
}
