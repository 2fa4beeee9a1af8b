using System.Diagnostics;
using FsCheck.Xunit;

namespace LongWriter.Tests;

public class DryPenaltyTests
{
    [Fact]
    public void A_token_that_would_go_on_with_a_repetition_loses_by_its_length()
    {
        // The end 1 2 3 stands at the beginning and was followed by 4: 0.8 · 1.75^(3 − 2).
        var scores = new float[10];
        new DryPenalty(new()).Apply(scores, [1, 2, 3, 4, 9, 1, 2, 3]);
        Assert.Equal(-1.4f, scores[4], 5);
        Assert.Equal(9, scores.Count(s => s == 0));
    }

    [Fact]
    public void Breakers_end_a_repetition_and_are_not_penalised()
    {
        var scores = new float[10];
        new DryPenalty(new() { AllowedLength = 1, BreakerTokenIds = new HashSet<int> { 2, 4 } }).Apply(scores, [1, 2, 3, 5, 1, 2, 3, 4, 1, 2, 3]);
        Assert.Equal(-0.8f, scores[5], 5);
        Assert.Equal(0, scores[4]);
    }

    [Fact]
    public void With_two_occurrences_what_stands_there_once_may_come_again_and_not_a_third_time()
    {
        // The end 1 2 3 stands there twice, behind 7 with four tokens in common, and 5 1 2 3 once: the second place counts.
        var options = new DryOptions { MinOccurrences = 2 };
        var scores = new float[10];
        new DryPenalty(options).Apply(scores, [1, 2, 3, 4, 9, 1, 2, 3]);
        Assert.All(scores, static s => Assert.Equal(0, s));

        new DryPenalty(options).Apply(scores, [7, 1, 2, 3, 4, 9, 5, 1, 2, 3, 4, 8, 5, 1, 2, 3]);
        Assert.Equal(-1.4f, scores[4], 5);
    }

    [Property(MaxTest = 300)]
    public void It_equals_the_search_of_every_place(byte[] text, byte allowed, byte occurrences, byte range, bool breaks)
    {
        int[] tokens = [.. text.Select(b => b % 3)];
        var options = new DryOptions { AllowedLength = 1 + (allowed % 4), MinOccurrences = 1 + (occurrences % 3), Range = range % 2 == 0 ? null : 1 + (range / 4), BreakerTokenIds = breaks ? new HashSet<int> { 2 } : [] };
        var scores = new float[3];
        new DryPenalty(options).Apply(scores, tokens);
        var expected = SlowSampler.DryPenalties(options, tokens);
        for (var id = 0; id < 3; id++)
            Assert.Equal(1, (1 + expected.GetValueOrDefault(id)) / (1 - scores[id]), 4);
    }

    [Fact]
    public void Long_repetitions_leave_finite_scores_and_take_linear_time()
    {
        var scores = new float[3];
        var start = Stopwatch.GetTimestamp();
        new DryPenalty(new()).Apply(scores, new int[200_000]);
        Assert.True(float.IsFinite(scores[0]) && scores[0] < -1e20);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }
}
