using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Asks a model which of two answers to a prompt is better, each time twice with the order swapped: judges prefer a place. Only a verdict that
/// holds in both orders is a win.
/// </summary>
public sealed class PairwiseJudge
{
    private readonly QualityJudgeOptions _options;
    private readonly JudgeCalls _calls;
    private readonly string _settings;

    /// <summary>Makes a judge.</summary>
    /// <param name="client">The model that judges. The caller owns it.</param>
    /// <param name="options">Attempts, temperature, calls at a time; <see langword="null"/> for the defaults. <see cref="QualityJudgeOptions.Votes"/> is not used.</param>
    /// <param name="time">Times retries and watchdogs; <see langword="null"/> for the system's.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public PairwiseJudge(IChatClient client, QualityJudgeOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _options = options ?? new();
        _options.Check();
        _calls = new(client, _options, time);
        _settings = _options.Describe(_calls.ModelId, JudgePrompts.PairHash, votes: null);
    }

    /// <summary>Judges the prompts that both runs have an answer to, by their texts; where there are several samples, the first of each.</summary>
    /// <param name="first">The first run's answers.</param>
    /// <param name="second">The second run's answers.</param>
    /// <param name="cancellationToken">Cancels the judging.</param>
    /// <returns>A judgement for each prompt, in the first run's order.</returns>
    /// <exception cref="LongWriterException">The provider failed, also when asked again.</exception>
    public Task<IReadOnlyList<PairJudgement>> CompareAsync(
        IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second, CancellationToken cancellationToken = default) =>
        CompareAsync(first, second, keep: null, [], cancellationToken);

    /// <summary>
    /// The same, and keeps each judgement in a file as soon as it is there, so that a judging that was stopped goes on (<see cref="QualityJudgeOptions.Resume"/>): pairs with a
    /// verdict are not judged again. One file may hold the judgements of several comparisons.
    /// </summary>
    /// <param name="first">The first run's answers.</param>
    /// <param name="second">The second run's answers.</param>
    /// <param name="path">The file of judgements, JSON Lines.</param>
    /// <param name="cancellationToken">Stops the judging; what is judged is kept.</param>
    /// <returns>A judgement for each prompt, in the first run's order.</returns>
    /// <exception cref="LongWriterException">
    /// The provider failed, also when asked again (resumable); the file holds judgements and is not to be resumed, or lines that are none (<see cref="LongWriterError.InvalidRequest"/>), or was begun with another
    /// judge, prompt or setting (<see cref="LongWriterError.SettingsChanged"/>), or is written by another run (<see cref="LongWriterError.DatasetLocked"/>), or cannot be written (<see cref="LongWriterError.DatasetUnavailable"/>).
    /// </exception>
    public async Task<IReadOnlyList<PairJudgement>> CompareAsync(
        IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second, string path, CancellationToken cancellationToken = default)
    {
        using var file = PairFile.Open(path, _options.Resume);
        foreach (var judgement in file.There.Rows)
        {
            if (judgement.Settings != _settings)
                throw new LongWriterException(LongWriterError.SettingsChanged, $"{path} was begun with another judge or other settings ({judgement.Settings ?? "unknown"}; now {_settings}). Take the same ones, or name another file.");
        }

        try
        {
            return await CompareAsync(first, second, file.Add, file.There.Rows, cancellationToken).ConfigureAwait(false);
        }
        catch (LongWriterException exception)
        {
            exception.IsResumable = true;
            throw;
        }
    }

    private async Task<IReadOnlyList<PairJudgement>> CompareAsync(
        IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second, Action<PairJudgement>? keep, IReadOnlyList<PairJudgement> there, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var pairs = PromptPairs<Prediction>.Of(first, second, static p => p).Pairs.Select(static p => (First: p.First.MinBy(static a => a.Sample)!, Second: p.Second.MinBy(static a => a.Sample)!)).ToList();
        var known = there.Where(static j => j.Outcome != PairOutcome.Failed).ToDictionary(static j => j.Pair);
        var judgements = new PairJudgement[pairs.Count];
        // The caller's token, not the loop's own: when one call fails, verdicts that are on their way are paid for and kept.
        await Parallel.ForAsync(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = _options.InFlight, CancellationToken = cancellationToken }, async (i, _) =>
        {
            var (one, two) = pairs[i];
            var pair = PairFile.HashOf(one, two);
            if (known.TryGetValue(pair, out var earlier))
            {
                judgements[i] = earlier with { Id = one.Id };
                return;
            }

            judgements[i] = await JudgeAsync(one, two, cancellationToken).ConfigureAwait(false) with { Pair = pair };
            keep?.Invoke(judgements[i]);
        }).ConfigureAwait(false);
        return judgements;
    }

    private async Task<PairJudgement> JudgeAsync(Prediction first, Prediction second, CancellationToken cancellationToken)
    {
        // An empty answer needs no judge.
        var (hasFirst, hasSecond) = (!string.IsNullOrWhiteSpace(first.Response), !string.IsNullOrWhiteSpace(second.Response));
        if (!hasFirst || !hasSecond)
            return new(first.Id, hasFirst ? PairOutcome.First : hasSecond ? PairOutcome.Second : PairOutcome.Tie) { Settings = _settings };

        var there = await _calls.AskAsync(JudgePrompts.Pair(first.Prompt, first.Response, second.Response), first, "as given", JudgeAnswer.ReadWinner, cancellationToken).ConfigureAwait(false);
        var back = await _calls.AskAsync(JudgePrompts.Pair(first.Prompt, second.Response, first.Response), first, "swapped", JudgeAnswer.ReadWinner, cancellationToken).ConfigureAwait(false);
        string[] faults = [.. new[] { there.Fault, back.Fault }.OfType<string>()];
        var outcome = faults.Length > 0 ? PairOutcome.Failed : (there.Value, back.Value) switch
        {
            (1, 2) => PairOutcome.First,
            (2, 1) => PairOutcome.Second,
            _ => PairOutcome.Tie,
        };
        return new(first.Id, outcome) { Judge = back.Model ?? there.Model ?? _calls.ModelId ?? "unknown", Settings = _settings, Faults = faults };
    }
}
