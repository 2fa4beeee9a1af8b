namespace LongWriter.Cli.Writing;

/// <summary>The command line of <c>write</c>, read.</summary>
internal sealed record WriteArguments
{
    public string? Instruction { get; init; }

    public int? Words { get; init; }

    public string? Title { get; init; }

    public string? Language { get; init; }

    public string? Style { get; init; }

    public string? Audience { get; init; }

    public string? MaterialFile { get; init; }

    public string? PlanFile { get; init; }

    public bool PlanOnly { get; init; }

    public bool RewriteChanged { get; init; }

    public required string Journal { get; init; }

    public string? Resume { get; init; }

    public bool AcceptChangedSettings { get; init; }

    public string? Out { get; init; }

    public bool Json { get; init; }

    /// <summary>The settings that were given, and no others.</summary>
    public required CliSettings Settings { get; init; }
}
