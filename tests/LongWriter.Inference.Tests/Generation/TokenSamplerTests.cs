namespace LongWriter.Tests;

public class TokenSamplerTests
{
    [Fact]
    public void Temperature_divides_the_logits()
    {
        // softmax(ln 1, ln 2, ln 4) with T = 1/2: squares.
        float[] logits = [0, MathF.Log(2), MathF.Log(4)];
        SamplerRuns.AssertClose([1 / 21.0, 4 / 21.0, 16 / 21.0], SamplerRuns.Distribution(new() { Temperature = 0.5f }, logits));
        SamplerRuns.AssertClose([1 / 7.0, 2 / 7.0, 4 / 7.0], SamplerRuns.Distribution(new(), logits));
    }

    [Fact]
    public void Filters_keep_what_their_definitions_say()
    {
        // Probabilities 0.1, 0.2, 0.3, 0.4.
        float[] logits = [MathF.Log(1), MathF.Log(2), MathF.Log(3), MathF.Log(4)];
        SamplerRuns.AssertClose([0, 0, 3 / 7.0, 4 / 7.0], SamplerRuns.Distribution(new() { TopK = 2 }, logits));
        SamplerRuns.AssertClose([0, 2 / 9.0, 3 / 9.0, 4 / 9.0], SamplerRuns.Distribution(new() { TopP = 0.71f }, logits));
        SamplerRuns.AssertClose([0, 0, 3 / 7.0, 4 / 7.0], SamplerRuns.Distribution(new() { TopP = 0.69f }, logits));
        SamplerRuns.AssertClose([0, 0, 0, 1], SamplerRuns.Distribution(new() { TopP = 0.01f }, logits));
        SamplerRuns.AssertClose([0, 2 / 9.0, 3 / 9.0, 4 / 9.0], SamplerRuns.Distribution(new() { MinP = 0.49f }, logits));
        SamplerRuns.AssertClose([0, 0, 0, 1], SamplerRuns.Distribution(new() { MinP = 1 }, logits));
    }

    [Fact]
    public void The_order_decides_what_top_p_sees()
    {
        float[] logits = [MathF.Log(1), MathF.Log(2), MathF.Log(3), MathF.Log(4)];
        var first = new SamplingOptions { Temperature = 0.5f, TopP = 0.8f };
        // Squares: 1, 4, 9, 16 of 30: two reach 0.8. Untempered three are needed, then squared.
        SamplerRuns.AssertClose([0, 0, 9 / 25.0, 16 / 25.0], SamplerRuns.Distribution(first, logits));
        SamplerRuns.AssertClose([0, 4 / 29.0, 9 / 29.0, 16 / 29.0], SamplerRuns.Distribution(first with { Order = SamplingOrder.TemperatureLast }, logits));
    }

    [Fact]
    public void Biases_come_before_penalties_and_penalties_before_the_temperature()
    {
        float[] logits = [1, 1, -1, -1];
        // Token 0: (1 + 3) / 2 − 0.5 − 2 · 0.25 = 1; token 2: −1 · 2 = −2.
        var options = new SamplingOptions
        {
            Temperature = 2,
            RepetitionPenalty = 2,
            PresencePenalty = 0.5f,
            FrequencyPenalty = 0.25f,
            LogitBias = new Dictionary<int, float> { [0] = 3 },
        };
        double[] scores = [1 / 2.0, 1 / 2.0, -2 / 2.0, -1 / 2.0];
        var sum = scores.Sum(Math.Exp);
        SamplerRuns.AssertClose([.. scores.Select(s => Math.Exp(s) / sum)], SamplerRuns.Distribution(options, logits, tokens: [2, 0, 0], promptLength: 1));
    }

