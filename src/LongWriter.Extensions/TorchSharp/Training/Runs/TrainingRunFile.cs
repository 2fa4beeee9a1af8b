using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace LongWriter;

/// <summary>A training run as one JSON file: what <c>longwriter train</c> reads. Names are those of the properties in camel case; an unknown one is an error; relative paths are meant from the file's folder.</summary>
public sealed record TrainingRunFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The folder of the model to begin with, in the published Hugging Face form; or <see cref="Init"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Begins with random weights, for language modelling from nothing; or <see cref="Model"/>.</summary>
    public TrainingInit? Init { get; init; }

    /// <summary>The files to learn from, JSON Lines: texts, conversations, or pairs of answers.</summary>
    public required IReadOnlyList<TrainingDataFile> Data { get; init; }

    /// <summary>A file of the same form that nothing is learned from; <see cref="TrainingOptions.Evaluation"/> says when the model is measured on it.</summary>
    public string? HeldOut { get; init; }

    /// <summary>The chat template's name; that of the model unless set. Texts need none.</summary>
    public string? Template { get; init; }

    /// <summary>What becomes of rows that are longer than a pack. Conversations and pairs are dropped unless set, texts split.</summary>
    public OverlongRows? Overlong { get; init; }

    /// <summary>How to train.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>What is learned of pairs of answers.</summary>
    public DpoOptions? Dpo { get; init; }

    /// <summary>The folder of the model that pairs are held against; the one that the run begins with unless set.</summary>
    public string? Reference { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LongWriterException">It is missing, no JSON, or holds a key or a value that is not known (<see cref="LongWriterError.InvalidRequest"/>); the message names the key.</exception>
    public static TrainingRunFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var keys = Parse(path);
            TrainingRunKeys.Check(keys);
            var file = TrainingDefaults.Complete(keys).Deserialize(TrainingJson.Config.TrainingRunFile)!;
            if (file.Model is null == file.Init is null)
                throw new JsonException("It names a 'model' to begin with or, for random weights, 'init'; one of both.");
            if (file.HeldOut is null != file.Training.Evaluation is null)
                throw new JsonException("It has one of 'heldOut' and 'training.evaluation'; an evaluation needs both.");
            return file.From(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"The run's file {path} cannot be read: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} is no training run: {exception.Message} 'longwriter train schema' prints what it may hold.", exception);
        }
    }

    /// <summary>The JSON schema of such a file (draft 2020-12).</summary>
    public static string Schema()
    {
        var schema = TrainingJson.Config.Options.GetJsonSchemaAsNode(typeof(TrainingRunFile), new() { TransformSchemaNode = Closed }).AsObject();
        var whole = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "A LongWriter training run" };
        foreach (var (key, value) in schema)
            whole.Add(key, value?.DeepClone());
        return whole.ToJsonString(TrainingJson.Config.Options);
    }

    private static JsonObject Parse(string path)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.StartsWith(ByteOrderMark))
            bytes = bytes[ByteOrderMark.Length..];
        try
        {
            return JsonNode.Parse(bytes, documentOptions: options) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (JsonException exception) when (exception.LineNumber is { } line)
        {
            throw new JsonException(bytes.IsEmpty ? "It is empty." : $"Line {line + 1}, byte {exception.BytePositionInLine + 1} is no JSON.", exception);
        }
    }

    private static string Absolute(string folder, string path, string key) =>
        string.IsNullOrWhiteSpace(path) || path.Contains('\0') ? throw new JsonException($"'{key}' is no path: it is empty or holds a null character.") : Path.Combine(folder, path);

    private static JsonNode Closed(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is JsonObject schema && context.TypeInfo.Kind == JsonTypeInfoKind.Object)
            schema["additionalProperties"] = false;
        return node;
    }

    private TrainingRunFile From(string folder) => this with
    {
        Model = Model is null ? null : Absolute(folder, Model, "model"),
        Init = Init is null ? null : Init with { Config = Absolute(folder, Init.Config, "init.config"), Tokenizer = Absolute(folder, Init.Tokenizer, "init.tokenizer") },
        HeldOut = HeldOut is null ? null : Absolute(folder, HeldOut, "heldOut"),
        Reference = Reference is null ? null : Absolute(folder, Reference, "reference"),
        Data = [.. Data.Select((d, i) => d with { Path = Absolute(folder, d.Path, $"data[{i}].path") })],
        Training = Training with { OutputFolder = Absolute(folder, Training.OutputFolder, "training.outputFolder") },
    };
}
