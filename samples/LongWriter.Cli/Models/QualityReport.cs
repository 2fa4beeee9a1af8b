using System.Globalization;
using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>What <c>model quality</c> prints.</summary>
/// <param name="Model">The model's folder or file.</param>
/// <param name="Decoder">What computed.</param>
/// <param name="Tokens">Tokens that were predicted, each from those before it in its window.</param>
/// <param name="Window">Tokens of the longest window.</param>
/// <param name="Formats">fp32 first, which the others are held against.</param>
internal sealed record QualityReport(string Model, string Decoder, int Tokens, int Window, IReadOnlyList<FormatQuality> Formats)
{
    public string ToJson() => JsonSerializer.Serialize(this, CliJson.Line.QualityReport);

    public string ToText() => string.Join('\n',
    [
        $"{Figures.Count(Tokens, "token")} in windows of at most {Figures.Number(Window)}, {Decoder} decoder",
        "weights  perplexity  logit error  same token",
        .. Formats.Select(static f => string.Create(CultureInfo.InvariantCulture, $"{f.Weights,-7}  {f.Perplexity,10:G6}  {f.LogitError,11:P3}  {f.Agreement,10:P2}")),
    ]);
}

/// <summary>One format of the weights on the text.</summary>
/// <param name="Weights">Its name.</param>
internal sealed record FormatQuality(string Weights)
{
    public long WeightBytes { get; init; }

    public int Threads { get; init; }

    /// <summary>e to the mean of -ln p(token).</summary>
    public double Perplexity { get; init; }

    /// <summary>Root of the mean squared difference of all logits from fp32's, over that of fp32's logits.</summary>
    public double LogitError { get; init; }

    /// <summary>The share of positions where the likeliest token is fp32's.</summary>
    public double Agreement { get; init; }
}
