namespace LongWriter;

/// <summary>Ends a call of a run: the document, its last record, and the data-set sinks.</summary>
internal sealed class EndStage(WriterParts parts, RunServices services, RunContext context)
{
    public async ValueTask<WritingDocument> RunAsync(WritingRequest request, WritingStatus status, CancellationToken cancellationToken)
    {
        var history = services.Journal.History;
        // Taken once: what the caller is told is what the journal says, to the millisecond.
        var spent = history.End is null ? services.Meter.Spent : history.Spent;
        var document = Make(request, status, spent);
        if (status == WritingStatus.Completed)
        {
            if (history.End is null)
            {
                await services.Journal.AppendAsync(
                    new RunEnded(document.Words, document.LengthScore, document.Outcome) { Spent = spent }, cancellationToken).ConfigureAwait(false);
            }

            await ServeSinksAsync(document, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await services.Journal.AppendAsync(new SpendNoted { Spent = spent }, cancellationToken).ConfigureAwait(false);
        }

        return document;
    }

    private WritingDocument Make(WritingRequest request, WritingStatus status, Spend spent)
    {
        var history = services.Journal.History;
        var plan = request.Plan ?? new WritingPlan([]);
        var length = request.Length ?? plan.Words;
        WrittenSection[] sections = [.. history.Sections];
        var words = sections.Sum(static s => s.Written);
        var aim = LengthAim.Of(length, parts.Options.LengthTolerance);
        return new WritingDocument(context.RunId, status, request, plan, sections)
        {
            RequiredLength = length,
            Words = words,
            Counter = context.Counter.Name,
            LengthScore = length.Words > 0 ? LengthScore.Compute(length.Words, words) : 0,
            Outcome = aim.Judge(words, sections is [.., { Outcome: LengthOutcome.Truncated }]),
            Usage = spent.ToUsage(),
            Cost = spent.Unpriced ? null : spent.Cost,
            Elapsed = TimeSpan.FromMilliseconds(spent.Milliseconds),
        };
    }

    /// <summary>Each sink gets the document at least once; one that fails is a warning and is served again at the next call of the run.</summary>
    private async ValueTask ServeSinksAsync(WritingDocument document, CancellationToken cancellationToken)
    {
        for (var i = 0; i < parts.Sinks.Count; i++)
        {
            var name = $"{i}:{parts.Sinks[i].GetType().Name}";
            if (services.Journal.History.ServedSinks.Contains(name))
                continue;

            try
            {
                await parts.Sinks[i].WriteAsync(document, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                parts.Logger.SinkFailed(context.RunId, name, exception);
                services.Notify(new WritingNotice(NoticeKind.Warning, $"The data-set sink {name} failed: {exception.Message} It is served again when the run is resumed."));
                continue;
            }

            await services.Journal.AppendAsync(new SinkServed(name), cancellationToken).ConfigureAwait(false);
        }
    }
}
