using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LongWriter;
using TinyModel.Corpus;

namespace TinyModel.Experiment;

/// <summary>Where an experiment is done: its size, its seed, its folder, and the time that is left.</summary>
internal sealed class Lab(Scale scale, int seed, string work, TimeSpan? maxTime, TextWriter log, int? threads = null, string? only = null)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public Scale Scale => scale;

    public ulong Seed => (ulong)seed;

    /// <summary>Threads of training and of writing.</summary>
    public int Threads { get; } = threads ?? Environment.ProcessorCount;

    public Grammar Grammar { get; } = scale.Language is { } limit ? Grammar.Embedded.Limited(limit.Alternatives, limit.Beats) : Grammar.Embedded;

    /// <summary>The one arm that is to be trained; all where null.</summary>
    public string? Only => only;

    /// <summary>The folder of everything that is made.</summary>
    public string Root { get; } = Path.Combine(Path.GetFullPath(work), string.Create(CultureInfo.InvariantCulture, $"{scale.Name}-{seed}"));

    public string TokenizerFolder => Folder("tokenizer");

    /// <summary>The time that is left; null where there is no end.</summary>
    public TimeSpan? Left => maxTime is { } max ? TimeSpan.FromTicks(Math.Max(1, (max - _clock.Elapsed).Ticks)) : null;

    /// <summary>A folder of a stage; made where it is missing.</summary>
    public string Folder(params string[] names)
    {
        var path = Path.Combine([Root, .. names]);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>The trained model of a stage's arm.</summary>
    public string Model(string stage, string arm = "") => Path.Combine(Root, stage, arm, "model");

    public void Say(string line) => log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_clock.Elapsed:hh\\:mm\\:ss}] {line}"));

    /// <summary>Writes a stage's result: the file is there whole or not at all, and says that the stage is done.</summary>
    public void Save<T>(string path, T result, JsonTypeInfo<T> type)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(result, type));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where there is nothing.</summary>
    public T? Load<T>(string path, JsonTypeInfo<T> type)
        where T : class => File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;

    public ModelTokenizer LoadTokenizer() => ModelTokenizers.Load(TokenizerFolder);
}

/// <summary>The time was up before a stage was done; the same command goes on.</summary>
internal sealed class OutOfTimeException(string what) : Exception($"The time is up in {what}. Run the same command again to go on.");
