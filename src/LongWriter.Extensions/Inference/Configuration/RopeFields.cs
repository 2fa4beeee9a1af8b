namespace LongWriter;

/// <summary>The rotary settings of a <c>config.json</c>: in <c>rope_theta</c> and <c>rope_scaling</c>, or in newer files in <c>rope_parameters</c>.</summary>
/// <param name="Theta">Base of the angles.</param>
/// <param name="Scaling">The scaling, where there is one.</param>
/// <param name="Factor">Which part of a head is rotated.</param>
internal readonly record struct RopeFields(double Theta, RopeScaling? Scaling, double Factor)
{
    private const double ThetaDefault = 10_000;

    public static RopeFields Read(ConfigFields fields, double factorDefault)
    {
        var theta = Optional(fields, "rope_theta", ConfigLimits.Theta);
        var factor = Optional(fields, "partial_rotary_factor", 1);
        var scaling = default(RopeScaling);
        if (fields.Object("rope_scaling") is { } older)
            scaling = ReadScaling(older, ref theta, ref factor);
        if (fields.Object("rope_parameters") is { } newer)
        {
            var read = ReadScaling(newer, ref theta, ref factor);
            if (fields.Has("rope_scaling") && read != scaling)
                fields.Fault("rope_parameters", "says something else than rope_scaling; leave one of them out");
            scaling = read;
        }

        return new(theta ?? ThetaDefault, scaling, factor ?? factorDefault);
    }

    private static RopeScaling? ReadScaling(ConfigFields rope, ref double? theta, ref double? factor)
    {
        Agree(rope, "rope_theta", ConfigLimits.Theta, ref theta);
        Agree(rope, "partial_rotary_factor", 1, ref factor);
        var (type, older) = (rope.Text("rope_type"), rope.Text("type"));
        if (type is not null && older is not null && type != older)
            rope.Fault("rope_type", $"is {type} and type is {older}; leave one of them out");
        var scaling = (type ?? older) switch
        {
            "default" => Unscaled(rope),
            "linear" => ReadLinear(rope),
            "llama3" => ReadLlama3(rope),
            // The newer form may carry the base alone.
            null when theta is not null && !rope.Has("factor") => null,
            var other => Unknown(rope, other),
        };
        foreach (var (name, value) in rope.Unread())
            rope.Fault(name, $"is {JsonModelFile.Show(value)}, which this library does not know and which may change the result");
        return scaling;
    }

    private static RopeScaling? Unscaled(ConfigFields rope)
    {
        _ = rope.OptionalInt("original_max_position_embeddings", 1, ConfigLimits.Context);
        return null;
    }

    private static LinearRopeScaling ReadLinear(ConfigFields rope)
    {
        _ = rope.OptionalInt("original_max_position_embeddings", 1, ConfigLimits.Context);
        return new(rope.Number("factor", 0, 1e6));
    }

    private static Llama3RopeScaling ReadLlama3(ConfigFields rope)
    {
        var scaling = new Llama3RopeScaling(
            rope.Number("factor", 0, 1e6),
            rope.Number("low_freq_factor", 0, 1e6),
            rope.Number("high_freq_factor", 0, 1e6),
            rope.Int("original_max_position_embeddings", 1, ConfigLimits.Context));
        if (scaling.HighFrequencyFactor <= scaling.LowFrequencyFactor)
            rope.Fault("high_freq_factor", "has to be above low_freq_factor");
        return scaling;
    }

    private static RopeScaling? Unknown(ConfigFields rope, string? type)
    {
        // What stands beside an unknown type has no meaning of its own.
        foreach (var _ in rope.Unread().ToList())
            rope.Has(_.Name);
        rope.Fault("rope_type", type is null ? "is missing" : $"is {type}; supported are default, linear and llama3");
        return null;
    }

    private static void Agree(ConfigFields rope, string name, double maximum, ref double? value)
    {
        var inner = Optional(rope, name, maximum);
        if (inner is not null && value is not null && inner != value)
            rope.Fault(name, "differs from the field of the same name outside; leave one of them out");
        value = inner ?? value;
    }

    private static double? Optional(ConfigFields fields, string name, double maximum) =>
        fields.Has(name) ? fields.Number(name, 0, maximum) : null;
}
