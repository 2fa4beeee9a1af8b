using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Makes preference pairs: several answers to each instruction, scored by S_l and, where one is set, by a scorer; the best one is chosen, one of the
/// others rejected at random (LongWriter, section 4.1).
/// </summary>
/// <remarks>
/// <para>
/// <b>What stands where.</b> An answer that the output cap cut off can be rejected, never chosen. A refusal is neither: whether a model should refuse is
/// no question of length, and rejecting refusals would teach it not to. An empty answer is neither. The rejected answer is one of those that are
/// <see cref="PreferencePairOptions.MinMargin"/> or more below the chosen one, each as likely as another; where there is none the row is counted, not written.
/// </para>
/// <para>
/// <b>Stop and resume.</b> Samples and scores are kept in a file beside the pairs (<see cref="SamplesPath"/>), synced one by one; a torn last line is
/// dropped. The pairs are derived from that file alone, in the order of the instructions, and appear whole or not at all. So a run that was stopped
/// anywhere and resumed gives, with a client that answers a seed alike, the file that an undisturbed one gives; and margins, weights and more samples
/// can be tried later without drawing any again.
/// </para>
/// </remarks>
public sealed class PreferencePairBuilder
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IChatClient _client;
    private readonly PreferencePairOptions _options;
    private readonly SampleDrawer _drawer;

    /// <summary>Makes a builder.</summary>
    /// <param name="client">Who answers. The caller owns it.</param>
    /// <param name="options">Samples, scores, margin; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Times retries and watchdogs; <see langword="null"/> for the system's.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public PreferencePairBuilder(IChatClient client, PreferencePairOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        (_client, _options) = (client, options ?? new());
        _options.Check();
        _drawer = new(client, _options, time ?? TimeProvider.System);
    }

    /// <summary>Where the samples of a pairs file are kept: <c>pairs.samples.jsonl</c> beside <c>pairs.jsonl</c>.</summary>
    /// <param name="path">The pairs file.</param>
    public static string SamplesPath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.ChangeExtension(Path.GetFullPath(path), null) + ".samples.jsonl";
    }

    /// <summary>Draws what is missing and writes the pairs.</summary>
    /// <param name="instructions">The instructions; ids differ.</param>
    /// <param name="path">The pairs file, JSON Lines that <c>PreferenceReader</c> and others read; one that is there is replaced.</param>
    /// <param name="progress">Hears of every sample, from several threads; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the run; what is drawn is kept.</param>
    /// <returns>What came of the instructions.</returns>
    /// <exception cref="LongWriterException">
    /// The provider failed, also when asked again (resumable: samples that were on their way then are still taken and kept); a scorer failed or gave no score;
    /// the samples are another run's (<see cref="LongWriterError.SettingsChanged"/>), or are there and are not to be resumed
    /// (<see cref="LongWriterError.InvalidRequest"/>); another run writes them
    /// (<see cref="LongWriterError.DatasetLocked"/>); a file cannot be read or written (<see cref="LongWriterError.DatasetUnavailable"/>).
    /// </exception>
    public async Task<PreferencePairReport> BuildAsync(
        IReadOnlyList<PairInstruction> instructions, string path, IProgress<PairProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (instructions.GroupBy(static i => i.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"Two instructions have the id '{twice.Key}'. Give each an id of its own.");
        if (instructions.FirstOrDefault(static i => i.Required is <= 0) is { } none)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"Instruction '{none.Id}' requires {none.Required} words; take more than 0.");

        var scorable = instructions.Where(i => _options.Scorer is not null || i.RequiredWords() is not null).ToList();
        var settings = SampleLine.Of(_options, (_client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId);
        using var file = await SampleFile.OpenAsync(SamplesPath(path), settings, _options.Resume, cancellationToken).ConfigureAwait(false);
        try
        {
            await DrawAsync(file, scorable, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (LongWriterException exception)
        {
            exception.IsResumable = true;
            throw;
        }

        return Write(file, scorable, Path.GetFullPath(path), instructions.Count);
    }

    private async Task DrawAsync(SampleFile file, List<PairInstruction> instructions, IProgress<PairProgress>? progress, CancellationToken cancellationToken)
    {
        var there = instructions.Sum(i => Enumerable.Range(0, _options.Samples).Count(n => file.FateOf(i, n) is not null));
        var total = checked(instructions.Count * _options.Samples);
        var work = instructions.SelectMany(i => Enumerable.Range(0, _options.Samples).Select(n => (Instruction: i, Number: n)))
            .Where(w => file.FateOf(w.Instruction, w.Number) is not { } fate || NeedsScore(file, w.Instruction, w.Number, fate));
        // The caller's token, not the loop's own: when one call fails, answers that are on their way are paid for and kept.
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = _options.SamplesInFlight, CancellationToken = cancellationToken }, async (item, _) =>
        {
            var (instruction, number) = item;
            var words = instruction.Counter();
            PairSample sample;
            if (file.FateOf(instruction, number) is not null)
            {
                sample = file.Read(instruction, number);
            }
            else
            {
                sample = await _drawer.DrawAsync(instruction, number, cancellationToken).ConfigureAwait(false);
                file.Add(sample);
                progress?.Report(new(sample.Id, number, words.Count(sample.Text), Interlocked.Increment(ref there), total));
            }

            if (NeedsScore(file, instruction, number, sample.Fate))
                file.AddScore(_options.Scorer!.Name, sample, await ScoreAsync(_options.Scorer, instruction, sample, words, cancellationToken).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    private bool NeedsScore(SampleFile file, PairInstruction instruction, int number, SampleFate fate) =>
        _options.Scorer is { } scorer && fate is SampleFate.Whole or SampleFate.Cut && file.FindScore(scorer.Name, instruction.Id, number) is null;

    private static async Task<double> ScoreAsync(IAnswerScorer scorer, PairInstruction instruction, PairSample sample, IWordCounter counter, CancellationToken cancellationToken)
    {
        double score;
        try
        {
            score = await scorer.ScoreAsync(new(instruction, sample.Text, counter.Count(sample.Text), sample.Fate == SampleFate.Cut), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or LongWriterException))
        {
            throw ModelErrors.Classify(exception);
        }

        return score is >= 0 and <= 100
            ? score
            : throw new LongWriterException(LongWriterError.InvalidAnswer, FormattableString.Invariant($"The scorer '{scorer.Name}' gave {score} for sample {sample.Number} of row '{sample.Id}'; a score is from 0 to 100."));
    }

    private PreferencePairReport Write(SampleFile file, List<PairInstruction> instructions, string path, int given)
    {
        var count = new PreferencePairReport(given, 0) { WithoutScore = given - instructions.Count };
        WholeFile.Write(path, stream =>
        {
            foreach (var instruction in instructions)
            {
                PairSample[] samples = [.. Enumerable.Range(0, _options.Samples).Select(n => file.Read(instruction, n))];
                double?[] judged = [.. samples.Select(s => _options.Scorer is { } scorer ? file.FindScore(scorer.Name, s.Id, s.Number) : null)];
                var row = new PairChoice(instruction, samples, judged, _options).Row(out var belowMargin);
                count = Counted(count, samples, row, belowMargin);
                if (row is null)
                    continue;

                using (var writer = new Utf8JsonWriter(stream, Format))
                    JsonSerializer.Serialize(writer, row, PairJson.Default.PreferencePairRow);
                stream.Write("\n"u8);
            }
        });
        return count with { ChosenScore = count.ChosenScore / Math.Max(1, count.Pairs), RejectedScore = count.RejectedScore / Math.Max(1, count.Pairs) };
    }

    private static PreferencePairReport Counted(PreferencePairReport count, PairSample[] samples, PreferencePairRow? row, bool belowMargin) => count with
    {
        Pairs = count.Pairs + (row is null ? 0 : 1),
        BelowMargin = count.BelowMargin + (belowMargin ? 1 : 0),
        WithoutAnswers = count.WithoutAnswers + (row is null && !belowMargin ? 1 : 0),
        Samples = count.Samples + samples.Length,
        Refusals = count.Refusals + samples.Count(static s => s.Fate == SampleFate.Refused),
        Empty = count.Empty + samples.Count(static s => s.Fate == SampleFate.Empty),
        Cut = count.Cut + samples.Count(static s => s.Fate == SampleFate.Cut),
        ChosenScore = count.ChosenScore + (row?.ChosenScore ?? 0),
        RejectedScore = count.RejectedScore + (row?.RejectedScore ?? 0),
        InputTokens = count.InputTokens + samples.Sum(static s => s.InputTokens ?? 0),
        OutputTokens = count.OutputTokens + samples.Sum(static s => s.OutputTokens ?? 0),
    };
}
