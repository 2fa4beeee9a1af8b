using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>What <c>bench</c> prints. Bytes, seconds, floating-point operations; a share is of what the machine did beside it in the same run.</summary>
internal sealed record BenchReport(string Kind, string Model)
{
    public string Decoder { get; init; } = "";

    public string Weights { get; init; } = "";

    public int Threads { get; init; }

    public int Tokens { get; init; }

    public double TokensPerSecond { get; init; }

    public long WeightBytes { get; init; }

    public long BytesReadPerToken { get; init; }

    /// <summary>Read rate of a buffer of so many bytes as a token reads, the median of all rounds.</summary>
    public double? ReadBytesPerSecond { get; init; }

    /// <summary>The median over the rounds, each against the reading just before it.</summary>
    public double? ReadShare { get; init; }

    public string? BesideWeights { get; init; }

    public double? BesideTokensPerSecond { get; init; }

    /// <summary>How many times as fast, the median over the rounds.</summary>
    public double? BesideRatio { get; init; }

    /// <summary>Without the head, whose logits are computed for one position only.</summary>
    public double? FlopsPerToken { get; init; }

    /// <summary>Rate of a 2,048 by 2,048 by 2,048 product, the median of all rounds.</summary>
    public double? ProductFlopsPerSecond { get; init; }

    public double? ProductShare { get; init; }

    /// <summary>Tokens a second of all sequences together, by the number of sequences.</summary>
    public IReadOnlyDictionary<int, double>? TokensPerSecondByRows { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, CliJson.Line.BenchReport);

    public string ToText()
    {
        var lines = new List<string> { Invariant($"{Decoder}, {Weights}, {Figures.Count(Threads, "thread")}: {TokensPerSecond:N1} tokens/s") };
        if (ReadShare is { } read)
            lines.Add(Invariant($"reads {BytesReadPerToken / 1e6:N1} MB a token: {read:P1} of the {ReadBytesPerSecond / 1e9:N1} GB/s that reading alone reached"));
        if (BesideRatio is { } ratio)
            lines.Add(Invariant($"{ratio:N2} times as fast as {BesideWeights}, {BesideTokensPerSecond:N1} tokens/s in the same run"));
        if (ProductShare is { } product)
            lines.Add(Invariant($"computes {FlopsPerToken / 1e6:N1} MFLOP a token: {product:P1} of the {ProductFlopsPerSecond / 1e9:N0} GFLOP/s of a large matrix product"));
        if (TokensPerSecondByRows is { } rows)
            lines.AddRange(rows.Select(r => Invariant($"{r.Key,3} sequences: {r.Value:N1} tokens/s, {r.Value / TokensPerSecond:N2} times one")));

        return string.Join('\n', lines);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
