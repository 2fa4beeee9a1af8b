using System.Text.Json;

namespace LongWriter;

/// <summary>Reads a published <c>config.json</c>: <c>LlamaForCausalLM</c>, <c>Qwen2ForCausalLM</c>, <c>Qwen3ForCausalLM</c>, <c>MistralForCausalLM</c>, <c>GlmForCausalLM</c> and <c>ChatGLMModel</c> (GLM-4 with its own code).</summary>
/// <remarks>
/// Nothing is ignored in silence. A field that no supported computation has is an error, unless it says nothing (null, false, 0, an empty text, list or object; 1 where its name ends in
/// <c>multiplier</c>, <c>scale</c>, <c>scaling</c>, <c>factor</c> or <c>ratio</c>) or concerns only names, training, storage or sampling (dropouts, <c>torch_dtype</c>, names that begin with <c>_</c> or end in <c>_version</c>, and so on).
/// Whoever knows that another field of a file changes nothing names it in <c>ignoredFields</c>.
/// </remarks>
public static class ModelConfigReader
{
    /// <summary>The file's name inside a model folder.</summary>
    internal const string FileName = "config.json";

    /// <summary>Reads a model's shape. Stop tokens of a <c>generation_config.json</c> beside it are added to those of the file.</summary>
    /// <param name="path">A model folder, or the file.</param>
    /// <param name="ignoredFields">Unknown fields of the root object that are known to change nothing.</param>
    /// <exception cref="LongWriterException">The file is missing, damaged, of an unsupported architecture, contradicts itself, or says something that this library cannot do (<see cref="LongWriterError.InvalidModel"/>); the message names every faulty field.</exception>
    public static ModelConfig Read(string path, IReadOnlyCollection<string>? ignoredFields = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        var config = Parse(file, JsonModelFile.ReadBytes(file), ignoredFields);
        var defaults = GenerationDefaults.Read(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (defaults.StopTokenIds.FirstOrDefault(id => id >= config.VocabularySize, -1) is var outside and >= 0)
            throw JsonModelFile.Invalid(Path.Combine(Path.GetDirectoryName(file)!, GenerationDefaults.FileName), $"eos_token_id {outside} is outside the vocabulary of {config.VocabularySize:N0} that {FileName} tells.");
        return config with { StopTokenIds = [.. config.StopTokenIds.Union(defaults.StopTokenIds)] };
    }

    /// <summary>Reads the bytes of a file, and nothing beside it.</summary>
    internal static ModelConfig Parse(string file, byte[] json, IReadOnlyCollection<string>? ignoredFields = null) =>
        JsonModelFile.Parse(file, json, root => Read(root, file, ignoredFields ?? []));

    private static ModelConfig Read(JsonElement root, string file, IReadOnlyCollection<string> ignored)
    {
        var faults = new List<string>();
        var fields = new ConfigFields(root, faults);
        if (FamilyOf(fields) is { } family)
        {
            var config = family == ConfigFamily.ChatGlm ? ChatGlmConfig.Read(fields) : SharedConfig.Read(fields, family);
            foreach (var (name, value) in fields.Unread())
            {
                if (!HarmlessFields.Contains(name) && !family.HarmlessFields.Contains(name) && !ignored.Contains(name))
                    fields.Fault(name, $"is {JsonModelFile.Show(value)}, which this library does not know and which may change the result; if it does not, name it among the ignored fields");
            }

            if (faults.Count == 0)
                return config;
        }

        throw JsonModelFile.Invalid(file, FaultList.Join(faults));
    }

    private static ConfigFamily? FamilyOf(ConfigFields fields)
    {
        var type = fields.Text("model_type");
        if (fields.Texts("architectures") is { Count: > 0 } names)
        {
            // The published GLM-4 folders name the model or its head, which are the same files.
            var name = names[0] == "ChatGLMForConditionalGeneration" ? ConfigFamily.ChatGlm.Architecture : names[0];
            var family = ConfigFamily.All.FirstOrDefault(item => item.Architecture == name);
            if (family is null)
                fields.Fault("architectures", $"is {name}; supported are {string.Join(", ", ConfigFamily.All.Select(item => item.Architecture))}");
            else if (type is not null && type != family.ModelType)
                fields.Fault("model_type", $"is {type}, but architectures is {name}");
            return family;
        }

        var byType = ConfigFamily.All.FirstOrDefault(item => item.ModelType == type);
        if (byType is null)
            fields.Fault("architectures", type is null ? "is missing" : $"is missing, and model_type is {type}; supported are {string.Join(", ", ConfigFamily.All.Select(item => item.ModelType))}");
        return byType;
    }
}
