namespace LongWriter.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Short sections, so that a cut at every byte is quick.</summary>
    private static WritingRequest Small => Writers.Request(240, "whole") with
    {
        Plan = WritingPlan.Create(("Planting", 60), ("Pruning", 60), ("Picking", 60), ("Winter", 60)),
    };

    [Theory]
    [InlineData(WritingMode.Serial, 0.7)]
    [InlineData(WritingMode.Parallel, 1.6)]
    public async Task A_journal_cut_at_every_byte_of_its_last_two_records_resumes_to_the_same_text(WritingMode mode, double bias)
    {
        var client = Writers.Simulated(3, o => o.Bias = bias);
        var options = Writers.Quick(o => o.Mode = mode);
        var whole = await client.AsLongWriter(options, new FileJournalStore(_folder)).WriteAsync(Small);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, "whole.jsonl"));
        var ends = bytes.Select(static (b, i) => (b, i)).Where(static x => x.b == '\n').Select(static x => x.i + 1).ToArray();
        // Without the end record the last two are sections, or a draft and a section.
        bytes = bytes[..ends[^2]];
        ends = ends[..^1];

        for (var cut = ends[^3]; cut <= bytes.Length; cut++)
        {
            var folder = Path.Combine(_folder, $"cut-{cut}");
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, "whole.jsonl"), bytes[..cut]);
            var kept = ends.Count(end => end <= cut);
            var counting = new CountingChatClient(client);

            var resumed = await counting.AsLongWriter(options, new FileJournalStore(folder)).WriteAsync(Small);

            Assert.Equal(whole.Text, resumed.Text);
            Assert.Equal(whole.Sections.Select(static s => s.Written), resumed.Sections.Select(static s => s.Written));
            Assert.True(counting.Calls.Count <= ends.Length - kept, $"{counting.Calls.Count} calls after {kept} of {ends.Length} records");
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_finished_document_is_returned_without_a_call()
    {
        var store = new FileJournalStore(_folder);
        var counting = new CountingChatClient(Writers.Simulated(4));
        var first = await counting.AsLongWriter(Writers.Quick(), store).WriteAsync(Writers.Request(2_000, "done"));
        var calls = counting.Calls.Count;

        var again = await counting.AsLongWriter(Writers.Quick(), store).WriteAsync(Writers.Request(2_000, "done"));

        Assert.Equal(calls, counting.Calls.Count);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.Usage, again.Usage);
        Assert.Equal((first.Words, first.LengthScore, first.Outcome, first.Elapsed), (again.Words, again.LengthScore, again.Outcome, again.Elapsed));
    }

    [Fact]
    public async Task Another_request_under_the_same_id_is_a_conflict()
    {
        var store = new FileJournalStore(_folder);
        var writer = Writers.Simulated().AsLongWriter(Writers.Quick(), store);
        await writer.WriteAsync(Writers.Request(500, "taken"));

        var error = await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(Writers.Request(600, "taken") with { Style = "dry" }));

        Assert.Equal(LongWriterError.RunConflict, error.Error);
        Assert.Contains("Length, Style", error.Message, StringComparison.Ordinal);
        Assert.Equal("taken", error.RunId);
    }

    [Fact]
    public async Task Changed_settings_are_an_error_that_lists_them_until_they_are_accepted()
    {
        var store = new FileJournalStore(_folder);
        var client = Writers.Simulated();
        var planned = Writers.Request(1_000, "settings") with { PlanOnly = true };
        await client.AsLongWriter(Writers.Quick(), store).WriteAsync(planned);
        var changed = client.AsLongWriter(Writers.Quick(o => o.MaxDraftsPerSection = 2), store);

        var error = await Assert.ThrowsAsync<LongWriterException>(() => changed.WriteAsync(Writers.Request(1_000, "settings")));
        Assert.Equal(LongWriterError.SettingsChanged, error.Error);
        Assert.Contains("maxDrafts was '3', is '2'", error.Message, StringComparison.Ordinal);

        var (_, updates) = await Writers.RunAsync(changed, Writers.Request(1_000, "settings") with { AcceptChangedSettings = true });
        Assert.Contains(updates, static u => u is NoticeUpdate { Notice: { Kind: NoticeKind.Warning } n } && n.Message.Contains("maxDrafts", StringComparison.Ordinal));

        // Once accepted they are the run's own.
        await changed.WriteAsync(Writers.Request(1_000, "settings"));
    }

    [Fact]
    public async Task A_context_changed_on_resume_is_the_one_that_is_used_from_there_on()
    {
        var store = new FileJournalStore(_folder);
        var client = new CountingChatClient(Writers.Simulated());
        var request = Writers.Planned(10, 100, "run");
        var full = client.AsLongWriter(Writers.Quick(static o => o.Context = ContextMode.Full), store, new NoLengthController());
        var window = client.AsLongWriter(Writers.Quick(static o => (o.Context, o.WindowWords) = (ContextMode.Window, 100)), store, new NoLengthController());

        await full.WriteAsync(request with { Budget = new WritingBudget { MaxCalls = 6 } });
        await window.WriteAsync(request with { Budget = new WritingBudget { MaxCalls = 8 }, AcceptChangedSettings = true });
        await window.WriteAsync(request);

        // Head, text so far, step; the window holds two hundred words at most before it moves.
        var parts = client.Contents.Select(static c => c.Length).ToList();
        Assert.Equal([2, 3, 4, 5, 6, 7], parts.Take(6));
        Assert.All(parts.Skip(6), static p => Assert.InRange(p, 3, 5));
        Assert.Equal(10, parts.Count);
    }

    [Fact]
    public async Task A_finished_document_with_a_plan_of_the_users_own_is_returned_whatever_the_settings_are()
    {
        var store = new FileJournalStore(_folder);
        var first = await Writers.Simulated().AsLongWriter(Writers.Quick(), store).WriteAsync(Small);
        var counting = new CountingChatClient(Writers.Simulated());

        var again = await counting.AsLongWriter(Writers.Quick(static o => o.LengthTolerance = 0.1), store).WriteAsync(Small);

        Assert.Empty(counting.Calls);
        Assert.Equal(first.Text, again.Text);
    }

    [Fact]
    public async Task A_journal_damaged_in_the_middle_is_an_error_that_names_the_line_and_changes_nothing()
    {
        var store = new FileJournalStore(_folder);
        var writer = Writers.Simulated().AsLongWriter(Writers.Quick(), store);
        await writer.WriteAsync(Writers.Request(2_000, "damaged"));
        var path = Path.Combine(_folder, "damaged.jsonl");
        var bytes = await File.ReadAllBytesAsync(path);
        var third = Array.IndexOf(bytes, (byte)'\n', Array.IndexOf(bytes, (byte)'\n') + 1) + 40;
        bytes[third] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var error = await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(Writers.Request(2_000, "damaged")));

        Assert.Equal(LongWriterError.JournalDamaged, error.Error);
        Assert.Contains("Line 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
        Assert.Equal(LongWriterError.JournalDamaged, (await Assert.ThrowsAsync<LongWriterException>(() => store.ReadRunAsync("damaged"))).Error);
    }

    [Fact]
    public async Task Two_writers_on_one_run_are_told_apart()
    {
        var store = new FileJournalStore(_folder);
        var writer = Writers.Simulated().AsLongWriter(Writers.Quick(), store);

        var locked = new FileJournalStore(_folder);
        await using (var journal = await HoldAsync(locked, "held"))
        {
            var error = await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(Writers.Request(3_000, "held")));
            Assert.Equal(LongWriterError.RunLocked, error.Error);
        }
    }

    private static async Task<IJournal> HoldAsync(FileJournalStore store, string id) => await store.OpenAsync(id);
}
