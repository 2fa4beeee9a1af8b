using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>Tells whether a run goes on with what it began with.</summary>
internal static class TrainingFingerprint
{
    /// <summary>Of all ids and labels in their order.</summary>
    public static string Of(IReadOnlyList<TrainingSequence> sequences)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sequence in sequences)
        {
            int[] numbers = [sequence.Length, .. sequence.Ids, .. sequence.Labels];
            hash.AppendData(MemoryMarshal.AsBytes<int>(numbers));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of the options that change the weights.</summary>
    public static string Of(TrainingOptions options)
    {
        var (rate, adam) = (options.LearningRate, options.AdamW);
        object[] values =
        [
            options.PackLength, options.PacksPerStep, options.Epochs, options.MaxSteps ?? -1, options.Averaging, options.Precision, options.Recompute, options.Seed,
            rate.Peak, rate.Decay, rate.WarmupShare, rate.DecayShare, rate.Floor, adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay, adam.ClipNorm,
            .. options.Lora is { } lora ? new object[] { "lora", lora.Rank, lora.Alpha, string.Join(',', lora.Targets.Order(StringComparer.Ordinal)), lora.Seed } : [],
        ];
        return OfAll(values);
    }

    /// <summary>Of values, in their invariant form.</summary>
    public static string OfAll(params object[] values) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', values.Select(static v => Convert.ToString(v, CultureInfo.InvariantCulture))))));
}
