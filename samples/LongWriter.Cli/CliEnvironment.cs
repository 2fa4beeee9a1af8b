using Spectre.Console;

namespace LongWriter.Cli;

/// <summary>What the commands see of the world outside.</summary>
internal sealed record CliEnvironment
{
    /// <summary>Results: a path and a summary, a text, or one JSON object.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Progress, notices and errors.</summary>
    public required TextWriter Error { get; init; }

    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>The terminal behind <see cref="Error"/>; null where progress is plain lines.</summary>
    public IAnsiConsole? Terminal { get; init; }

    /// <summary>Whether <see cref="Output"/> is a terminal that shows colours.</summary>
    public bool ColoursOutput { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;
}
