using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Asks a model which of two answers to a prompt is better, each time twice with the order swapped: judges prefer a place. Only a verdict that
/// holds in both orders is a win.
/// </summary>
public sealed class PairwiseJudge
{
    private readonly QualityJudgeOptions _options;
    private readonly RetriedChat _calls;

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
        _calls = new(client, _options.Resilience, time ?? TimeProvider.System, _options.OnNotice);
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

        var (there, fault) = await AskAsync(first, first.Response, second.Response, "as given", cancellationToken).ConfigureAwait(false);
        var (back, otherFault) = await AskAsync(first, second.Response, first.Response, "swapped", cancellationToken).ConfigureAwait(false);
        string[] faults = [.. new[] { fault, otherFault }.OfType<string>()];
        if (faults.Length > 0)
            return new(first.Id, PairOutcome.Failed) { Faults = faults };

        return new(first.Id, (there, back) switch
        {
            (1, 2) => PairOutcome.First,
            (2, 1) => PairOutcome.Second,
            _ => PairOutcome.Tie,
        });
    }

    private async Task<(int Winner, string? Fault)> AskAsync(Prediction prompt, string one, string two, string order, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage> { new(ChatRole.User, JudgePrompts.Pair(prompt.Prompt, one, two)) };
        string? fault = null;
        for (var attempt = 0; attempt < _options.Attempts; attempt++)
        {
            try
            {
                var options = new ChatOptions
                {
                    Temperature = _options.Temperature,
                    MaxOutputTokens = _options.MaxOutputTokens,
                    Seed = CallSeed.Of(_options.Seed, prompt.Id, prompt.Sample, FormattableString.Invariant($"{order} attempt {attempt}")),
                };
                var response = await _calls.AskAsync(messages, options, cancellationToken).ConfigureAwait(false);
                return (JudgeAnswer.ReadWinner(response.Text), null);
            }
            catch (FormatException exception)
            {
                fault = QualityJudge.Short(exception.Message);
                messages = [messages[0], new(ChatRole.User, JudgePrompts.Again(exception.Message))];
            }
            catch (LongWriterException exception) when (QualityJudge.IsOfThisText(exception))
            {
                return (0, QualityJudge.Short(exception.Message));
            }
        }

        return (0, fault);
    }
}
