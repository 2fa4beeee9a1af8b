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
    }

    /// <summary>Judges the prompts that both runs have an answer to, by their texts; where there are several samples, the first of each.</summary>
    /// <param name="first">The first run's answers.</param>
    /// <param name="second">The second run's answers.</param>
    /// <param name="cancellationToken">Cancels the judging.</param>
    /// <returns>A judgement for each prompt, in the first run's order.</returns>
    /// <exception cref="LongWriterException">The provider failed, also when asked again.</exception>
    public async Task<IReadOnlyList<PairJudgement>> CompareAsync(
        IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var pairs = PromptPairs<Prediction>.Of(first, second, static p => p).Pairs.Select(static p => (First: p.First.MinBy(static a => a.Sample)!, Second: p.Second.MinBy(static a => a.Sample)!)).ToList();
        var judgements = new PairJudgement[pairs.Count];
        await Parallel.ForAsync(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = _options.InFlight, CancellationToken = cancellationToken }, async (i, token) =>
            judgements[i] = await JudgeAsync(pairs[i].First, pairs[i].Second, token).ConfigureAwait(false)).ConfigureAwait(false);
        return judgements;
    }

    private async Task<PairJudgement> JudgeAsync(Prediction first, Prediction second, CancellationToken cancellationToken)
    {
        // An empty answer needs no judge.
        var (hasFirst, hasSecond) = (!string.IsNullOrWhiteSpace(first.Response), !string.IsNullOrWhiteSpace(second.Response));
        if (!hasFirst || !hasSecond)
            return new(first.Id, hasFirst ? PairOutcome.First : hasSecond ? PairOutcome.Second : PairOutcome.Tie);

        var there = await _calls.AskAsync(JudgePrompts.Pair(first.Prompt, first.Response, second.Response), first, "as given", JudgeAnswer.ReadWinner, cancellationToken).ConfigureAwait(false);
        var back = await _calls.AskAsync(JudgePrompts.Pair(first.Prompt, second.Response, first.Response), first, "swapped", JudgeAnswer.ReadWinner, cancellationToken).ConfigureAwait(false);
        string[] faults = [.. new[] { there.Fault, back.Fault }.OfType<string>()];
        if (faults.Length > 0)
            return new(first.Id, PairOutcome.Failed) { Faults = faults };

        return new(first.Id, (there.Value, back.Value) switch
        {
            (1, 2) => PairOutcome.First,
            (2, 1) => PairOutcome.Second,
            _ => PairOutcome.Tie,
        });
    }
}
