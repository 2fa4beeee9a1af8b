using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Lets a writer answer the prompts of a benchmark: a chat client with one call a prompt, or a pipeline that plans and writes.</summary>
/// <remarks>
/// Rows are appended in the order in which they are finished, each durable before the next one of its worker begins; a torn last line is dropped. A
/// prompt that the writer refuses or cannot do becomes a row that says so; what would fail the next prompt too (a wrong key, a server that stays away)
/// ends the run, which can be resumed.
/// </remarks>
public sealed class Predictor
{
    private readonly PredictionOptions _options;
    private readonly ILongWriter? _writer;
    private readonly RetriedChat? _calls;
    private readonly string _settings;

    /// <summary>Makes a predictor that asks a chat client once for each answer, with the prompt alone.</summary>
    /// <param name="client">Who answers. The caller owns it.</param>
    /// <param name="options">Samples, temperature; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Times retries and watchdogs; <see langword="null"/> for the system's.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public Predictor(IChatClient client, PredictionOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _options = options ?? new();
        _options.Check();
        _calls = new(client, _options.Resilience, time ?? TimeProvider.System, _options.OnNotice);
        _settings = _options.Describe(isPipeline: false, _calls.ModelId);
    }

    /// <summary>Makes a predictor that lets a pipeline write each answer.</summary>
    /// <param name="writer">The pipeline. With a durable journal a document that was interrupted goes on where it was.</param>
    /// <param name="options">Samples, whether the length is passed; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public Predictor(ILongWriter writer, PredictionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _options = options ?? new();
        _options.Check();
        _writer = writer;
        _settings = _options.Describe(isPipeline: true, null);
    }

    /// <summary>Makes what is missing of the answers.</summary>
    /// <param name="prompts">The prompts; ids differ.</param>
    /// <param name="path">The file of predictions, JSON Lines in the authors' form with some more fields.</param>
    /// <param name="progress">Hears of every answer, from several threads; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the run; what is there is kept.</param>
    /// <returns>All answers, in the order of the prompts and their samples.</returns>
    /// <exception cref="LongWriterException">
    /// The writer failed in a way that the next prompt would too (resumable); the file holds rows and is not to be resumed, or lines that are no rows (<see cref="LongWriterError.InvalidRequest"/>), or was
    /// begun with other settings or prompts (<see cref="LongWriterError.SettingsChanged"/>), or is written by another run (<see cref="LongWriterError.DatasetLocked"/>), or cannot be written (<see cref="LongWriterError.DatasetUnavailable"/>).
    /// </exception>
    public async Task<IReadOnlyList<Prediction>> PredictAsync(
        IReadOnlyList<BenchmarkPrompt> prompts, string path, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        if (prompts.GroupBy(static p => p.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"Two prompts have the id '{twice.Key}'. Give each an id of its own.");

        using var file = PredictionFile.Open(path, _options.Resume);
        var known = prompts.ToDictionary(static p => p.Id);
        var rows = new Dictionary<(string Id, int Sample), Prediction>();
        foreach (var row in file.There.Rows)
        {
            Compare(row, known, path);
            if (row.Fate != PredictionFate.Failed)
                rows[(row.Id, row.Sample)] = row;
        }

        var gate = new Lock();
        var work = prompts.SelectMany(p => Enumerable.Range(0, _options.Samples).Select(n => (Prompt: p, Sample: n))).ToList();
        var open = work.Where(w => !rows.ContainsKey((w.Prompt.Id, w.Sample))).ToList();
        var done = work.Count - open.Count;
        try
        {
            // The caller's token, not the loop's own: when one call fails, answers that are on their way are paid for and kept.
            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = _options.InFlight, CancellationToken = cancellationToken }, async (item, _) =>
            {
                var row = await AnswerAsync(item.Prompt, item.Sample, cancellationToken).ConfigureAwait(false);
                file.Add(row);
                lock (gate)
                    rows[(row.Id, row.Sample)] = row;
                progress?.Report(new(row, Interlocked.Increment(ref done), work.Count));
            }).ConfigureAwait(false);
        }
        catch (LongWriterException exception)
        {
            exception.IsResumable = true;
            throw;
        }

        return [.. work.Select(w => rows[(w.Prompt.Id, w.Sample)])];
    }

    private void Compare(Prediction row, Dictionary<string, BenchmarkPrompt> known, string path)
    {
        if (!known.TryGetValue(row.Id, out var prompt))
            throw Changed($"{path} has a row '{row.Id}', which is none of the prompts. Give the prompts that it was begun with, or name another file.");
        if (row.Settings is null)
            throw Changed($"{path} has a row '{row.Id}' that does not say how it was made, so that it is not of this run. Name another file.");
        if (row.Settings != _settings)
            throw Changed($"{path} was begun with other settings ({row.Settings}; now {_settings}). Take the same ones, or name another file.");

        string[] changed =
        [
            .. new[]
            {
                prompt.Prompt == row.Prompt ? null : "prompt",
                prompt.Length == row.Length ? null : "length",
                prompt.Type == row.Type ? null : "type",
                prompt.Language.Equals(row.Language, StringComparison.OrdinalIgnoreCase) ? null : "language",
                UnitFields.AreEqual(prompt.Units, row.Units) ? null : "units",
            }.OfType<string>(),
        ];
        if (changed.Length > 0)
            throw Changed($"Row '{row.Id}' has another {string.Join(" and ", changed)} than when {path} was begun. Give the same prompts, or name another file.");

        static LongWriterException Changed(string message) => new(LongWriterError.SettingsChanged, message);
    }

    private async Task<Prediction> AnswerAsync(BenchmarkPrompt prompt, int sample, CancellationToken cancellationToken)
    {
        var row = new Prediction(prompt.Id, prompt.Prompt, "")
        {
            Type = prompt.Type,
            Length = prompt.Length,
            Language = prompt.Language,
            Sample = sample,
            Units = prompt.Units,
            IsNumbered = prompt.IsNumbered,
            OtherFields = prompt.OtherFields,
            Settings = _settings,
        };
        try
        {
            return _writer is null
                ? await AskAsync(row, cancellationToken).ConfigureAwait(false)
                : await WriteAsync(_writer, row, cancellationToken).ConfigureAwait(false);
        }
        catch (LongWriterException exception) when (exception.Error is LongWriterError.Refused)
        {
            return row with { Fate = PredictionFate.Refused, Error = JudgeCalls.Short(exception.Message) };
        }
        catch (LongWriterException exception) when (exception.Error is LongWriterError.EmptyAnswer or LongWriterError.MalformedPlan or LongWriterError.ContextOverflow or LongWriterError.InvalidRequest)
        {
            // What a writer does to one prompt, and would do again, does not end the run of all.
            return row with { Fate = PredictionFate.Failed, Error = JudgeCalls.Short($"{exception.Error}: {exception.Message}") };
        }
        catch (LongWriterException exception)
        {
            throw new LongWriterException(exception.Error, $"Prompt '{prompt.Id}', sample {sample}: {exception.Message}", exception) { RetryAfter = exception.RetryAfter };
        }
    }

    private async Task<Prediction> AskAsync(Prediction row, CancellationToken cancellationToken)
    {
        var options = new ChatOptions
        {
            Temperature = _options.Temperature,
            MaxOutputTokens = _options.MaxOutputTokens,
            Seed = CallSeed.Of(_options.Seed ?? 0, row.Id, row.Sample, "answer"),
        };
        var response = await _calls!.AskAsync([new(ChatRole.User, row.Prompt)], options, cancellationToken).ConfigureAwait(false);
        // What a model thought is no part of what it wrote; tags that are left show as leaked ones.
        var text = ReasoningBlocks.Remove(response.Text).Trim();
        return row with { Response = text, Model = response.ModelId, Fate = FateOf(text, response.FinishReason) };
    }

    private static PredictionFate FateOf(string text, ChatFinishReason? reason) =>
        reason == ChatFinishReason.ContentFilter || RefusalDetector.IsRefusal(text) ? PredictionFate.Refused
        : reason == ChatFinishReason.Length ? PredictionFate.Cut : PredictionFate.Whole;

    private async Task<Prediction> WriteAsync(ILongWriter writer, Prediction row, CancellationToken cancellationToken)
    {
        var request = new WritingRequest(row.Prompt)
        {
            Id = RunIdOf(row),
            Length = _options.PassLength && row.Length is { } words ? words : null,
            ChatOptions = _options.Seed is { } seed ? Seeded(seed, row) : new Dictionary<string, ChatOptions>(),
        };
        var document = await writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        return row with
        {
            Response = document.Text,
            Fate = document.Status == WritingStatus.Completed ? PredictionFate.Whole : PredictionFate.Cut,
            PlannedSections = document.Plan.Steps.Count,
            Sections = [.. document.Sections.Select(section => Section(document.Plan, section))],
        };
    }

    /// <summary>With one seed for all documents the samples of a prompt would be the same text.</summary>
    private static Dictionary<string, ChatOptions> Seeded(long seed, Prediction row) =>
        WritingRoles.All.ToDictionary(static role => role, role => new ChatOptions { Seed = CallSeed.Of(seed, row.Id, row.Sample, role) });

    private static PredictedSection Section(WritingPlan plan, WrittenSection section)
    {
        var step = section.Index < plan.Steps.Count ? plan.Steps[section.Index] : null;
        return new(step?.MainPoint ?? section.StepId, step?.Words ?? section.Goal, section.Text.Length);
    }

    /// <summary>The same for the same answer, so that a journal knows the document again.</summary>
    private string RunIdOf(Prediction row) =>
        "eval-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{_settings}\0{row.Id}\0{row.Prompt}\0{row.Sample}"))).AsSpan(0, 12));
}
