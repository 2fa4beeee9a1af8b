using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>
/// What <c>bench soak</c> prints. A slope is that of least squares over the samples after the first texts, in bytes a token. A text's keys and
/// values grow with it, so samples are held only against those at the same place of a text: one slope, an intercept for each place.
/// </summary>
internal sealed record SoakReport(string Model, int Interval, int SamplesOfText, IReadOnlyList<SoakSample> Samples)
{
    /// <summary>The distance of samples in tokens, where the tokens are enough for that.</summary>
    public const int MostInterval = 500;

    /// <summary>Samples that are taken of fewer tokens.</summary>
    public const int LeastSamples = 40;

    private const int SkippedTexts = 2;

    public string Kind => "soak";

    public string Decoder { get; init; } = "";

    public string Weights { get; init; } = "";

    public int Threads { get; init; }

    public int Tokens { get; init; }

    /// <summary>
    /// What a slope may be before it counts as growth: 5 MB in 20,000 tokens. A working set settles by some 100 bytes a token in that time, with
    /// compiled code and malloc's heaps, while the least that a token leaves, a row of 256 activations of 2 bytes, is twice the bound.
    /// </summary>
    public double BytesPerTokenBound => 256;

    public int TokensSkipped => Interval * SamplesOfText * SkippedTexts;

    public double WorkingSetBytesPerToken => Slope(static sample => sample.WorkingSetBytes);

    public double ManagedBytesPerToken => Slope(static sample => sample.ManagedBytes);

    /// <summary>More sequences, at the last sample than at the first at the same place of a text.</summary>
    public long NewSequences => Difference(static sample => sample.LiveSequences);

    /// <summary>More tensors, likewise; null where the decoder has none.</summary>
    public long? NewTensors => Samples.Any(static sample => sample.LiveTensors is null) ? null : Difference(static sample => sample.LiveTensors!.Value);

    public bool Grows => WorkingSetBytesPerToken > BytesPerTokenBound || ManagedBytesPerToken > BytesPerTokenBound || NewSequences > 0 || NewTensors > 0;

    private IEnumerable<IGrouping<int, SoakSample>> Places => Samples.Where(sample => sample.Tokens > TokensSkipped).GroupBy(sample => sample.Tokens / Interval % SamplesOfText);

    public string ToJson() => JsonSerializer.Serialize(this, CliJson.Line.SoakReport);

    public string ToText()
    {
        var (first, last) = (Samples.First(sample => sample.Tokens > TokensSkipped), Samples[^1]);
        var lines = new List<string>
        {
            Invariant($"{Decoder}, {Weights}, {Figures.Count(Threads, "thread")}: {Figures.Count(Tokens, "token")} in texts of {Figures.Number(Interval * SamplesOfText)}, a sample each {Figures.Number(Interval)}, the first {Figures.Number(TokensSkipped)} tokens left out"),
            Invariant($"working set: {WorkingSetBytesPerToken:N1} bytes a token ({first.WorkingSetBytes / 1e6:N1} to {last.WorkingSetBytes / 1e6:N1} MB)"),
            Invariant($"managed:     {ManagedBytesPerToken:N1} bytes a token ({first.ManagedBytes / 1e6:N1} to {last.ManagedBytes / 1e6:N1} MB)"),
            Invariant($"sequences:   {last.LiveSequences} at the end, {NewSequences:+0;-0;0}"),
        };
        if (NewTensors is { } tensors)
            lines.Add(Invariant($"tensors:     {last.LiveTensors:N0} at the end, {tensors:+0;-0;0}"));

        lines.Add(Invariant($"grows: {(Grows ? "yes" : "no")} (it would be yes above {BytesPerTokenBound:N0} bytes a token, or with one more sequence or tensor)"));
        return string.Join('\n', lines);
    }

    private double Slope(Func<SoakSample, double> value)
    {
        var (products, squares) = (0.0, 0.0);
        foreach (var place in Places)
        {
            var (meanTokens, meanValue) = (place.Average(static sample => (double)sample.Tokens), place.Average(value));
            products += place.Sum(sample => (sample.Tokens - meanTokens) * (value(sample) - meanValue));
            squares += place.Sum(sample => (sample.Tokens - meanTokens) * (sample.Tokens - meanTokens));
        }

        return products / squares;
    }

    private long Difference(Func<SoakSample, long> value) => Places.Max(place => value(place.Last()) - value(place.First()));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>What the process held between two steps.</summary>
/// <param name="Tokens">Tokens that were generated until then.</param>
/// <param name="WorkingSetBytes">Memory of the process, after a full collection.</param>
/// <param name="ManagedBytes">The collector's objects, after a full collection.</param>
/// <param name="KeyValueBytes">Keys and values of running and kept texts.</param>
/// <param name="LiveSequences">Sequences that have not been disposed of.</param>
/// <param name="LiveTensors">Tensors that have not been disposed of, before the collection; null where the decoder has none.</param>
internal sealed record SoakSample(int Tokens, long WorkingSetBytes, long ManagedBytes, long KeyValueBytes, int LiveSequences, long? LiveTensors);
