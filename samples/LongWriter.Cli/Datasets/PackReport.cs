using System.Globalization;

namespace LongWriter.Cli.Datasets;

/// <summary>What <c>dataset pack</c> prints. Rows, tokens and sequences are those of an epoch; <c>Fill</c> is the share of the packs' room that they take.</summary>
internal sealed record PackReport(string Output, int Length, string? Template, int Packs, double Fill)
{
    public int Rows { get; init; }

    public int Dropped { get; init; }

    public int Cut { get; init; }

    public int Split { get; init; }

    public int Sequences { get; init; }

    public long Tokens { get; init; }

    public long LearnedTokens { get; init; }

    public int PaddingId { get; init; }

    public IReadOnlyList<PackedFile> Files { get; init; } = [];

    public static PackReport Of(string folder, int length, string? template, int padding, TrainingDataReport data, IReadOnlyList<TokenPack> packs) =>
        new(folder, length, template, packs.Count, Math.Round(SequencePacker.Fill(packs, length), 6))
        {
            Rows = data.Taken,
            Dropped = data.Dropped,
            Cut = data.Cut,
            Split = data.Split,
            Sequences = data.Sequences,
            Tokens = data.Tokens,
            LearnedTokens = data.LearnedTokens,
            PaddingId = padding,
            Files = [.. data.Files.Select(static f => new PackedFile(f.File, f.Weight, f.Rows, f.Taken, f.Dropped))],
        };

    public string ToText(TrainingDataReport data) => string.Join('\n',
    [
        $"Files  {Output}",
        DatasetFigures.Rows(data, Template),
        $"Tokens {Figures.Number(Tokens)}, {Figures.Number(LearnedTokens)} learned",
        string.Create(CultureInfo.InvariantCulture, $"Packs  {Figures.Number(Packs)} of {Figures.Number(Length)} tokens, {(double)Sequences / Packs:N1} sequences each"),
        string.Create(CultureInfo.InvariantCulture, $"Fill   {100 * Fill:N2} %"),
    ]);
}

/// <summary>A data file: its rows, and how many an epoch takes and drops.</summary>
internal sealed record PackedFile(string File, double Weight, int Rows, int Taken, int Dropped);
