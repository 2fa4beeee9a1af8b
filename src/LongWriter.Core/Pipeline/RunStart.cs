namespace LongWriter;

/// <summary>The first record of a run: written once, compared with at every resume.</summary>
internal static class RunStart
{
    public static async ValueTask<RunStarted> EnsureAsync(
        RunJournal journal, string runId, WritingRequest asked, WritingRequest resolved, WriterParts parts, Action<WritingNotice> notify, CancellationToken cancellationToken)
    {
        var identity = JournaledRequest.Of(asked);
        if (journal.History.Start is { } known)
        {
            parts.Logger.RunResumed(runId, journal.History.Sections.Count, journal.History.Plan?.Steps.Length);
            CheckRequest(runId, known, identity);
            await CheckSettingsAsync(journal, known, asked, resolved, parts, notify, cancellationToken).ConfigureAwait(false);
            return known with { Context = journal.History.Context };
        }

        var language = resolved.Language!;
        var context = ChooseContext(resolved, parts, notify);
        var settings = RunSettings.Of(asked, parts.Options, parts, parts.Options.GetPrompts(language));
        var start = new RunStarted(
            RunStarted.Version, runId, parts.TimeProvider.GetUtcNow(), identity, language, WordCounters.ForLanguage(language).Name, context, settings)
        {
            Window = WindowOf(parts, language),
        };
        await journal.AppendAsync(start, cancellationToken).ConfigureAwait(false);
        parts.Logger.RunStarted(runId, resolved.Length?.Words, language);
        if (parts.Options.EnableSensitiveData)
            parts.Logger.InstructionSensitive(runId, asked.Instruction);

        return start;
    }

    private static void CheckRequest(string runId, RunStarted known, JournaledRequest now)
    {
        var differences = known.Request.DifferencesFrom(now).ToList();
        if (differences.Count == 0)
            return;

        throw new LongWriterException(
            LongWriterError.RunConflict,
            $"Run '{runId}' was started with another request; they differ in {string.Join(", ", differences)}. Use another id, or the first request.");
    }

    private static async ValueTask CheckSettingsAsync(
        RunJournal journal, RunStarted known, WritingRequest asked, WritingRequest resolved, WriterParts parts, Action<WritingNotice> notify, CancellationToken cancellationToken)
    {
        // A finished document is not written again, so nothing can change it.
        var history = journal.History;
        if (history.End is not null && (asked.Plan is null || asked.Plan.Steps.SequenceEqual(history.Plan!.Steps)))
            return;

        var now = RunSettings.Of(asked, parts.Options, parts, parts.Options.GetPrompts(known.Language));
        var differences = RunSettings.Differences(history.Settings!, now);
        if (differences.Count == 0)
            return;

        var list = string.Join("; ", differences);
        if (!asked.AcceptChangedSettings)
        {
            throw new LongWriterException(
                LongWriterError.SettingsChanged,
                $"Run '{known.Id}' was started under other settings, which change its text: {list}. Restore them, or set AcceptChangedSettings to go on.");
        }

        ContextMode? context = history.Settings!.GetValueOrDefault(RunSettings.Context) == now[RunSettings.Context]
            ? null
            : ChooseContext(resolved with { Language = known.Language, Length = history.Plan?.Length ?? resolved.Length }, parts, notify);
        await journal.AppendAsync(new SettingsAccepted(now) { Context = context, Window = WindowOf(parts, known.Language) }, cancellationToken).ConfigureAwait(false);
        notify(new WritingNotice(NoticeKind.Warning, $"The run goes on under changed settings: {list}."));
    }

    private static int? WindowOf(WriterParts parts, string language)
    {
        var words = ContextWindow.WordsOf(parts.Options, language, parts.ContextTokens);
        return words == parts.Options.WindowWords ? null : words;
    }

    /// <summary>Full text where it fits; chosen once, so that prompts keep their form over the whole run.</summary>
    private static ContextMode ChooseContext(WritingRequest request, WriterParts parts, Action<WritingNotice> notify)
    {
        var options = parts.Options;
        if (options.Context != ContextMode.Auto)
            return options.Context;

        if (parts.ContextTokens is not { } tokens || parts.ContextPolicy is not null)
            return ContextMode.Full;

        var words = request.Length?.Words ?? 2_000;
        var language = request.Language!;
        // The document, its plan and one more section, estimated from above.
        var needed = (words * 1.15 * TokenEstimate.PerWordUpper(language))
            + ((request.Instruction.Length + (request.Material?.Length ?? 0)) * TokenEstimate.PerCharacterUpper(language))
            + (options.MaxStepWords * TokenEstimate.PerWordUpper(language)) + 1_000;
        if (needed <= tokens)
            return ContextMode.Full;

        notify(new WritingNotice(
            NoticeKind.Warning,
            $"A text of {words:N0} words may take {needed:N0} tokens and the model has {tokens:N0}; later sections see a running summary and the last {ContextWindow.WordsOf(options, language, tokens):N0} to {2 * ContextWindow.WordsOf(options, language, tokens):N0} words. Set Context to choose otherwise."));
        return ContextMode.Summary;
    }
}
