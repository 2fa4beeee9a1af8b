using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>The checkpoints of a run: folders that appear whole or not at all.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="keep">How many stay.</param>
internal sealed class TrainingCheckpoints(string folder, int keep)
{
    private const string Prefix = "checkpoint-";
    private const string ParametersFile = "parameters.safetensors", OptimizerFile = "optimizer.safetensors", StateFile = "state.json";

    /// <summary>For tests that stop a run at some moment.</summary>
    internal Action<string>? Reached { get; init; }

    /// <summary>The newest one, or nothing.</summary>
    public string? Newest => All().LastOrDefault();

    /// <summary>The newest one of fewer steps.</summary>
    public string? Before(int step) => All().LastOrDefault(path => ReadState(path).Step < step);

    /// <summary>What those that are there say, oldest first.</summary>
    public IEnumerable<TrainingState> States => All().Select(ReadState);

    /// <summary>Writes one and drops what is too old. What was there before stays until it is whole.</summary>
    /// <returns>Its folder.</returns>
    public string Write(TrainingState state, IEnumerable<KeyValuePair<string, Tensor>> parameters, IEnumerable<KeyValuePair<string, Tensor>> moments)
    {
        var target = Path.Combine(folder, Prefix + state.Step.ToString("D8", CultureInfo.InvariantCulture));
        var temporary = Path.Combine(folder, "." + Path.GetFileName(target) + ".tmp");
        Guard(target, () =>
        {
            Directory.CreateDirectory(folder);
            Drop(temporary);
            Directory.CreateDirectory(temporary);
        });
        try
        {
            SafetensorsWriter.Write(Path.Combine(temporary, ParametersFile), parameters.Select(Entry));
            Reached?.Invoke("parameters");
            SafetensorsWriter.Write(Path.Combine(temporary, OptimizerFile), moments.Select(Entry));
            Reached?.Invoke("moments");
            AtomicFile.Write(Path.Combine(temporary, StateFile), stream => JsonSerializer.Serialize(stream, state, TrainingJson.Default.TrainingState));
            Reached?.Invoke("state");
            Guard(target, () =>
            {
                // Of a run that was stopped after the rename and goes on from an older one.
                Drop(target);
                Directory.Move(temporary, target);
            });
        }
        catch (LongWriterException)
        {
            // A full disk must not stay full of half a checkpoint.
            Guard(target, () => Drop(temporary));
            throw;
        }

        Reached?.Invoke("renamed");
        foreach (var old in All().SkipLast(keep))
            Guard(old, () => Drop(old));
        return target;
    }

    /// <summary>Reads a checkpoint's state.</summary>
    public static TrainingState ReadState(string checkpoint)
    {
        var file = Path.Combine(checkpoint, StateFile);
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize(stream, TrainingJson.Default.TrainingState) ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new LongWriterException(LongWriterError.InvalidModel, $"{file} cannot be read: {exception.Message} {GoBack(checkpoint)}", exception);
        }
    }

    /// <summary>Puts a checkpoint's numbers into tensors.</summary>
    public static void Read(string checkpoint, IEnumerable<KeyValuePair<string, Tensor>> parameters, IEnumerable<KeyValuePair<string, Tensor>> moments)
    {
        try
        {
            Read(Path.Combine(checkpoint, ParametersFile), parameters);
            Read(Path.Combine(checkpoint, OptimizerFile), moments);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidModel)
        {
            throw new LongWriterException(LongWriterError.InvalidModel, $"The checkpoint is damaged: {exception.Message} {GoBack(checkpoint)}", exception);
        }
    }

    private static void Read(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        using var none = no_grad();
        foreach (var (name, target) in tensors)
        {
            if (file.Find(name) is not { } stored || stored.Type != SafetensorsType.F32 || !stored.Shape.ToArray().AsSpan().SequenceEqual(target.shape))
                throw new LongWriterException(LongWriterError.InvalidModel, $"{path} has no {name} of F32 [{string.Join(", ", target.shape)}]: it is of another run.");

            file.Read(stored, 0, MemoryMarshal.Cast<byte, float>(target.bytes));
        }
    }

    private IEnumerable<string> All() => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, Prefix + "????????").Order(StringComparer.Ordinal) : [];

    private static SafetensorsEntry Entry(KeyValuePair<string, Tensor> tensor) => new(tensor.Key, SafetensorsType.F32, tensor.Value.shape, stream => stream.Write(tensor.Value.bytes));

    private static string GoBack(string checkpoint) => $"Delete the folder {checkpoint} to go on from the checkpoint before it, or from the beginning where it is the only one.";

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
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} cannot be written: {exception.Message} Earlier checkpoints are as they were.", exception);
        }
    }
}
