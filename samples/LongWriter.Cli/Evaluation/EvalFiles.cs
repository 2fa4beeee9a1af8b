using System.CommandLine;
using System.Text;

namespace LongWriter.Cli.Evaluation;

/// <summary>Files that the commands of <c>eval</c> read and write.</summary>
internal static class EvalFiles
{
    private const int ShownRows = 5;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Option<string> In(string description) => new("--in") { Description = description, HelpName = "FILE", Required = true };

    public static Option<string[]> InMany(string description) => new("--in") { Description = description, HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };

    public static Option<bool> Json() => new("--json") { Description = "Prints one JSON object at the end." };

    /// <exception cref="UsageException">There is no such file.</exception>
    public static string Check(string path) => File.Exists(path) ? path : throw new UsageException($"--in {path} is no file.");

    /// <summary>Reads predictions, and says which rows could not be read.</summary>
    public static EvaluationRows<Prediction> ReadPredictions(string path, CliEnvironment environment)
    {
        var rows = Prediction.Read(Check(path));
        Tell(path, rows.Broken, rows.Faulty, environment);
        return rows;
    }

    public static void Tell(string path, IReadOnlyList<BrokenRow> broken, IReadOnlyList<BrokenRow> faulty, CliEnvironment environment)
    {
        foreach (var row in broken.Take(ShownRows))
            environment.Error.WriteLine(Printable.Line($"warning: {path}, line {row.Line} {row.Fault}."));
        if (broken.Count > ShownRows)
            environment.Error.WriteLine($"warning: and {Figures.Count(broken.Count - ShownRows, "row")} more that could not be used.");
        foreach (var row in faulty.Take(ShownRows))
            environment.Error.WriteLine(Printable.Line($"warning: {path}, line {row.Line} {row.Fault}; the row counts without it."));
        if (faulty.Count > ShownRows)
            environment.Error.WriteLine($"warning: and {Figures.Count(faulty.Count - ShownRows, "fault")} more of rows that count.");
    }

    /// <summary>The names of runs, of which no two are the same: those given, else the files' own, with as much of their paths as tells them apart.</summary>
    /// <exception cref="UsageException">The names given are too few or too many, or one is empty or there twice.</exception>
    public static string[] Names(string[] files, string[] given)
    {
        if (given.Length > 0 && given.Length != files.Length)
            throw new UsageException($"--name has {given.Length} names for {files.Length} files of --in; give one for each.");
        if (given.Any(string.IsNullOrWhiteSpace))
            throw new UsageException("--name has an empty name; give each run one.");
        if (given.GroupBy(static n => n, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new UsageException($"--name has '{twice.Key}' twice; give each run a name of its own.");
        if (given.Length > 0)
            return given;

        string[] names = [.. files.Select(static f => Path.GetFileNameWithoutExtension(f))];
        var paths = files.Select(static f => Path.GetFullPath(f).Split(Path.DirectorySeparatorChar)).ToList();
        var different = files.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Count();
        for (var parts = 2; names.Distinct(StringComparer.Ordinal).Count() < different; parts++)
            names = [.. paths.Select(p => string.Join('/', p.TakeLast(parts)))];
        // what is left is one file several times
        return [.. names.Select((name, i) => names.Take(i).Count(n => n == name) is > 0 and var before ? $"{name} ({before + 1})" : name)];
    }

    /// <summary>Looks at a file's name before anything is spent.</summary>
    /// <exception cref="UsageException">It names no file that could be written.</exception>
    public static string? Prepare(string? path, params string[] extensions)
    {
        if (path is null)
            return null;
        if (string.IsNullOrWhiteSpace(path) || Directory.Exists(path))
            throw new UsageException("--out names no file.");
        if (!extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            throw new UsageException($"--out {path}: the name has to end in {string.Join(", ", extensions)}.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new UsageException($"--out {path}: there is no such folder. Make it first.");
        return path;
    }

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write(string path, Action<TextWriter> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var writer = new StreamWriter(temporary, append: false, Utf8, 1 << 16))
                write(writer);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out {path} cannot be written: {exception.Message}");
        }
        finally
        {
            // Gone after a move.
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    public static bool IsCsv(string path) => Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
}
