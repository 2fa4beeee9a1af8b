using System.Globalization;

namespace LongWriter;

/// <summary>The weights of the best evaluation: a model folder beside the checkpoints, which appears whole or not at all and stays as long as a checkpoint names it.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class BestWeights(string folder)
{
    private const string Prefix = "best-";

    /// <summary>Whether those of a step are there.</summary>
    public bool Has(int step) => Directory.Exists(FolderOf(step));

    /// <summary>Writes the weights of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="save">Writes a model into a folder.</param>
    public void Write(int step, Action<string> save)
    {
        var target = FolderOf(step);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.tmp");
        Guard(target, () => Drop(temporary));
        try
        {
            save(temporary);
            Guard(target, () =>
            {
                // Of a run that was stopped behind this step and goes on from before it.
                Drop(target);
                Directory.Move(temporary, target);
            });
        }
        catch (LongWriterException)
        {
            // A full disk must not stay full of half a model.
            Guard(target, () => Drop(temporary));
            throw;
        }
    }

    /// <summary>Drops all but those of some steps.</summary>
    public void Keep(IReadOnlyCollection<int> steps)
    {
        var kept = steps.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        // Those in writing when a run was killed, too.
        foreach (var old in Directory.EnumerateDirectories(folder, Prefix + "????????").Where(path => !kept.Contains(path)).Concat(Directory.EnumerateDirectories(folder, $".{Prefix}????????.tmp")).ToList())
            Guard(old, () => Drop(old));
    }

    /// <summary>Makes a model folder of them, weights last.</summary>
    public void CopyTo(int step, string target)
    {
        var source = FolderOf(step);
        AtomicFile.CreateFolder(target);
        var names = Directory.EnumerateFiles(source).Select(static path => Path.GetFileName(path)).ToList();
        foreach (var name in names.OrderBy(Rank).ThenBy(static name => name, StringComparer.Ordinal))
        {
            AtomicFile.Write(Path.Combine(target, name), stream =>
            {
                using var file = File.OpenRead(Path.Combine(source, name));
                file.CopyTo(stream);
            });
        }

        // Of an earlier end of the run.
        foreach (var stale in Directory.EnumerateFiles(target).Where(path => Rank(path) > 0 && !names.Contains(Path.GetFileName(path))).ToList())
            AtomicFile.Delete(stale);
    }

    private string FolderOf(int step) => Path.Combine(folder, Prefix + step.ToString("D8", CultureInfo.InvariantCulture));

    private static int Rank(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal) ? 1 : name.EndsWith(".safetensors.index.json", StringComparison.Ordinal) ? 2 : 0;

    private static void Drop(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} cannot be written: {exception.Message} Checkpoints are as they were.", exception);
        }
    }
}
