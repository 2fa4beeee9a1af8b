namespace LongWriter;

/// <summary>Reads runs out of journal stores.</summary>
public static class JournalStoreExtensions
{
    /// <summary>Reads a run, also while another process writes it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException">
    /// <see cref="LongWriterError.RunNotFound"/> or <see cref="LongWriterError.JournalDamaged"/>.
    /// </exception>
    public static async Task<WritingRun> ReadRunAsync(this IJournalStore store, string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(runId);
        var history = new RunHistory();
        var all = new AllDrafts(history);
        await RunJournal.ReplayAsync(all.Watch(store.ReadAsync(runId, cancellationToken)), history, runId).ConfigureAwait(false);
        if (history.Start is not { } start)
            throw new LongWriterException(LongWriterError.RunNotFound, $"The journal of run '{runId}' is empty.") { RunId = runId };

        return new WritingRun(runId, start.At, start.Request.ToRequest(runId), ProgressOf(history), [.. history.Sections])
        {
            Language = start.Language,
            Counter = start.Counter,
            Plan = history.Plan is { } plan ? new WritingPlan(plan.Steps) : null,
            Length = history.Plan?.Length,
            RejectedDrafts = all.Take(),
            Usage = history.Spent.ToUsage(),
            Cost = history.Spent.Unpriced ? null : history.Spent.Cost,
            Elapsed = TimeSpan.FromMilliseconds(history.Spent.Milliseconds),
        };
    }

    private static RunProgress ProgressOf(RunHistory history) =>
        history.End is not null ? RunProgress.Completed : history.Plan is null ? RunProgress.Started : RunProgress.Writing;

    /// <summary>Keeps the drafts that the history forgets once their section is accepted.</summary>
    private sealed class AllDrafts(RunHistory history)
    {
        private readonly Dictionary<int, IReadOnlyList<SectionDraft>> _drafts = [];

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> Watch(IAsyncEnumerable<ReadOnlyMemory<byte>> lines)
        {
            await foreach (var line in lines.ConfigureAwait(false))
            {
                Keep();
                yield return line;
            }

            Keep();
        }

        public IReadOnlyDictionary<int, IReadOnlyList<SectionDraft>> Take() => _drafts
            .Select(drafts => (Section: drafts.Key, Rejected: (IReadOnlyList<SectionDraft>)[.. drafts.Value.Where(d => d.Verdict is not null && !IsKept(drafts.Key, d))]))
            .Where(static s => s.Rejected.Count > 0)
            .ToDictionary(static s => s.Section, static s => s.Rejected);

        /// <summary>The best of several drafts is journaled as the others are, and then as the section.</summary>
        private bool IsKept(int section, SectionDraft draft) => section < history.Sections.Count && history.Sections[section].Text == draft.Text.TrimEnd();

        private void Keep()
        {
            foreach (var (section, drafts) in history.Drafts)
                _drafts[section] = [.. drafts];
        }
    }
}
