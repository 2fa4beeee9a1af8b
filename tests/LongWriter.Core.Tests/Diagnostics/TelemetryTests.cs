using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Listens to instruments that every run of the process records into, so no other test runs beside it.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class AloneCollection;

[Collection("Alone")]
public class TelemetryTests
{
    private static readonly ActivitySource Provider = new("LongWriter.Tests.Provider");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_is_a_span_with_plan_and_sections_in_it_and_the_providers_spans_below(bool sensitive)
    {
        var id = $"telemetry-{sensitive}";
        var activities = await CollectAsync(id, () => Writers.Compose(new TracedChatClient(Writers.Simulated(3)), Writers.Quick(o => o.EnableSensitiveData = sensitive)).WriteAsync(Writers.Request(900, id)));

        var run = Assert.Single(activities, static a => a.OperationName == "longwriter.run");
        var plan = Assert.Single(activities, static a => a.OperationName == "longwriter.plan");
        var sections = activities.Where(static a => a.OperationName == "longwriter.section").ToList();
        var calls = activities.Where(static a => a.OperationName == "chat").ToList();
        Assert.All([plan, .. sections], a => Assert.Equal(run.SpanId, a.ParentSpanId));
        Assert.Equal(plan.SpanId, calls[0].ParentSpanId);
        Assert.All(calls.Skip(1), c => Assert.Contains(sections, s => s.SpanId == c.ParentSpanId));
        Assert.Equal(Enumerable.Range(0, sections.Count), sections.Select(static s => (int)s.GetTagItem("longwriter.section.index")!));
        Assert.Equal(("Completed", 900, "en"), ((string)run.GetTagItem("longwriter.status")!, (int)run.GetTagItem("longwriter.words.required")!, (string)run.GetTagItem("longwriter.language")!));

        var told = string.Join('\n', activities.Where(static a => a.Source.Name == "LongWriter").SelectMany(static a => a.TagObjects).Select(static t => t.Value?.ToString()));
        Assert.Equal(sensitive, told.Contains(Writers.Task, StringComparison.Ordinal));
        Assert.Equal(sensitive, sections[0].GetTagItem("longwriter.text") is string { Length: > 100 });
    }

    [Fact]
    public async Task A_run_that_fails_says_with_what_and_one_that_is_stopped_is_no_error()
    {
        var failing = new InterceptingChatClient(Writers.Simulated(), static _ => throw ModelErrors.FromStatus(System.Net.HttpStatusCode.Unauthorized, null, null, null));
        var failed = await CollectAsync("telemetry-failed", () => Writers.Compose(failing).WriteAsync(Writers.Planned(1, id: "telemetry-failed")));
        using var stop = new CancellationTokenSource();
        var deaf = new InterceptingChatClient(Writers.Simulated(), _ =>
        {
            stop.Cancel();
            return null;
        });
        var stopped = await CollectAsync("telemetry-stopped", () => Writers.Compose(deaf).WriteAsync(Writers.Planned(1, id: "telemetry-stopped"), stop.Token));

        var (bad, plain) = (failed.Single(static a => a.OperationName == "longwriter.run"), stopped.Single(static a => a.OperationName == "longwriter.run"));
        Assert.Equal((ActivityStatusCode.Error, "Authentication"), (bad.Status, bad.GetTagItem("error.type")));
        Assert.Equal(ActivityStatusCode.Unset, plain.Status);
    }

    [Fact]
    public async Task Instruments_record_runs_sections_calls_tokens_words_and_retries()
    {
        var seen = new Dictionary<string, List<(double Value, Dictionary<string, object?> Tags)>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.Start();
        var client = new InterceptingChatClient(Writers.Simulated(3), static a => a.Number == 2 ? throw new HttpRequestException("down") : null);

        var document = await Writers.Compose(client).WriteAsync(Writers.Request(1_500));

        Assert.Equal(document.Sections.Count, seen["longwriter.section.duration"].Count);
        Assert.Equal(document.Sections.Sum(static s => s.Drafts), seen["longwriter.section.drafts"].Sum(static m => m.Value));
        Assert.Equal(document.Sections.Select(static s => ((double)s.Written / s.Goal) - 1), seen["longwriter.section.length_error"].Select(static m => m.Value));
        Assert.Equal(document.Words, seen["longwriter.words"].Sum(static m => m.Value));
        Assert.Equal(document.Usage.Calls, seen["longwriter.call.duration"].Count);
        Assert.Equal(["planner", "writer"], seen["longwriter.call.duration"].Select(static m => (string)m.Tags["longwriter.role"]!).Where(static r => r != "shortener").Distinct());
        Assert.Equal(document.Usage.InputTokens, seen["longwriter.tokens"].Where(static m => (string)m.Tags["gen_ai.token.type"]! == "input").Sum(static m => m.Value));
        Assert.Equal(document.Usage.OutputTokens, seen["longwriter.tokens"].Where(static m => (string)m.Tags["gen_ai.token.type"]! == "output").Sum(static m => m.Value));
        Assert.Equal("ServerUnavailable", Assert.Single(seen["longwriter.retries"]).Tags["error.type"]);
        Assert.Equal("Completed", Assert.Single(seen["longwriter.run.duration"]).Tags["longwriter.status"]);

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (seen)
            {
                if (!seen.TryGetValue(instrument.Name, out var list))
                    seen[instrument.Name] = list = [];
                list.Add((value, tags.ToArray().ToDictionary()));
            }
        }
    }

    /// <summary>The spans of one run, in the order in which they began.</summary>
    private static async Task<List<Activity>> CollectAsync(string runId, Func<Task> act)
    {
        var all = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is TelemetryNames.Source or "LongWriter.Tests.Provider",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                lock (all)
                    all.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await Record.ExceptionAsync(act);
        lock (all)
        {
            var trace = all.First(a => (string?)a.GetTagItem("longwriter.run.id") == runId).TraceId;
            return [.. all.Where(a => a.TraceId == trace)];
        }
    }

    /// <summary>Traces its calls as providers' clients do.</summary>
    private sealed class TracedChatClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            using var activity = Provider.StartActivity("chat");
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
                yield return update;
        }
    }
}
