using System.Globalization;

namespace LongWriter.Cli.Models;

/// <summary>What <c>model info</c> prints. Memory in bytes.</summary>
internal sealed record ModelReport(string Model, string Architecture, long Parameters)
{
    private const int LongContext = 32_768;

    public int Layers { get; init; }

    public int HiddenSize { get; init; }

    public int Heads { get; init; }

    public int KeyValueHeads { get; init; }

    public int HeadDimension { get; init; }

    public int IntermediateSize { get; init; }

    public int VocabularySize { get; init; }

    public int ContextLength { get; init; }

    public IReadOnlyDictionary<string, long> WeightBytes { get; init; } = new Dictionary<string, long>();

    public long KeyValueBytesPerToken { get; init; }

    public long KeyValueBytes32k { get; init; }

    public static ModelReport Of(string path, ModelConfig config)
    {
        var info = new ModelInfo(config);
        return new(path, config.Architecture, info.Parameters)
        {
            Layers = config.LayerCount,
            HiddenSize = config.HiddenSize,
            Heads = config.HeadCount,
            KeyValueHeads = config.KeyValueHeadCount,
            HeadDimension = config.HeadDimension,
            IntermediateSize = config.IntermediateSize,
            VocabularySize = config.VocabularySize,
            ContextLength = config.ContextLength,
            WeightBytes = Enum.GetValues<WeightFormat>().ToDictionary(LocalModelArguments.NameOf, info.WeightBytes),
            KeyValueBytesPerToken = info.KeyValueBytesPerToken(),
            KeyValueBytes32k = info.KeyValueBytes(LongContext),
        };
    }

    public string ToText() => string.Join('\n',
    [
        $"Architecture    {Architecture}, {Figures.Number(Parameters)} parameters",
        $"Shape           {Layers} layers, hidden {HiddenSize}, {Heads} heads and {KeyValueHeads} for keys and values of {HeadDimension}, feed-forward {IntermediateSize}",
        $"Vocabulary      {Figures.Number(VocabularySize)}",
        $"Context         {Figures.Number(ContextLength)} tokens",
        $"Weights         {string.Join(", ", WeightBytes.Select(static w => $"{w.Key} {Size(w.Value)}"))}",
        $"Keys and values {Size(KeyValueBytes32k)} at 32,768 tokens ({Figures.Number(KeyValueBytesPerToken)} bytes a token)",
    ]);

    private static string Size(long bytes) => bytes < 1 << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):N1} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):N2} GiB");
}
