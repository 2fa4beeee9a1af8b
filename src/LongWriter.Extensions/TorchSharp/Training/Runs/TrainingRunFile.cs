using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace LongWriter;

/// <summary>A training run as one JSON file: what <c>longwriter train</c> reads. Names are those of the properties in camel case; an unknown one is an error; relative paths are meant from the file's folder.</summary>
public sealed record TrainingRunFile
{
    /// <summary>The folder of the model to begin with, in the published Hugging Face form.</summary>
    public required string Model { get; init; }

    /// <summary>The files to learn from, JSON Lines.</summary>
    public required IReadOnlyList<TrainingDataFile> Data { get; init; }

    /// <summary>The chat template's name; that of the model unless set. Texts need none.</summary>
    public string? Template { get; init; }

    /// <summary>What becomes of rows that are longer than a pack.</summary>
    public OverlongRows Overlong { get; init; }

    /// <summary>How to train.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LongWriterException">It is missing, no JSON, or holds a key or a value that is not known (<see cref="LongWriterError.InvalidRequest"/>); the message names the key.</exception>
    public static TrainingRunFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), TrainingJson.Config.TrainingRunFile) ?? throw new JsonException("It is null.");
            return file.From(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} is no training run: {exception.Message} 'longwriter train schema' prints what it may hold.", exception);
        }
    }

    /// <summary>The JSON schema of such a file.</summary>
    public static string Schema()
    {
        var schema = TrainingJson.Config.Options.GetJsonSchemaAsNode(typeof(TrainingRunFile), new() { TreatNullObliviousAsNonNullable = true });
        var whole = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "A LongWriter training run" };
        foreach (var (key, value) in schema.AsObject())
            whole.Add(key, value?.DeepClone());
        return whole.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private TrainingRunFile From(string folder) => this with
    {
        Model = Path.Combine(folder, Model),
        Data = [.. Data.Select(d => d with { File = Path.Combine(folder, d.File) })],
        Training = Training with { OutputFolder = Path.Combine(folder, Training.OutputFolder) },
    };
}
