namespace LongWriter;

/// <summary>What the fields of a configuration have to be to one another. A field that has a fault of its own is 0 and is not judged again.</summary>
internal static class ConfigProportions
{
    public static void Check(ConfigFields fields, ModelConfig config, string heads, string keyValueHeads, string vocabulary)
    {
        if (config.HeadCount > 0 && config.KeyValueHeadCount > 0 && config.HeadCount % config.KeyValueHeadCount != 0)
            fields.Fault(keyValueHeads, $"is {config.KeyValueHeadCount}, which does not divide {heads} {config.HeadCount}");
        if (config.HeadCount > 0 && (long)config.HeadCount * config.HeadDimension > ConfigLimits.Projection)
            fields.Fault(heads, $"times the width of a head ({config.HeadDimension}) is more than {ConfigLimits.Projection:N0}");
        if (config.HeadDimension > 0 && config.RotaryDimension > 0 && (config.RotaryDimension % 2 != 0 || config.RotaryDimension > config.HeadDimension))
            fields.Fault("head_dim", $"gives {config.RotaryDimension} rotated dimensions of {config.HeadDimension}; they have to be an even number");
        if (config.HeadDimension > 0 && config.RotaryDimension == 0)
            fields.Fault("partial_rotary_factor", "leaves no dimension that is rotated");
        if (config.VocabularySize == 0)
            return;
        if (config.BosTokenId >= config.VocabularySize)
            fields.Fault("bos_token_id", $"is {config.BosTokenId}, outside {vocabulary} {config.VocabularySize}");
        foreach (var id in config.StopTokenIds.Where(id => id >= config.VocabularySize))
            fields.Fault("eos_token_id", $"has {id}, outside {vocabulary} {config.VocabularySize}");
    }
}
