using System.Text.Json;

namespace LongWriter;

/// <summary>The <c>adapter_config.json</c> of a PEFT folder.</summary>
/// <param name="Rank">Rows of A and columns of B.</param>
/// <param name="Scale">What B · A is multiplied by.</param>
/// <param name="TargetModules">Ends of the names of the adapted modules; <see langword="null"/> where the file has a pattern instead.</param>
internal sealed record LoraConfig(int Rank, float Scale, IReadOnlyList<string>? TargetModules)
{
    public const string FileName = "adapter_config.json";

    // Starts of training that leave the base weights as they are; the others are differences to weights that nobody has.
    private static readonly string[] Starts = ["gaussian", "orthogonal", "eva"];

    private static readonly string[] Harmless =
    [
        "auto_mapping", "base_model_name_or_path", "ensure_weight_tying", "eva_config", "exclude_modules", "inference_mode", "layers_pattern", "layers_to_transform", "loftq_config",
        "megatron_core", "qalora_group_size", "revision", "runtime_config", "task_type",
    ];

    public static LoraConfig Read(string folder, IReadOnlyCollection<string> ignored)
    {
        var file = Path.Combine(folder, FileName);
        return JsonModelFile.Read(file, root => Read(root, file, ignored));
    }

    private static LoraConfig Read(JsonElement root, string file, IReadOnlyCollection<string> ignored)
    {
        var faults = new List<string>();
        var fields = new ConfigFields(root, faults);
        Require(fields, "peft_type", "LORA", missing: false);
        Require(fields, "bias", "none", missing: true);
        CheckStart(fields);
        var rank = fields.Int("r", 1, ConfigLimits.Width);
        var alpha = fields.Number("lora_alpha", 0, 1e6);
        var scale = alpha / (fields.Flag("use_rslora", false) ? Math.Sqrt(rank) : rank);
        var targets = fields.IsText("target_modules") ? null : fields.Texts("target_modules");
        if (!fields.Has("target_modules"))
            fields.Fault("target_modules", "is missing");
        foreach (var (name, value) in fields.Unread())
        {
            if (!Harmless.Contains(name) && !HarmlessFields.Contains(name) && !ignored.Contains(name))
                fields.Fault(name, $"is {JsonModelFile.Show(value)}, which this library does not support; merge the adapter into its base with its own tools, or name the field among the ignored ones if it changes nothing");
        }

        return faults.Count == 0 ? new(rank, (float)scale, targets) : throw JsonModelFile.Invalid(file, FaultList.Join(faults));
    }

    private static void Require(ConfigFields fields, string name, string value, bool missing)
    {
        var text = fields.Text(name);
        if (text != value && !(text is null && missing))
            fields.Fault(name, $"is {text ?? "missing"}; supported is {value}");
    }

    private static void CheckStart(ConfigFields fields)
    {
        const string Name = "init_lora_weights";
        if (!fields.IsText(Name))
            _ = fields.Flag(Name, true);
        else if (fields.Text(Name) is { } start && !Starts.Contains(start))
            fields.Fault(Name, $"is {start}: such an adapter belongs to base weights that were changed with it; merge it with its own tools");
    }
}
