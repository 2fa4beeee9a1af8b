using System.Text.Json;

namespace LongWriter;

/// <summary>How a model's makers want it sampled: its <c>generation_config.json</c>. Whatever the file does not say is <see langword="null"/>.</summary>
public sealed record GenerationDefaults
{
    internal const string FileName = "generation_config.json";

    private static readonly string[] Descriptive = ["_from_model_config", "_name_or_path", "transformers_version", "pad_token_id", "bos_token_id", "use_cache", "cache_implementation", "decoder_start_token_id"];

    // At 1 these ask for nothing; files that list every setting have them so.
    private static readonly string[] NeutralAtOne = ["num_beams", "num_beam_groups", "num_return_sequences", "length_penalty", "typical_p", "encoder_repetition_penalty"];

    /// <summary>Whether tokens are drawn rather than the likeliest taken.</summary>
    public bool? DoSample { get; init; }

    /// <summary>The temperature, 0 or more.</summary>
    public float? Temperature { get; init; }

    /// <summary>How many of the likeliest tokens are drawn from; 0 for all.</summary>
    public int? TopK { get; init; }

    /// <summary>The share of probability that is drawn from, 0 to 1.</summary>
    public float? TopP { get; init; }

    /// <summary>The least probability relative to the likeliest token, 0 to 1.</summary>
    public float? MinP { get; init; }

    /// <summary>The factor by which repeated tokens are made less likely, above 0; 1 for none.</summary>
    public float? RepetitionPenalty { get; init; }

    /// <summary>The most tokens of an answer.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>The most tokens of prompt and answer together.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The tokens that end an answer.</summary>
    public IReadOnlyList<int> StopTokenIds { get; init; } = [];

    /// <summary>Names of fields that ask for something else of the sampling, which this library does not apply.</summary>
    public IReadOnlyList<string> IgnoredFields { get; init; } = [];

    /// <summary>Reads the file of a model folder; a folder without one gives defaults that say nothing.</summary>
    /// <param name="folder">The model folder.</param>
    /// <exception cref="LongWriterException">The file is damaged, or a value is outside its range (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static GenerationDefaults Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var file = Path.Combine(folder, FileName);
        return File.Exists(file) ? JsonModelFile.Read(file, root => Read(root, file)) : new();
    }

    private static GenerationDefaults Read(JsonElement root, string file)
    {
        var faults = new List<string>();
        var fields = new ConfigFields(root, faults);
        var defaults = new GenerationDefaults
        {
            DoSample = fields.Has("do_sample") ? fields.Flag("do_sample", false) : null,
            Temperature = Number(fields, "temperature", 1000),
            TopK = fields.OptionalInt("top_k", 0, int.MaxValue),
            TopP = Number(fields, "top_p", 1),
            MinP = Number(fields, "min_p", 1),
            RepetitionPenalty = fields.Has("repetition_penalty") ? (float)fields.Number("repetition_penalty", 0, 1000) : null,
            MaxNewTokens = fields.OptionalInt("max_new_tokens", 1, int.MaxValue),
            MaxLength = fields.OptionalInt("max_length", 1, int.MaxValue),
            StopTokenIds = fields.TokenIds("eos_token_id"),
        };
        return faults.Count == 0
            ? defaults with { IgnoredFields = [.. fields.Unread().Where(AsksForSomething).Select(field => field.Name)] }
            : throw JsonModelFile.Invalid(file, FaultList.Join(faults));
    }

    private static bool AsksForSomething((string Name, JsonElement Value) field) =>
        !Descriptive.Contains(field.Name)
        && !(NeutralAtOne.Contains(field.Name) && field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDouble(out var number) && number == 1);

    private static float? Number(ConfigFields fields, string name, double maximum) =>
        fields.Has(name) ? (float)fields.Number(name, -double.Epsilon, maximum) : null;
}
