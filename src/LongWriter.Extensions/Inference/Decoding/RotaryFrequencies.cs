namespace LongWriter;

/// <summary>How fast each rotated pair of a head turns, in radians a position; angles are taken in double precision, their sines and cosines kept in fp32.</summary>
internal sealed class RotaryFrequencies
{
    private readonly double[] _frequencies;

    public RotaryFrequencies(ModelConfig config)
    {
        _frequencies = new double[config.RotaryDimension / 2];
        for (var i = 0; i < _frequencies.Length; i++)
            _frequencies[i] = Scale(Math.Pow(config.RopeTheta, -2.0 * i / config.RotaryDimension), i, config.RopeScaling);
    }

    /// <summary>Radians a position, by pair.</summary>
    public ReadOnlySpan<double> Values => _frequencies;

    /// <summary>Pairs of a head.</summary>
    public int Count => _frequencies.Length;

    /// <summary>Cosines and sines of a position.</summary>
    public unsafe void Fill(int position, float* cosines, float* sines)
    {
        for (var i = 0; i < _frequencies.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(position * _frequencies[i]);
            (cosines[i], sines[i]) = ((float)cosine, (float)sine);
        }
    }

    private static double Scale(double frequency, int pair, RopeScaling? scaling) => scaling switch
    {
        null => frequency,
        LinearRopeScaling linear => frequency / linear.Factor,
        Llama3RopeScaling blended => Blend(frequency, blended),
        FrequencyFactorsRopeScaling { Factors: var factors } when pair < factors.Count => frequency / factors[pair],
        _ => throw new LongWriterException(LongWriterError.InvalidModel, $"The decoders do not know the rotary scaling {scaling.GetType().Name} (rope_scaling)."),
    };

    // Llama 3.1: with wavelength w and context C, C/w at or below the low factor is divided whole, at or above the high factor left, between blended linearly.
    private static double Blend(double frequency, Llama3RopeScaling scaling)
    {
        var turns = scaling.OriginalContextLength * frequency / (2 * Math.PI);
        var share = (turns - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        share = turns < scaling.LowFrequencyFactor ? 0 : turns > scaling.HighFrequencyFactor ? 1 : share;
        return (1 - share) * frequency / scaling.Factor + share * frequency;
    }
}
