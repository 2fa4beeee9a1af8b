using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class PairResumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(24)]
    public async Task A_run_stopped_at_any_call_and_resumed_gives_the_same_file(int stopAt)
    {
        using var undisturbed = new PairFolder();
        await undisturbed.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(6));
        using var folder = new PairFolder();
        using var stop = new CancellationTokenSource();
        var stopped = new SeededClient(static (prompt, seed) => SeededClient.Words(10 + (int)((seed + prompt.Length) % 120)))
        {
            Wait = (call, token) => call == stopAt ? stop.CancelAsync().ContinueWith(_ => token.ThrowIfCancellationRequested(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default) : Task.CompletedTask,
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => folder.BuildAsync(stopped, PairFolder.Instructions(6), null, stop.Token));
        Assert.False(File.Exists(folder.Pairs));
        var kept = File.ReadLines(folder.Samples).Count() - 1;
        var client = SeededClient.OfLengths();
        await folder.BuildAsync(client, PairFolder.Instructions(6), new() { Resume = true });

        Assert.Equal(24 - kept, client.Calls);
        Assert.Equal(File.ReadAllText(undisturbed.Pairs), File.ReadAllText(folder.Pairs));
    }

    [Fact]
    public async Task A_samples_file_cut_at_any_byte_is_resumed_to_the_same_pairs()
    {
        using var folder = new PairFolder();
        var instructions = PairFolder.Instructions(2);
        await folder.BuildAsync(SeededClient.OfLengths(), instructions);
        var (pairs, samples) = (await File.ReadAllTextAsync(folder.Pairs), await File.ReadAllBytesAsync(folder.Samples));

        for (var length = 0; length < samples.Length; length += 97)
        {
            await File.WriteAllBytesAsync(folder.Samples, samples[..length]);
            var report = await folder.BuildAsync(SeededClient.OfLengths(), instructions, new() { Resume = true });

            Assert.Equal(8, report.Samples);
            Assert.Equal(pairs, await File.ReadAllTextAsync(folder.Pairs));
        }
    }

    [Fact]
    public async Task A_failing_provider_ends_the_run_resumably_and_what_was_on_its_way_is_kept()
    {
        using var folder = new PairFolder();
        var failed = new TaskCompletionSource();
        var client = new SeededClient(static (_, seed) => SeededClient.Words(10 + (int)(seed % 100)))
        {
            Wait = async (call, token) =>
            {
                if (call == 1)
                {
                    // Ends long after the other has failed.
                    await failed.Task;
                    await Task.Delay(50, token);
                    return;
                }

                failed.TrySetResult();
                throw new HttpRequestException("no", null, System.Net.HttpStatusCode.Unauthorized);
            },
        };

        var exception = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(client, PairFolder.Instructions(3), new() { SamplesInFlight = 2 }));

        Assert.Equal((LongWriterError.Authentication, true), (exception.Error, exception.IsResumable));
        Assert.Contains("Row 'row 0', sample", exception.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2), (client.Calls, File.ReadLines(folder.Samples).Count()));
        Assert.DoesNotContain("Unauthorized", await File.ReadAllTextAsync(folder.Samples), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_passes_is_tried_again()
    {
        using var folder = new PairFolder();
        var notices = new List<WritingNotice>();
        var client = new SeededClient(static (_, seed) => SeededClient.Words(10 + (int)(seed % 100)))
        {
            Wait = static (call, _) => call == 2 ? throw new HttpRequestException("busy", null, System.Net.HttpStatusCode.ServiceUnavailable) : Task.CompletedTask,
        };

        var report = await folder.BuildAsync(client, PairFolder.Instructions(1), new() { SamplesInFlight = 1, OnNotice = notices.Add });

        Assert.Equal((4, 5), (report.Samples, client.Calls));
        Assert.Equal(NoticeKind.Retry, Assert.Single(notices).Kind);
    }

    [Fact]
    public async Task An_answer_without_a_finish_reason_counts_as_broken_off()
    {
        using var folder = new PairFolder();
        using var client = new SeededClient(static (_, _) => new(new ChatMessage(ChatRole.Assistant, "Half of")));

        var exception = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(client, PairFolder.Instructions(1)));

        Assert.Equal(LongWriterError.ServerUnavailable, exception.Error);
    }

    [Fact]
    public async Task Samples_that_are_there_are_not_taken_unasked()
    {
        using var folder = new PairFolder();
        await folder.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(1));

        var exception = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(1)));

        Assert.Equal(LongWriterError.InvalidRequest, exception.Error);
        Assert.Contains(folder.Samples, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_settings_or_another_prompt_are_told_by_name()
    {
        using var folder = new PairFolder();
        await folder.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(1));

        var settings = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(1), new() { Temperature = 1, Seed = 9, Resume = true }));
        var prompt = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(SeededClient.OfLengths(), [new("row 0", "Something else.") { Required = 60 }], new() { Resume = true }));

        Assert.Equal((LongWriterError.SettingsChanged, LongWriterError.SettingsChanged), (settings.Error, prompt.Error));
        Assert.Contains("temperature was 0.8, now 1, seed was 0, now 9", settings.Message, StringComparison.Ordinal);
        Assert.Contains("'row 0'", prompt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_samples_are_added_to_those_that_are_there()
    {
        using var folder = new PairFolder();
        var client = SeededClient.OfLengths();

        await folder.BuildAsync(client, PairFolder.Instructions(2), new() { Samples = 2 });
        await folder.BuildAsync(client, PairFolder.Instructions(2), new() { Samples = 6, Resume = true });

        Assert.Equal(12, client.Calls);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"kind\":\"sample\",\"id\":\"row 0\",\"sample\":-1,\"fate\":\"whole\",\"text\":\"x\",\"prompt\":\"y\"}")]
    [InlineData("{\"kind\":\"sample\",\"id\":\"row 0\",\"sample\":0,\"fate\":7,\"text\":\"x\",\"prompt\":\"y\"}")]
    [InlineData("null")]
    public async Task A_damaged_line_is_named(string line)
    {
        using var folder = new PairFolder();
        await folder.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(1));
        var lines = await File.ReadAllLinesAsync(folder.Samples);
        await File.WriteAllLinesAsync(folder.Samples, [.. lines[..2], line, .. lines[2..]]);

        var exception = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(1), new() { Resume = true }));

        Assert.Equal(LongWriterError.DatasetUnavailable, exception.Error);
        Assert.Contains("Line 3 of", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_do_not_share_a_file()
    {
        using var folder = new PairFolder();
        var (began, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new SeededClient(static (_, seed) => SeededClient.Words(10 + (int)(seed % 100)))
        {
            Wait = (_, _) =>
            {
                began.TrySetResult();
                return end.Task;
            },
        };
        var first = folder.BuildAsync(slow, PairFolder.Instructions(1));
        await began.Task;

        var exception = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(SeededClient.OfLengths(), PairFolder.Instructions(1), new() { Resume = true }));
        end.SetResult();
        await first;

        Assert.Equal(LongWriterError.DatasetLocked, exception.Error);
        Assert.Contains("another writer", exception.Message, StringComparison.Ordinal);
    }
}
