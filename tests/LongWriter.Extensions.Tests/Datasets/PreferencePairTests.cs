using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class PreferencePairTests
{
    [Fact]
    public async Task The_answer_nearest_to_the_required_length_is_chosen_and_all_scores_are_recorded()
    {
        using var folder = new PairFolder();
        // By the paper's formula at 60 words: 60 → 100, 90 → 83.3, 120 → 66.7, 30 → 50.
        var lengths = new Queue<int>([90, 60, 120, 30]);
        var client = new SeededClient((_, _) => SeededClient.Words(lengths.Dequeue()));

        var report = await folder.BuildAsync(client, PairFolder.Instructions(1), new() { SamplesInFlight = 1 });

        var row = Assert.Single(folder.Rows());
        Assert.Equal((1, 1, 4, 100.0), (report.Instructions, report.Pairs, report.Samples, report.ChosenScore));
        Assert.Equal(("row 0", 100.0, 1), (row.GetProperty("id").GetString(), row.GetProperty("chosen_score").GetDouble(), row.GetProperty("chosen_sample").GetInt32()));
        var scores = row.GetProperty("scores");
        Assert.Equal([83.3333, 100, 66.6667, 50], scores.GetProperty("total").EnumerateArray().Select(static s => s.GetDouble()));
        Assert.Equal([90, 60, 120, 30], scores.GetProperty("words").EnumerateArray().Select(static s => s.GetInt32()));
        Assert.Equal(0, row.GetProperty("judge_weight").GetDouble());
        var rejected = row.GetProperty("rejected_sample").GetInt32();
        Assert.NotEqual(1, rejected);
        Assert.Equal(new[] { 90, 60, 120, 30 }[rejected], row.GetProperty("rejected")[0].GetProperty("content").GetString()!.Split(' ').Length);
        Assert.Equal("Tell me of bees, part 0.", row.GetProperty("prompt")[0].GetProperty("content").GetString());
        Assert.Equal("assistant", row.GetProperty("chosen")[0].GetProperty("role").GetString());
    }

    [Fact]
    public async Task Any_of_the_other_answers_can_be_rejected()
    {
        using var folder = new PairFolder();
        var client = SeededClient.OfLengths();

        await folder.BuildAsync(client, PairFolder.Instructions(60));

        var rows = folder.Rows();
        var ranks = rows.Select(static row =>
        {
            var total = row.GetProperty("scores").GetProperty("total").EnumerateArray().Select(static s => s.GetDouble()).ToArray();
            return total.Count(s => s > total[row.GetProperty("rejected_sample").GetInt32()]);
        });
        // Of three others each is as likely; sixty seeded rows show all three.
        Assert.Equal([1, 2, 3], ranks.Distinct().Order());
        Assert.All(rows, static row => Assert.Equal(
            row.GetProperty("scores").GetProperty("total").EnumerateArray().Max(static s => s.GetDouble()), row.GetProperty("chosen_score").GetDouble()));
    }

    [Fact]
    public async Task Rows_without_enough_difference_are_counted_and_not_written()
    {
        using var folder = new PairFolder();
        var client = new SeededClient(static (prompt, seed) => SeededClient.Words(prompt.Contains("part 0", StringComparison.Ordinal) ? 60 : 50 + (int)(seed % 20)));

        var report = await folder.BuildAsync(client, PairFolder.Instructions(2), new() { MinMargin = 90 });
        var resumed = await folder.BuildAsync(client, PairFolder.Instructions(2), new() { MinMargin = 0, Resume = true });

        Assert.Equal((0, 2), (report.Pairs, report.BelowMargin));
        // Equal answers are no preference at any margin.
        Assert.Equal((1, 1, 8), (resumed.Pairs, resumed.BelowMargin, client.Calls));
    }

    [Fact]
    public async Task A_cut_answer_is_rejected_at_most_and_refusals_and_empty_ones_are_left_out()
    {
        using var folder = new PairFolder();
        var answers = new Queue<ChatResponse>(
        [
            SeededClient.Words(60, ChatFinishReason.Length),
            SeededClient.Words(40),
            SeededClient.Text("I'm sorry, but I can't help with writing that."),
            SeededClient.Text("<think>Sixty words, then."),
            SeededClient.Words(20, ChatFinishReason.Length),
            SeededClient.Text("", ChatFinishReason.ContentFilter),
        ]);
        var client = new SeededClient((_, _) => answers.Dequeue());

        var report = await folder.BuildAsync(client, PairFolder.Instructions(1), new() { Samples = 6, SamplesInFlight = 1 });

        var row = Assert.Single(folder.Rows());
        Assert.Equal((2, 1, 2), (report.Refusals, report.Empty, report.Cut));
        Assert.Equal((1, 4), (row.GetProperty("chosen_sample").GetInt32(), row.GetProperty("rejected_sample").GetInt32()));
        Assert.Equal(["cut", "whole", "refused", "empty", "cut", "refused"], row.GetProperty("scores").GetProperty("fates").EnumerateArray().Select(static f => f.GetString()));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("scores").GetProperty("total")[2].ValueKind);
    }

    [Fact]
    public async Task Only_cut_answers_or_one_answer_make_no_pair()
    {
        using var folder = new PairFolder();
        var cut = 0;
        var client = new SeededClient((prompt, _) => prompt.Contains("part 0", StringComparison.Ordinal)
            ? SeededClient.Words(60, ChatFinishReason.Length)
            : Interlocked.Increment(ref cut) == 1 ? SeededClient.Words(60) : SeededClient.Text(""));

        var report = await folder.BuildAsync(client, PairFolder.Instructions(2));

        Assert.Equal((0, 2, ""), (report.Pairs, report.WithoutAnswers, File.ReadAllText(folder.Pairs)));
    }

    [Fact]
    public async Task The_length_is_read_from_the_prompt_and_a_row_without_any_score_costs_nothing()
    {
        using var folder = new PairFolder();
        var client = SeededClient.OfLengths();
        PairInstruction[] rows =
        [
            new("stated", "Write a 60-word note on bees."),
            new("none", "Write about bees."),
            new("unclear", "Write exactly 100 words about bees, in exactly 900 words."),
            new("chinese", "写一篇100字的文章。"),
        ];

        var report = await folder.BuildAsync(client, rows);

        Assert.Equal((4, 8, 2), (report.Instructions, client.Calls, report.WithoutScore));
        Assert.Equal(60, folder.Rows().Single(static r => r.GetProperty("id").GetString() == "stated").GetProperty("required").GetInt32());
    }

    [Fact]
    public async Task Sampling_options_and_a_seed_of_its_own_go_with_every_call()
    {
        using var folder = new PairFolder();
        var seeds = new List<long>();
        var client = new SeededClient((_, seed) =>
        {
            seeds.Add(seed);
            return SeededClient.Words(30 + seeds.Count);
        });

        await folder.BuildAsync(client, PairFolder.Instructions(3), new() { SamplesInFlight = 1, Temperature = 1.25f, TopP = 0.9f, MaxOutputTokens = 500, Seed = 3 });

        Assert.Equal(12, seeds.Distinct().Count());
        Assert.All(seeds, static seed => Assert.InRange(seed, 0, int.MaxValue));
        Assert.Equal((1.25f, 0.9f, 500), (client.LastOptions!.Temperature, client.LastOptions.TopP, client.LastOptions.MaxOutputTokens));
    }

    [Fact]
    public async Task No_more_answers_are_drawn_at_a_time_than_allowed()
    {
        using var folder = new PairFolder();
        var three = new TaskCompletionSource();
        var started = 0;
        var client = new SeededClient(static (_, seed) => SeededClient.Words(10 + (int)(seed % 100)))
        {
            // The first three can only end together.
            Wait = async (_, _) =>
            {
                if (Interlocked.Increment(ref started) == 3)
                    three.SetResult();
                await three.Task;
            },
        };

        await folder.BuildAsync(client, PairFolder.Instructions(5), new() { SamplesInFlight = 3 });

        Assert.Equal((20, 3), (client.Calls, client.Most));
    }

    [Theory]
    [InlineData(1, 4, 0.8f, 0, 0.5, "Samples")]
    [InlineData(4, 0, 0.8f, 0, 0.5, "SamplesInFlight")]
    [InlineData(4, 4, -1f, 0, 0.5, "Temperature")]
    [InlineData(4, 4, 0.8f, 101, 0.5, "MinMargin")]
    [InlineData(4, 4, 0.8f, double.NaN, 0.5, "MinMargin")]
    [InlineData(4, 4, 0.8f, 0, 1.5, "ScorerWeight")]
    public void Options_out_of_range_are_named(int samples, int inFlight, float temperature, double margin, double weight, string name)
    {
        using var client = SeededClient.OfLengths();

        var exception = Assert.Throws<LongWriterException>(() => new PreferencePairBuilder(
            client, new() { Samples = samples, SamplesInFlight = inFlight, Temperature = temperature, MinMargin = margin, ScorerWeight = weight }));

        Assert.Equal(LongWriterError.InvalidRequest, exception.Error);
        Assert.StartsWith(name + " is ", exception.Message, StringComparison.Ordinal);
    }
}
