using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>The rotary angles of a GGUF file.</summary>
internal static class GgufRope
{
    public static double Theta(GgufFile file, GgufFamily family)
    {
        var key = family.Name + ".rope.freq_base";
        // 10,000 is what readers of the format take where nothing is said.
        var theta = file.Metadata.Number(key) ?? 10000;
        return theta is > 0 and <= ConfigLimits.Theta ? theta : throw GgufFault.Of(file.Path, $"{key} is {theta}; above 0 to {ConfigLimits.Theta:E0} is possible.");
    }

    public static RopeScaling? Scaling(GgufFile file, GgufFamily family, int rotaryDimension)
    {
        var prefix = family.Name + ".rope.";
        var type = file.Metadata.Text(prefix + "scaling.type") ?? "linear";
        if (type is not ("none" or "linear"))
            throw GgufFault.Of(file.Path, $"{prefix}scaling.type is {type}; none and linear are supported.");
        if ((file.Metadata.Number(prefix + "scaling.attn_factor") ?? 1) != 1)
            throw GgufFault.Of(file.Path, $"{prefix}scaling.attn_factor is not 1; that is not supported.");

        var factor = type == "none" ? 1 : file.Metadata.Number(prefix + "scaling.factor") ?? file.Metadata.Number(prefix + "scale_linear") ?? 1;
        // 0 stands for no scaling.
        if (factor == 0)
            factor = 1;
        if (factor < 0)
            throw GgufFault.Of(file.Path, $"{prefix}scaling.factor is {factor}; above 0 is possible.");

        if (!file.Tensors.TryGetValue(GgufNames.FrequencyFactors, out var tensor))
            return factor == 1 ? null : new LinearRopeScaling(factor);
        if (!family.FrequencyFactors)
            throw GgufFault.Of(file.Path, $"has tensor {tensor.Name}, which a model of architecture {family.Name} does not have.");
        if (factor != 1)
            throw GgufFault.Of(file.Path, $"has both {prefix}scaling.factor and tensor {tensor.Name}; only one of them is supported.");

        return new FrequencyFactorsRopeScaling(Factors(file, tensor, rotaryDimension / 2));
    }

    /// <summary>What each frequency of a model is divided by, for a file that is written; none: all of them by 1.</summary>
    public static float[]? FactorsOf(ModelConfig config) => config.RopeScaling switch
    {
        FrequencyFactorsRopeScaling scaling => [.. scaling.Factors],
        Llama3RopeScaling scaling => [.. Enumerable.Range(0, config.RotaryDimension / 2).Select(i => (float)Factor(scaling, Math.Pow(config.RopeTheta, -2.0 * i / config.RotaryDimension)))],
        _ => null,
    };

    private static double Factor(Llama3RopeScaling scaling, double frequency)
    {
        // Turns within the first context: below the low factor scaled whole, above the high one not at all, between them the frequency is blended.
        var turns = scaling.OriginalContextLength * frequency / (2 * Math.PI);
        var kept = Math.Clamp((turns - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor), 0, 1);
        return 1 / ((1 - kept) / scaling.Factor + kept);
    }

    private static float[] Factors(GgufFile file, GgufTensor tensor, int count)
    {
        if (tensor.Type != GgufTensorType.Float32 || !tensor.HasShape(count, 1))
            throw GgufFault.Of(file.Path, $"tensor {tensor.Name} is {tensor.Type.Name} of {tensor.Shape}; F32 of {count} is possible. The file is damaged.");

        using var bytes = file.Map(tensor, 0, 4 * count);
        var factors = MemoryMarshal.Cast<byte, float>(bytes.Bytes).ToArray();
        return factors.All(static f => f > 0 && float.IsFinite(f)) ? factors : throw GgufFault.Of(file.Path, $"tensor {tensor.Name} has values that are not above 0. The file is damaged.");
    }
}
