namespace LongWriter;

/// <summary>The sliding window of a <c>config.json</c>: one for all layers or none, because layers of two kinds are not supported.</summary>
internal static class SlidingWindowFields
{
    private const int MistralDefault = 4096;

    public static int? Read(ConfigFields fields, SlidingWindowRule rule, int layers, int context)
    {
        if (rule == SlidingWindowRule.None)
            return null;
        var window = fields.OptionalInt("sliding_window", 1, int.MaxValue);
        var windowed = layers;
        if (rule == SlidingWindowRule.UpperLayers)
        {
            var first = fields.OptionalInt("max_window_layers", 0, int.MaxValue) ?? layers;
            windowed = fields.Flag("use_sliding_window", false) ? Math.Max(0, layers - first) : 0;
        }
        else if (!fields.IsWritten("sliding_window"))
        {
            window = MistralDefault;
        }

        if (fields.Texts("layer_types") is { } types)
            windowed = CountWindowed(fields, types, layers);
        if (window is null || window >= context || windowed == 0)
            return null;
        if (windowed < layers)
            fields.Fault("sliding_window", $"holds for {windowed} of {layers} layers; a window in some layers only is not supported");
        return window;
    }

    private static int CountWindowed(ConfigFields fields, IReadOnlyList<string> types, int layers)
    {
        if (types.FirstOrDefault(type => type is not ("full_attention" or "sliding_attention")) is { } unknown)
            fields.Fault("layer_types", $"has {unknown}; supported are full_attention and sliding_attention");
        if (types.Count != layers)
            fields.Fault("layer_types", $"tells of {types.Count} layers, num_hidden_layers is {layers}");
        return types.Count(type => type == "sliding_attention");
    }
}
