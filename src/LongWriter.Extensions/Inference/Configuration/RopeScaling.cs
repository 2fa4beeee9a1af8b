namespace LongWriter;

/// <summary>How rotary angles are scaled beyond the trained context.</summary>
public abstract record RopeScaling;

/// <summary>Every angle is divided by one factor (<c>rope_type</c> linear).</summary>
/// <param name="Factor">The divisor, above 0.</param>
public sealed record LinearRopeScaling(double Factor) : RopeScaling;

/// <summary>The scaling of Llama 3.1: low frequencies are divided by the factor, high ones are left, those between are blended (<c>rope_type</c> llama3).</summary>
/// <param name="Factor">The divisor of low frequencies.</param>
/// <param name="LowFrequencyFactor">Wavelengths above <paramref name="OriginalContextLength"/> divided by this are scaled whole.</param>
/// <param name="HighFrequencyFactor">Wavelengths below <paramref name="OriginalContextLength"/> divided by this are not scaled.</param>
/// <param name="OriginalContextLength">The context before the scaling, in tokens.</param>
public sealed record Llama3RopeScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContextLength) : RopeScaling;

/// <summary>Every angle is divided by a factor of its own; what a GGUF file holds of the scaling of Llama 3.1 (tensor <c>rope_freqs.weight</c>).</summary>
/// <param name="Factors">The divisor of each rotated pair, the fastest pair first: half as many as <see cref="ModelConfig.RotaryDimension"/>, each above 0.</param>
public sealed record FrequencyFactorsRopeScaling(IReadOnlyList<float> Factors) : RopeScaling;
