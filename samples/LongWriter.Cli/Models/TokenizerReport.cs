using System.Globalization;

namespace LongWriter.Cli.Models;

/// <summary>What <c>tokenizer train</c> prints; bytes and tokens are those of the data.</summary>
internal sealed record TokenizerReport(string Output, int VocabularySize, int Merges)
{
    public IReadOnlyDictionary<string, int> SpecialTokens { get; init; } = new Dictionary<string, int>();

    public long Bytes { get; init; }

    public int DistinctWords { get; init; }

    public long Tokens { get; init; }

    public double BytesPerToken { get; init; }

    public double Seconds { get; init; }

    public string ToText() => string.Join('\n',
    [
        $"Tokenizer  {Output}",
        $"Vocabulary {Figures.Number(VocabularySize)}: {SpecialTokens.Count} special, 256 bytes, {Figures.Number(Merges)} merges",
        $"Data       {Figures.Number(Bytes)} bytes, {Figures.Number(DistinctWords)} distinct words",
        string.Create(CultureInfo.InvariantCulture, $"Tokens     {Figures.Number(Tokens)}, {BytesPerToken:N2} bytes each"),
        string.Create(CultureInfo.InvariantCulture, $"Time       {Seconds:N1} s"),
    ]);
}