    [Fact]
    public void Every_step_agrees_with_the_plain_implementation()
    {
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var size = random.Next(2, 300);
            var logits = SamplerRuns.Logits(round, size);
            int[] tokens = [.. Enumerable.Range(0, random.Next(1, 80)).Select(_ => random.Next(Math.Min(size, 6)))];
            var promptLength = random.Next(0, tokens.Length + 1);
            T? Maybe<T>(T value) where T : struct => random.Next(2) == 0 ? value : null;
            var options = new SamplingOptions
            {
                Temperature = random.Next(8) == 0 ? 0 : 0.3f + (random.NextSingle() * 2),
                TopK = Maybe(random.Next(1, size + 3)),
                TopP = Maybe(0.1f + (random.NextSingle() * 0.85f)) ?? 1,
                MinP = Maybe(random.NextSingle() * 0.3f) ?? 0,
                RepetitionPenalty = Maybe(0.7f + random.NextSingle()) ?? 1,
                PresencePenalty = Maybe(random.NextSingle() - 0.3f) ?? 0,
                FrequencyPenalty = Maybe(random.NextSingle() - 0.3f) ?? 0,
                PenaltyWindow = Maybe(random.Next(1, 60)),
                Dry = random.Next(2) == 0 ? null : new() { Multiplier = 0.2f, AllowedLength = random.Next(1, 4), MinOccurrences = random.Next(1, 3), Range = Maybe(random.Next(1, 60)), BreakerTokenIds = new HashSet<int> { 1 } },
                LogitBias = random.Next(2) == 0 ? null : new Dictionary<int, float> { [random.Next(size)] = 2, [size - 1] = -3 },
                Order = random.Next(2) == 0 ? SamplingOrder.TemperatureFirst : SamplingOrder.TemperatureLast,
            };
            int[]? masked = random.Next(3) == 0 ? [0] : null;
            SamplerRuns.AssertClose(SlowSampler.Distribution(logits, options, tokens, promptLength, masked), SamplerRuns.Distribution(options, logits, tokens, promptLength, masked));
        }
    }

    [Theory]
    [InlineData(1, 1000, 1f)]
    [InlineData(50, 20_000, 1f)]
    [InlineData(50, 20_000, 0.8f)]
    [InlineData(5_000, 20_000, 1f)]
    [InlineData(null, 20_000, 0.95f)]
    [InlineData(null, 20_000, 0.1f)]
    public void Selections_are_right_in_a_large_vocabulary(int? k, int size, float p)
    {
        var options = new SamplingOptions { TopK = k, TopP = p };
        var logits = SamplerRuns.Logits(size, size, 20);
        SamplerRuns.AssertClose(SlowSampler.Distribution(logits, options, [], 0), SamplerRuns.Distribution(options, logits));
    }

    [Fact]
    public void Of_equal_logits_the_lowest_ids_win()
    {
        var logits = new float[5000];
        var kept = SamplerRuns.Distribution(new() { TopK = 3 }, logits);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 5000).Where(i => kept[i] > 0));
        Assert.Equal(1, SamplerRuns.Distribution(new() { Temperature = 0 }, logits)[0]);
        Assert.Equal(10, SamplerRuns.Distribution(new() { TopP = 0.0019f }, logits).Count(p => p > 0));
    }

    [Theory]
    [InlineData(1f, null, 1f, 0f)]
    [InlineData(0.7f, null, 1f, 0f)]
    [InlineData(1f, 5, 1f, 0f)]
    [InlineData(1.3f, null, 0.9f, 0f)]
    [InlineData(1f, null, 1f, 0.1f)]
    public void Draws_have_the_exact_distribution(float temperature, int? k, float p, float minP)
    {
        const int Count = 40_000;
        var options = new SamplingOptions { Temperature = temperature, TopK = k, TopP = p, MinP = minP };
        var logits = SamplerRuns.Logits(3, 20, 4);
        var expected = SlowSampler.Distribution(logits, options, [], 0);
        var counts = SamplerRuns.Draw(options, logits, Count, seed: 99).CountBy(id => id).ToDictionary();

        Assert.All(counts.Keys, id => Assert.True(expected[id] > 0));
        var kept = Enumerable.Range(0, expected.Length).Where(i => expected[i] > 0).ToList();
        var chiSquare = kept.Sum(i => Math.Pow(counts.GetValueOrDefault(i) - (Count * expected[i]), 2) / (Count * expected[i]));
        var freedom = kept.Count - 1;
        // Mean n, standard deviation √2n.
        Assert.InRange(chiSquare, 0, freedom + (4 * Math.Sqrt(2 * freedom)));
    }

    [Fact]
    public void A_seed_repeats_its_draws_and_another_does_not()
    {
        var logits = SamplerRuns.Logits(5, 500, 2);
        var options = new SamplingOptions { TopP = 0.9f };
        Assert.Equal(SamplerRuns.Draw(options, logits, 50, 7), SamplerRuns.Draw(options, logits, 50, 7));
        Assert.NotEqual(SamplerRuns.Draw(options, logits, 50, 7), SamplerRuns.Draw(options, logits, 50, 8));
    }

    [Fact]
    public void Draws_do_not_hang_on_what_the_shared_candidates_held_before()
    {
        var logits = SamplerRuns.Logits(5, 3000, 2);
        var options = new SamplingOptions { TopP = 0.9f, TopK = 700 };
        var shared = new CandidateSet(3000);
        var (one, two) = (new TokenSampler(options, 7, []), new TokenSampler(options with { TopK = 20 }, 8, []));
        var drawn = new List<int>();
        for (var i = 0; i < 50; i++)
        {
            two.Next(SamplerRuns.Logits(i, 3000), [], 0, false, shared);
            drawn.Add(one.Next(logits, [], 0, false, shared));
        }

        Assert.Equal(SamplerRuns.Draw(options, logits, 50, 7), drawn);
    }

    [Fact]
    public void Extreme_temperatures_neither_overflow_nor_lose_the_likeliest()
    {
        float[] logits = [3, 1000, -1000, 999.999f];
        Assert.Equal(1, SamplerRuns.Distribution(new() { Temperature = 1e-30f }, logits)[1]);
        SamplerRuns.AssertClose([0.24937, 0.25187, 0.24688, 0.25187], [.. SamplerRuns.Distribution(new() { Temperature = 100 }, [0, 1, -1, 1])], 1e-4);
    }

    [Fact]
    public void Masked_stops_never_come_and_an_empty_choice_is_an_error()
    {
        var options = new SamplingOptions { LogitBias = new Dictionary<int, float> { [1] = float.NegativeInfinity } };
        Assert.Equal([0, 0, 1], SamplerRuns.Distribution(options, [1, 2, 3], masked: [0]));
        var thrown = Assert.Throws<LongWriterException>(() => SamplerRuns.Distribution(options, [1, 2, 3], masked: [0, 2]));
        Assert.Equal(LongWriterError.InvalidRequest, thrown.Error);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Logits_that_are_no_numbers_are_an_error_of_the_model(float bad)
    {
        var logits = new float[100];
        logits[57] = bad;
        Assert.Equal(LongWriterError.InvalidModel, Assert.Throws<LongWriterException>(() => SamplerRuns.Distribution(new(), logits)).Error);
    }

    [Fact]
    public void Penalty_counts_that_go_along_equal_counts_made_anew()
    {
        var random = new Random(2);
        var options = new SamplingOptions { RepetitionPenalty = 1.3f, PresencePenalty = 0.4f, FrequencyPenalty = 0.2f, PenaltyWindow = 9 };
        var logits = SamplerRuns.Logits(4, 6);
        int[] tokens = [.. Enumerable.Range(0, 60).Select(_ => random.Next(6))];
        var sampler = new TokenSampler(options, 1, []);
        var set = new CandidateSet(6);
        for (var n = 20; n <= tokens.Length; n++)
        {
            sampler.Score(logits, tokens.AsSpan(0, n), 25, false, set);
            var sum = set.Weigh();
            SamplerRuns.AssertClose(SlowSampler.Distribution(logits, options, tokens[..n], 25), [.. Enumerable.Range(0, 6).Select(i => set.Weight(i) / sum)]);
        }
    }

    [Theory]
    [InlineData(nameof(SamplingOptions.Temperature))]
    [InlineData(nameof(SamplingOptions.TopK))]
    [InlineData(nameof(SamplingOptions.TopP))]
    [InlineData(nameof(SamplingOptions.MinP))]
    [InlineData(nameof(SamplingOptions.RepetitionPenalty))]
    [InlineData(nameof(SamplingOptions.PenaltyWindow))]
    [InlineData(nameof(SamplingOptions.LogitBias))]
    [InlineData("Dry.Base")]
    [InlineData("Dry.MinOccurrences")]
    public void A_value_out_of_range_is_named(string name)
    {
        SamplingOptions options = name switch
        {
            nameof(SamplingOptions.Temperature) => new() { Temperature = float.NaN },
            nameof(SamplingOptions.TopK) => new() { TopK = -1 },
            nameof(SamplingOptions.TopP) => new() { TopP = 0 },
            nameof(SamplingOptions.MinP) => new() { MinP = 1.5f },
            nameof(SamplingOptions.RepetitionPenalty) => new() { RepetitionPenalty = 0 },
            nameof(SamplingOptions.PenaltyWindow) => new() { PenaltyWindow = 0 },
            nameof(SamplingOptions.LogitBias) => new() { LogitBias = new Dictionary<int, float> { [10] = 1 } },
            "Dry.MinOccurrences" => new() { Dry = new() { MinOccurrences = 0 } },
            _ => new() { Dry = new() { Base = 0.5f } },
        };
        var thrown = Assert.Throws<LongWriterException>(() => options.Check(10));
        Assert.Equal(LongWriterError.InvalidRequest, thrown.Error);
        Assert.Contains(name, thrown.Message, StringComparison.Ordinal);
    }
}
