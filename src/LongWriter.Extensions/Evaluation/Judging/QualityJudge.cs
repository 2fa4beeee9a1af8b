using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Asks a model how good answers are: six dimensions, 1 to 5, the length left aside (LongWriter, section 4.2).</summary>
/// <remarks>
/// Absolute values depend on the judge and its prompt; hold runs against each other only where both were judged alike. The prompt is this package's
/// own, so values are no more comparable with published ones than those of another judge are.
/// </remarks>
public sealed class QualityJudge
{
    private const string StandsFor = "stands for line ";

    private readonly QualityJudgeOptions _options;
    private readonly JudgeCalls _calls;
    private readonly string _settings;

    /// <summary>Makes a judge.</summary>
    /// <param name="client">The model that judges. The caller owns it.</param>
    /// <param name="options">Votes, attempts, temperature; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Times retries and watchdogs; <see langword="null"/> for the system's.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public QualityJudge(IChatClient client, QualityJudgeOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _options = options ?? new();
        _options.Check();
        _calls = new(client, _options, time);
        _settings = _options.Describe(_calls.ModelId, JudgePrompts.QualityHash, _options.Votes);
    }

    /// <summary>Scores one answer. An answer without a text is not shown to the judge and has no votes.</summary>
    /// <param name="prediction">The answer.</param>
    /// <param name="cancellationToken">Cancels the judging.</param>
    /// <exception cref="LongWriterException">The provider failed, also when asked again. What the judge answers is never an exception: votes that cannot be used are <see cref="QualityScores.Faults"/>.</exception>
    public async Task<QualityScores> ScoreAsync(Prediction prediction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var judge = _calls.ModelId ?? "unknown";
        if (string.IsNullOrWhiteSpace(prediction.Response))
            return new(judge, []) { Faults = ["there is no text to judge"], Settings = _settings };

        var votes = new List<QualityVote>();
        var faults = new List<string>();
        for (var number = 0; number < _options.Votes; number++)
        {
            var prompt = JudgePrompts.Quality(prediction.Prompt, prediction.Response);
            var (vote, fault, model) = await _calls.AskAsync(prompt, prediction, FormattableString.Invariant($"vote {number}"), JudgeAnswer.ReadVote, cancellationToken).ConfigureAwait(false);
            judge = model ?? judge;
            if (vote is not null)
                votes.Add(vote);
            else
                faults.Add(fault!);
        }

        return new(judge, votes) { Faults = faults, Settings = _settings };
    }

    /// <summary>
    /// Scores answers and writes them with their scores as <c>judge.jsonl</c>, each row durable as soon as it is there. Rows that could not be read or
    /// are replaced are named in the judged file too, so that its results count them.
    /// </summary>
    /// <param name="rows">The answers, from <see cref="Prediction.Read"/>.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">Hears of every row, from several threads; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the judging; what is judged is kept.</param>
    /// <returns>All rows with their scores, in the order given.</returns>
    /// <exception cref="LongWriterException">
    /// The provider failed, also when asked again (resumable); the file holds rows and is not to be resumed, or lines that are no rows (<see cref="LongWriterError.InvalidRequest"/>), or was begun with another judge, prompt or setting or for other answers
    /// (<see cref="LongWriterError.SettingsChanged"/>), or cannot be written.
    /// </exception>
    public async Task<IReadOnlyList<Prediction>> JudgeAsync(
        EvaluationRows<Prediction> rows, string path, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var predictions = rows.Rows;
        using var file = PredictionFile.Open(path, _options.Resume, static b => b.Fault.StartsWith(StandsFor, StringComparison.Ordinal));
        var known = predictions.DistinctBy(static p => (p.Id, p.Sample)).ToDictionary(static p => (p.Id, p.Sample));
        var judged = new Dictionary<(string Id, int Sample), Prediction>();
        foreach (var row in file.There.Rows)
        {
            var scores = Compare(row, known, path);
            // What has no usable vote is judged again, like a row that is not there; an answer without a text never has one.
            if (scores.IsJudged || string.IsNullOrWhiteSpace(row.Response))
                judged[(row.Id, row.Sample)] = row;
        }

        var named = file.There.Broken.Concat(file.There.Replaced).Select(static b => b.Fault).ToHashSet();
        foreach (var fault in rows.Broken.Select(StandIn).Where(f => !named.Contains(f)))
            file.AddLine(PredictionLine.Unread(fault));
        foreach (var fault in rows.Replaced.Select(StandIn).Where(f => !named.Contains(f)))
            file.AddLine(PredictionLine.Replaced(fault));

        var gate = new Lock();
        var open = predictions.Where(p => !judged.ContainsKey((p.Id, p.Sample))).ToList();
        var done = predictions.Count - open.Count;
        try
        {
            // The caller's token, not the loop's own: when one call fails, votes that are on their way are paid for and kept.
            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = _options.InFlight, CancellationToken = cancellationToken }, async (prediction, _) =>
            {
                var row = prediction with { Scores = await ScoreAsync(prediction, cancellationToken).ConfigureAwait(false) };
                file.Add(row);
                lock (gate)
                    judged[(row.Id, row.Sample)] = row;
                progress?.Report(new(row, Interlocked.Increment(ref done), predictions.Count));
            }).ConfigureAwait(false);
        }
        catch (LongWriterException exception)
        {
            exception.IsResumable = true;
            throw;
        }

        return [.. predictions.Select(p => judged[(p.Id, p.Sample)])];
    }

    internal Task<IReadOnlyList<Prediction>> JudgeAsync(
        IReadOnlyList<Prediction> predictions, string path, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        JudgeAsync(new EvaluationRows<Prediction>(predictions, []), path, progress, cancellationToken);

    private static string StandIn(BrokenRow row) => $"{StandsFor}{row.Line} of the predictions, which {row.Fault}";

    private QualityScores Compare(Prediction row, Dictionary<(string Id, int Sample), Prediction> known, string path)
    {
        if (row.Scores is not { } scores)
            throw Changed($"{path} has a row '{row.Id}' without scores that can be used, so that it is not of this judging. Name another file.");
        if (scores.Settings != _settings)
            throw Changed($"{path} was begun with another judge or other settings ({scores.Settings ?? "unknown"}; now {_settings}). Take the same ones, or name another file.");
        if (!known.TryGetValue((row.Id, row.Sample), out var now))
            throw Changed($"{path} has a row '{row.Id}', sample {row.Sample}, which is none of the answers. Give the answers that it was begun with, or name another file.");
        if (now.Response != row.Response || now.Prompt != row.Prompt)
            throw Changed($"Row '{row.Id}' has another prompt or response than when {path} was begun. Give the same answers, or name another file.");
        return scores;

        static LongWriterException Changed(string message) => new(LongWriterError.SettingsChanged, message);
    }
}
