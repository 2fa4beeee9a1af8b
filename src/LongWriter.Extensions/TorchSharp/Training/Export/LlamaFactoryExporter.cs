using System.Text;

namespace LongWriter;

/// <summary>
/// Writes a training run, with its data, as the files that LLaMA-Factory starts from (on DeepSpeed ZeRO-3): for models and machines beyond one process.
/// </summary>
/// <remarks>
/// Written are <c>data/</c> with a file for each data file and <c>dataset_info.json</c>, <c>sft.yaml</c> (or <c>pt</c>, <c>dpo</c>), <c>ds_z3.json</c>, <c>run.sh</c>
/// and, where something could not be carried over, <c>notes.txt</c>. Rows stand in the data files as often as an epoch takes them here, so that weights and the
/// seed's choice are kept. Gradient checkpointing is always on: it costs time and changes no result.
/// </remarks>
public static class LlamaFactoryExporter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Exports a run.</summary>
    /// <param name="run">The run; it names a <see cref="TrainingRunFile.Model"/>, or the options do.</param>
    /// <param name="folder">The folder, made where it is missing; it has to be empty.</param>
    /// <param name="options">Preset, model, GPUs; <see langword="null"/> for the run as it is on 8 GPUs.</param>
    /// <param name="cancellationToken">Stops the export.</param>
    /// <returns>What was written, and what could not be carried over.</returns>
    /// <exception cref="LongWriterException">
    /// The run or an option cannot be used, or the folder cannot be written or is not empty (<see cref="LongWriterError.InvalidRequest"/>); a data file or row cannot be used
    /// (<see cref="LongWriterError.DatasetUnavailable"/>); the message names file and line.
    /// </exception>
    public static LlamaFactoryExport Export(TrainingRunFile run, string folder, LlamaFactoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new();
        Check(run, folder, options);
        // Nothing half-written is left looking whole.
        var partial = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + ".partial";
        try
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
            var export = Write(run, partial, options, cancellationToken);
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(partial, folder);
            return export with { Folder = folder };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"{folder} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    private static LlamaFactoryExport Write(TrainingRunFile run, string folder, LlamaFactoryOptions options, CancellationToken cancellationToken)
    {
        var stage = options.Stage ?? LlamaFactoryData.StageOf(run);
        var notes = new List<string>();
        var settings = new LlamaFactorySettings(run, stage, options, notes);
        var data = new LlamaFactoryData(stage, notes);
        var dataFolder = Path.Combine(folder, LlamaFactoryFiles.DataFolder);
        AtomicFile.CreateFolder(dataFolder);
        var sets = run.Data.Select((file, index) => data.Write(file, index, dataFolder, run.Training, cancellationToken)).ToList();
        if (sets.Sum(static s => s.Rows) == 0)
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"No row is left for LLaMA-Factory. {string.Join(' ', notes)}");

        var yaml = $"{settings.Name}.yaml";
        var files = new List<(string Name, string Text)>
        {
            ($"{LlamaFactoryFiles.DataFolder}/{LlamaFactoryFiles.DataSets}", data.Describe(sets)),
            (yaml, settings.Write(sets.Where(static s => s.Rows > 0).Select(static s => s.Name))),
            (LlamaFactoryFiles.DeepSpeed, LlamaFactoryFiles.ZeroThree),
            (LlamaFactoryFiles.Script, LlamaFactoryFiles.Launch(yaml, options.Devices)),
        };
        if (notes.Count > 0)
            files.Add((LlamaFactoryFiles.Notes, string.Concat(notes.Select(static n => $"- {n}\n"))));
        foreach (var (name, text) in files)
            AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(Utf8.GetBytes(text)));

        var script = Path.Combine(folder, LlamaFactoryFiles.Script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, File.GetUnixFileMode(script) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return new(folder, stage, [.. sets.Select(static s => $"{LlamaFactoryFiles.DataFolder}/{s.Name}.jsonl"), .. files.Select(static f => f.Name)], sets, notes);
    }

    private static void Check(TrainingRunFile run, string folder, LlamaFactoryOptions options)
    {
        TrainingChecks.Check(run.Training);
        TrainingChecks.Check(run.Dpo ?? new());
        if (options.Devices is < 1 or > 65_536)
            throw Invalid($"{nameof(options.Devices)} is {options.Devices}; take 1 to 65536.");
        if (options.Preset is { } preset)
            _ = LlamaFactoryPreset.Get(preset);
        else if (run.Model is null && options.Model is null)
            throw Invalid("The run begins with random weights ('init'), which LLaMA-Factory is not told of. Name a model.");
        if (run.Model is null && run.Template is null && options.Preset is null)
            throw Invalid("The run names no model to tell the chat template by. Set 'template'.");
        if (run.Data.Count == 0)
            throw Invalid("There is no data file.");
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw Invalid($"{folder} is not empty. Name a folder that is not there yet.");
    }

    private static LongWriterException Invalid(string message, Exception? inner = null) => new(LongWriterError.InvalidRequest, message, inner);
}
