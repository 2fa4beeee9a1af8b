using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>What <c>bench reuse</c> prints. Ratios are those of the run without reuse to the one with it.</summary>
internal sealed record ReuseReport(string Model, DocumentShape Document)
{
    public string Kind => "reuse";

    public string Decoder { get; init; } = "";

    public string Weights { get; init; } = "";

    public int Threads { get; init; }

    public required ReuseRun WithReuse { get; init; }

    public required ReuseRun WithoutReuse { get; init; }

    public double PrefilledTokensRatio => (double)WithoutReuse.PrefilledTokens / WithReuse.PrefilledTokens;

    public double PrefillTimeRatio => WithoutReuse.PrefillSeconds / WithReuse.PrefillSeconds;

    public double WholeTimeRatio => WithoutReuse.WholeSeconds / WithReuse.WholeSeconds;

    public string ToJson() => JsonSerializer.Serialize(this, CliJson.Line.ReuseReport);

    public string ToText() => string.Join('\n',
        Invariant($"{Decoder}, {Weights}, {Figures.Count(Threads, "thread")}: {Figures.Count(Document.Sections, "section")} of {Figures.Count(Document.SectionTokens, "token")}, head {Figures.Number(Document.HeadTokens)}, tail {Figures.Number(Document.TailTokens)}"),
        Invariant($"with reuse:    {WithReuse.PrefilledTokens,11:N0} tokens prefilled in {WithReuse.PrefillSeconds,8:N2} s, {WithReuse.WholeSeconds,8:N2} s in all"),
        Invariant($"without reuse: {WithoutReuse.PrefilledTokens,11:N0} tokens prefilled in {WithoutReuse.PrefillSeconds,8:N2} s, {WithoutReuse.WholeSeconds,8:N2} s in all"),
        Invariant($"without to with: {PrefilledTokensRatio:N2} times the tokens, {PrefillTimeRatio:N2} times the prefill time, {WholeTimeRatio:N2} times the whole time"));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>A document written once.</summary>
/// <param name="PrefilledTokens">Prompt tokens that were computed.</param>
/// <param name="PrefillSeconds">Time of the decoder's steps that read prompts.</param>
/// <param name="WholeSeconds">Time of all, the tokens written included.</param>
internal sealed record ReuseRun(long PrefilledTokens, double PrefillSeconds, double WholeSeconds);
