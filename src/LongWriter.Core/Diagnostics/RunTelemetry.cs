using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Spans and instruments of runs. One a process; a run costs nothing where nobody listens.</summary>
internal sealed class RunTelemetry(bool sensitive)
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);
    private static readonly Meter Meter = new(TelemetryNames.Source);

    // Runs last from seconds to a day; the usual buckets end at a minute and a half.
    private static readonly InstrumentAdvice<double> LongSeconds = new()
    {
        HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400],
    };

    private static readonly Histogram<double> RunDuration = Meter.CreateHistogram(TelemetryNames.RunDuration, "s", "Duration of a run's call.", advice: LongSeconds);
    private static readonly Histogram<double> SectionDuration = Meter.CreateHistogram(TelemetryNames.SectionDuration, "s", "Duration of a section with all its drafts.", advice: LongSeconds);
    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram(TelemetryNames.CallDuration, "s", "Duration of a model call.", advice: LongSeconds);
    private static readonly Histogram<int> SectionDrafts = Meter.CreateHistogram<int>(TelemetryNames.SectionDrafts, "{draft}", "Drafts a section took.");
    private static readonly Histogram<double> LengthError = Meter.CreateHistogram<double>(TelemetryNames.SectionLengthError, "1", "Written words of a section over the words meant for it, minus 1.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>(TelemetryNames.Tokens, "{token}", "Tokens used.");
    private static readonly Counter<long> Words = Meter.CreateCounter<long>(TelemetryNames.Words, "{word}", "Words of accepted sections.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(TelemetryNames.Retries, "{retry}", "Calls made again.");

    public Activity? StartRun(string runId, WritingRequest request)
    {
        var activity = Source.StartActivity(TelemetryNames.RunSpan);
        activity?.SetTag(TelemetryNames.RunId, runId).SetTag(TelemetryNames.Language, request.Language).SetTag(TelemetryNames.RequiredWords, request.Length?.Words);
        if (sensitive)
            activity?.SetTag(TelemetryNames.Instruction, request.Instruction);

        return activity;
    }

    public static Activity? StartPlan() => Source.StartActivity(TelemetryNames.PlanSpan);

    public static Activity? StartSection(WritingState state) => Source.StartActivity(TelemetryNames.SectionSpan)
        ?.SetTag(TelemetryNames.SectionIndex, state.Index).SetTag(TelemetryNames.SectionCount, state.Plan.Steps.Count);

    public void SectionEnded(Activity? activity, WrittenSection section, TimeSpan duration)
    {
        activity?.SetTag(TelemetryNames.AskedWords, section.Asked).SetTag(TelemetryNames.WrittenWords, section.Written).SetTag(TelemetryNames.Drafts, section.Drafts);
        if (sensitive)
            activity?.SetTag(TelemetryNames.Text, section.Text);

        SectionDuration.Record(duration.TotalSeconds);
        SectionDrafts.Record(section.Drafts);
        Words.Add(section.Written);
        if (section.Goal > 0)
            LengthError.Record((section.Written / (double)section.Goal) - 1);
    }

    public static void RunEnded(Activity? activity, WritingDocument document, TimeSpan duration)
    {
        activity?.SetTag(TelemetryNames.Status, document.Status.ToString()).SetTag(TelemetryNames.WrittenWords, document.Words).SetTag(TelemetryNames.LengthScoreTag, document.LengthScore);
        RunDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(TelemetryNames.Status, document.Status.ToString()));
    }

    public static void RunFailed(Activity? activity, Exception exception, TimeSpan duration)
    {
        var kind = exception is LongWriterException known ? known.Error.ToString() : exception.GetType().Name;
        activity?.SetStatus(exception is OperationCanceledException ? ActivityStatusCode.Unset : ActivityStatusCode.Error, kind).SetTag(TelemetryNames.ErrorType, kind);
        RunDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(TelemetryNames.ErrorType, kind));
    }

    public static void Retried(LongWriterError? error) => Retries.Add(1, new KeyValuePair<string, object?>(TelemetryNames.ErrorType, error?.ToString()));

    public static void CallEnded(string role, string? model, TimeSpan duration, UsageDetails usage)
    {
        var roleTag = new KeyValuePair<string, object?>(TelemetryNames.Role, role);
        var modelTag = new KeyValuePair<string, object?>(TelemetryNames.Model, model);
        CallDuration.Record(duration.TotalSeconds, roleTag, modelTag);
        Tokens.Add(usage.InputTokenCount ?? 0, roleTag, modelTag, new(TelemetryNames.TokenType, "input"));
        Tokens.Add(usage.OutputTokenCount ?? 0, roleTag, modelTag, new(TelemetryNames.TokenType, "output"));
    }
}
