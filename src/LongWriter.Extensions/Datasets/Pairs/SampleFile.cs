using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>The samples of a run, each durable as soon as it is there. One run at a time holds the file.</summary>
internal sealed class SampleFile : IDisposable
{
    private readonly string _path;
    private readonly HeldLineFile _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Id, int Number), Place> _samples = [];
    private readonly Dictionary<(string Scorer, string Id, int Number), double> _scores = [];

    private SampleFile(string path, HeldLineFile file) => (_path, _file) = (path, file);

    private LineFile Lines => _file.Lines;

    /// <summary>Opens the file, reads what it holds, and cuts a torn last line off.</summary>
    /// <exception cref="LongWriterException">It is another run's, or damaged, or cannot be written.</exception>
    public static async Task<SampleFile> OpenAsync(string path, SampleLine settings, bool resume, CancellationToken cancellationToken)
    {
        var file = new SampleFile(path, HeldLineFile.Open(path, "The samples cannot be kept"));
        try
        {
            if (file.Lines.Length > 0 && !resume)
                throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} holds the samples of an earlier run. Resume it, or name another file.");

            await file.ReadAsync(settings, cancellationToken).ConfigureAwait(false);
            file.Lines.CutTail();
            if (file.Lines.Length == 0)
                file.Append(settings);
            return file;
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (StorageFault.Covers(exception))
                throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The samples cannot be kept", path, exception);

            throw;
        }
    }

    /// <summary>What became of a sample; null where it is not there yet.</summary>
    /// <exception cref="LongWriterException">It was drawn for another prompt.</exception>
    public SampleFate? FateOf(PairInstruction instruction, int number)
    {
        lock (_gate)
        {
            return !_samples.TryGetValue((instruction.Id, number), out var place) ? null
                : place.Prompt == PairSample.PromptHash(instruction) ? place.Fate
                : throw new LongWriterException(LongWriterError.SettingsChanged, $"Row '{instruction.Id}' has another prompt than when {_path} was begun. Give the same instructions, or name another file.");
        }
    }

    /// <summary>A sample that is there, read anew: texts are not kept in memory.</summary>
    /// <exception cref="LongWriterException">The file cannot be read.</exception>
    public PairSample Read(PairInstruction instruction, int number)
    {
        Place place;
        lock (_gate)
            place = _samples[(instruction.Id, number)];

        var bytes = new byte[place.Length];
        try
        {
            for (var read = 0; read < bytes.Length;)
            {
                var more = RandomAccess.Read(Lines.Handle, bytes.AsSpan(read), place.Offset + read);
                read += more > 0 ? more : throw new EndOfStreamException("The file was shortened while it was read.");
            }

            return JsonSerializer.Deserialize(bytes, PairJson.Default.SampleLine)?.ToSample() ?? throw new JsonException("It is no sample.");
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "A sample cannot be read", _path, exception);
        }
        catch (JsonException exception)
        {
            throw Fault($"{_path} was changed while it was read ({exception.Message}).", exception);
        }
    }

    public double? FindScore(string scorer, string id, int number)
    {
        lock (_gate)
            return _scores.TryGetValue((scorer, id, number), out var score) ? score : null;
    }

    public void Add(PairSample sample)
    {
        lock (_gate)
        {
            var offset = Lines.Length;
            Append(SampleLine.Of(sample));
            _samples[(sample.Id, sample.Number)] = new(offset, (int)(Lines.Length - offset - 1), sample.Fate, sample.Prompt);
        }
    }

    public void AddScore(string scorer, PairSample sample, double score)
    {
        lock (_gate)
        {
            Append(new(SampleLine.ScoreKind) { Id = sample.Id, Sample = sample.Number, Scorer = scorer, Score = score });
            _scores[(scorer, sample.Id, sample.Number)] = score;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append(SampleLine line)
    {
        try
        {
            Lines.Append(Serialize(line), durable: true);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "A sample cannot be kept", _path, exception);
        }
        catch (InvalidOperationException exception)
        {
            throw Fault($"{_path} takes no more samples: an earlier one could not be written.", exception);
        }
    }

    private static byte[] Serialize(SampleLine line)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, line, PairJson.Default.SampleLine);
        return stream.ToArray();
    }

    private async Task ReadAsync(SampleLine settings, CancellationToken cancellationToken)
    {
        var number = 0;
        var offset = 0L;
        var lines = LineReader.ReadAsync(
            Lines.Handle, Lines.Length, e => StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The samples cannot be read", _path, e), cancellationToken);
        await foreach (var bytes in lines.ConfigureAwait(false))
        {
            number++;
            try
            {
                var line = JsonSerializer.Deserialize(bytes.Span, PairJson.Default.SampleLine);
                if (number == 1)
                    Compare(line, settings);
                else if (line is { Kind: SampleLine.ScoreKind, Scorer: { } scorer, Id: { } id, Sample: { } sample, Score: { } score })
                    _scores[(scorer, id, sample)] = score;
                else if (line?.ToSample() is { } drawn)
                    _samples[(drawn.Id, drawn.Number)] = new(offset, bytes.Length, drawn.Fate, drawn.Prompt);
                else
                    throw new JsonException("It is no sample.");
                offset += bytes.Length + 1;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw Fault($"Line {number} of {_path} is damaged ({exception.Message}) Remove the line, or name another file.", exception);
            }
        }
    }

    private void Compare(SampleLine? line, SampleLine settings)
    {
        if (line is not { Kind: SampleLine.RunKind })
            throw Fault($"{_path} is no file of samples. Name another one.");

        var changed = new[]
        {
            Difference("model", line.Model, settings.Model),
            Difference("temperature", line.Temperature, settings.Temperature),
            Difference("top-p", line.TopP, settings.TopP),
            Difference("output cap", line.MaxOutputTokens, settings.MaxOutputTokens),
            Difference("seed", line.Seed, settings.Seed),
        }.OfType<string>().ToList();
        if (changed.Count > 0)
            throw new LongWriterException(LongWriterError.SettingsChanged, $"{_path} was begun with other settings: {string.Join(", ", changed)}. Take the same ones, or name another file.");
    }

    private static string? Difference<T>(string name, T was, T now) =>
        EqualityComparer<T>.Default.Equals(was, now) ? null : FormattableString.Invariant($"{name} was {(object?)was ?? "none"}, now {(object?)now ?? "none"}");

    private readonly record struct Place(long Offset, int Length, SampleFate Fate, string Prompt);

    private static LongWriterException Fault(string message, Exception? inner = null) => new(LongWriterError.DatasetUnavailable, message, inner);
}
