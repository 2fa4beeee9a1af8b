namespace LongWriter.Cli.Writing;

/// <summary>The command that goes on with a run, ready to be pasted into a shell.</summary>
internal static class ResumeCommand
{
    /// <param name="runId">The run.</param>
    /// <param name="arguments">The command line that is resumed; what it added to the run's own settings has to be said again.</param>
    public static string For(string runId, WriteArguments arguments)
    {
        var words = new List<string> { "longwriter", "write", "--resume", runId, "--journal", arguments.Journal };
        if (arguments.Resume is not null)
        {
            foreach (var (name, value) in arguments.Settings.Values)
                words.AddRange(["--" + name, value]);
        }

        if (arguments.PlanFile is { } plan)
            words.AddRange(["--plan", plan]);
        if (arguments.AcceptChangedSettings)
            words.Add("--accept-changed-settings");
        if (arguments.Out is { } path && !arguments.PlanOnly)
            words.AddRange(["--out", path]);
        if (arguments.Json)
            words.Add("--json");

        return string.Join(' ', words.Select(Quote));
    }

    public static string For(string runId, string journal) =>
        string.Join(' ', new[] { "longwriter", "write", "--resume", runId, "--journal", journal }.Select(Quote));

    private static string Quote(string word)
    {
        if (word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "_-./:=@%+,\\".Contains(c, StringComparison.Ordinal)) && (OperatingSystem.IsWindows() || !word.Contains('\\', StringComparison.Ordinal)))
            return word;

        return OperatingSystem.IsWindows()
            ? "\"" + word.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
