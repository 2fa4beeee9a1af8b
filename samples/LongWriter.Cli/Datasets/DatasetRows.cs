namespace LongWriter.Cli.Datasets;

/// <summary>Reads what <c>dataset</c> commands are given, and tells of lines that are set aside.</summary>
internal static class DatasetRows
{
    // A broken file has as many broken lines as lines.
    private const int MostShown = 20;

    /// <summary>The rows of a file, whatever its form.</summary>
    public static IEnumerable<DatasetRow> Read(string option, string path, CliEnvironment environment, CancellationToken cancellationToken, Action<RowFault>? onFault = null)
    {
        Check(option, path);
        var options = Options(environment);
        options = options with { OnFault = options.OnFault + onFault };
        return IsParquet(path) ? ParquetRows.Read(path, options, cancellationToken) : DatasetReader.Read(path, options, cancellationToken);
    }

    public static bool IsParquet(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);

    public static void Check(string option, string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"{option} {path} is no file.");
    }

    /// <summary>For commands that keep rows byte for byte, and so read lines alone.</summary>
    public static void CheckLines(string option, string path)
    {
        Check(option, path);
        if (IsParquet(path))
            throw new UsageException($"{option} {path} is Parquet, which has no lines. Make JSON Lines of it first: longwriter dataset convert {path} --to messages --out rows.jsonl");
    }

    public static DatasetReadOptions Options(CliEnvironment environment) => new() { OnFault = Tell<RowFault>(environment, "set aside", "lines"), OnRead = Collect() };

    /// <summary>Nearly nothing of a block is alive when the next one is read, and this process has nothing else to do: a collection costs a millisecond and keeps it small.</summary>
    private static Action<long> Collect()
    {
        var blocks = 0;
        return _ => GC.Collect(++blocks % 8 == 0 ? 2 : 0, GCCollectionMode.Forced, blocking: true);
    }

    /// <summary>Tells of rows that have no place in a form.</summary>
    public static Action<LeftOutRow> LeftOut(CliEnvironment environment) => Tell<LeftOutRow>(environment, "left out", "rows");

    private static Action<T> Tell<T>(CliEnvironment environment, string what, string further)
    {
        var told = 0;
        return item =>
        {
            if (++told <= MostShown)
                environment.Error.WriteLine(Printable.Line($"{what}: {item}"));
            else if (told == MostShown + 1)
                environment.Error.WriteLine($"{what}: further {further}, which are counted only");
        };
    }

    /// <summary>Filters and options of a configuration, or the defaults.</summary>
    public static DatasetBuildOptions Configuration(string? path)
    {
        if (path is null)
            return new();

        Check("--config", path);
        return DatasetBuildOptions.Load(path);
    }
}
