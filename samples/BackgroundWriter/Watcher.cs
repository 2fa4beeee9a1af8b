using LongWriter;

namespace BackgroundWriter;

/// <summary>Follows a run through its journal: it may come and go, and may be another process.</summary>
public sealed class Watcher(IJournalStore journals, TimeProvider time)
{
    /// <summary>Looks every half second until the run has come as far as asked.</summary>
    public async Task<WritingRun> WatchAsync(string runId, Func<WritingRun, bool> enough, CancellationToken cancellationToken = default)
    {
        var seen = -1;
        while (true)
        {
            if (await FindAsync(runId, cancellationToken) is { } run)
            {
                if (run.Sections.Count != seen)
                    Console.WriteLine(run.Plan is { } plan
                        ? $"watcher: {run.Progress}, {run.Sections.Count} of {plan.Steps.Count} sections, {run.Words:N0} of {run.Length?.Words:N0} words"
                        : $"watcher: {run.Progress}, no plan yet");

                seen = run.Sections.Count;
                if (enough(run))
                    return run;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancellationToken);
        }
    }

    private async Task<WritingRun?> FindAsync(string runId, CancellationToken cancellationToken)
    {
        try
        {
            return await journals.ReadRunAsync(runId, cancellationToken);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.RunNotFound)
        {
            // Still in the queue.
            return null;
        }
    }
}
