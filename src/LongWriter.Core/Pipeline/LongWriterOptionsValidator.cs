using Microsoft.Extensions.Options;

namespace LongWriter;

/// <summary>The ranges of the options' attributes.</summary>
[OptionsValidator]
internal sealed partial class LongWriterOptionsRanges : IValidateOptions<LongWriterOptions>;

/// <summary>Checks options at the host's start and wherever a writer is made without one.</summary>
internal sealed class LongWriterOptionsValidator : IValidateOptions<LongWriterOptions>
{
    private static readonly LongWriterOptionsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, LongWriterOptions options)
    {
        var failures = new List<string>();
        if (Ranges.Validate(name, options) is { Failed: true } ranges)
            failures.AddRange(ranges.Failures);

        if (options.MinStepWords * 2 > options.MaxStepWords)
            failures.Add($"{nameof(options.MinStepWords)} is {options.MinStepWords} and {nameof(options.MaxStepWords)} {options.MaxStepWords}: the greatest has to be at least twice the least, so that steps can be merged.");
        if (options.Resilience is { } resilience)
            failures.AddRange(CheckTimes(resilience));
        else
            failures.Add($"{nameof(options.Resilience)} is null; leave its defaults.");

        foreach (var (language, prompts) in options.Prompts)
            failures.AddRange(PromptSetCheck.FaultsOf(language, prompts));

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>Throws where options are out of range.</summary>
    public static void Check(LongWriterOptions options)
    {
        if (new LongWriterOptionsValidator().Validate(null, options) is { Failed: true } result)
            throw new OptionsValidationException(nameof(LongWriterOptions), typeof(LongWriterOptions), result.Failures);
    }

    private static IEnumerable<string> CheckTimes(ResilienceOptions options)
    {
        foreach (var (name, value) in new[]
        {
            (nameof(options.BaseDelay), options.BaseDelay), (nameof(options.MaxDelay), options.MaxDelay), (nameof(options.FirstTokenTimeout), options.FirstTokenTimeout),
            (nameof(options.IdleTimeout), options.IdleTimeout), (nameof(options.BreakerSamplingDuration), options.BreakerSamplingDuration), (nameof(options.BreakerDuration), options.BreakerDuration),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
                yield return $"Resilience.{name} is {value}; it has to be positive and at most a day.";
        }
    }
}
