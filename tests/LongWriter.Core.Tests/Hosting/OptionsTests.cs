using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Tests;

public class OptionsTests
{
    public static TheoryData<string, string, Action<LongWriterOptions>> Invalid => new()
    {
        { "MaxParallelSections", "between 1 and 256", static o => o.MaxParallelSections = 0 },
        { "ContextTokens", "between 512", static o => o.ContextTokens = 10 },
        { "WindowWords", "between 100", static o => o.WindowWords = 1 },
        { "MaxDraftsPerSection", "between 1 and 20", static o => o.MaxDraftsPerSection = 0 },
        { "MaxPlanAttempts", "between 1 and 20", static o => o.MaxPlanAttempts = 21 },
        { "LengthTolerance", "between 0.005 and 0.5", static o => o.LengthTolerance = double.NaN },
        { "LengthTolerance", "between 0.005 and 0.5", static o => o.LengthTolerance = 0 },
        { "MinStepWords", "at least twice", static o => (o.MinStepWords, o.MaxStepWords) = (400, 600) },
        { "MaxRequiredWords", "between 1", static o => o.MaxRequiredWords = -1 },
        { "ReasoningTokens", "between 0", static o => o.ReasoningTokens = -1 },
        { "MaxAttempts", "between 1 and 100", static o => o.Resilience.MaxAttempts = 0 },
        { "BreakerFailureRatio", "between 0.01 and 1", static o => o.Resilience.BreakerFailureRatio = 2 },
        { "Resilience.IdleTimeout", "positive", static o => o.Resilience.IdleTimeout = TimeSpan.Zero },
        { "Resilience.BaseDelay", "at most a day", static o => o.Resilience.BaseDelay = TimeSpan.FromDays(2) },
        { "Resilience.FirstTokenTimeout", "positive", static o => o.Resilience.FirstTokenTimeout = Timeout.InfiniteTimeSpan },
        { "Resilience", "null", static o => o.Resilience = null! },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_option_out_of_its_range_is_named_with_the_range_with_and_without_a_container(string property, string fix, Action<LongWriterOptions> set)
    {
        var options = new LongWriterOptions();
        set(options);
        var services = new ServiceCollection();
        services.AddLongWriter(set).UseChatClient(static _ => Writers.Simulated());
        using var provider = services.BuildServiceProvider();

        foreach (var act in new Action[] { () => Writers.Simulated().AsLongWriter(options), () => provider.GetRequiredService<ILongWriter>(), () => provider.GetRequiredService<IStartupValidator>().Validate() })
        {
            var error = Assert.Throws<OptionsValidationException>(act);
            Assert.Contains(property, error.Message, StringComparison.Ordinal);
            Assert.Contains(fix, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_defaults_are_those_that_are_promised()
    {
        var options = new LongWriterOptions();

        Assert.Equal((WritingMode.Serial, ContextMode.Auto, 3, 3, 0.05), (options.Mode, options.Context, options.MaxDraftsPerSection, options.MaxPlanAttempts, options.LengthTolerance));
        Assert.Equal((200, 1_000, 40, 4, 3_000), (options.MinStepWords, options.MaxStepWords, options.MaxStepsPerPlanCall, options.MaxParallelSections, options.WindowWords));
        Assert.Equal((8, true, false), (options.Resilience.MaxAttempts, options.Resilience.RequireFinishReason, options.EnableSensitiveData));
        Assert.Equal((null, null), (options.Budget, options.Resilience.Limiter));
        LongWriterOptionsValidator.Check(options);
    }

    [Fact]
    public void Jitter_lies_between_zero_and_one()
    {
        var seen = Enumerable.Range(0, 1_000).Select(static _ => new ResilienceOptions().Randomizer()).ToList();

        Assert.All(seen, static j => Assert.InRange(j, 0, 0.9999999999));
        Assert.True(seen.Distinct().Count() > 900);
    }
}
