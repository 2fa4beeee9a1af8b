using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LongWriter;

/// <summary>Sequences that are not learned from.</summary>
internal sealed class HeldOutSequences : IHeldOut
{
    private readonly IReadOnlyList<TokenPack> _packs;
    private readonly long _targets, _bytes;

    /// <param name="sequences">The sequences.</param>
    /// <param name="learned">What is learned from.</param>
    /// <param name="tokenizer">Tells bytes.</param>
    /// <param name="packLength">The most tokens of a pack.</param>
    public HeldOutSequences(IReadOnlyList<TrainingSequence> sequences, IReadOnlyList<TrainingSequence> learned, ModelTokenizer? tokenizer, int packLength)
    {
        _packs = SequencePacker.Pack(sequences, packLength);
        _targets = sequences.Sum(static s => (long)s.Targets);
        _bytes = tokenizer is null ? 0 : Bytes(sequences, tokenizer);
        Data = TrainingFingerprint.Of(sequences);
        var known = learned.Select(static s => KeyOf(s)).ToHashSet(StringComparer.Ordinal);
        var both = sequences.Where(s => known.Contains(KeyOf(s))).ToList();
        Learned = (both.Count, both.FirstOrDefault()?.RowId);
    }

    public string Data { get; }

    public (int Count, string? First) Learned { get; }

    /// <summary>Equal where the ids are.</summary>
    public static string KeyOf(TrainingSequence sequence)
    {
        int[] ids = [.. sequence.Ids];
        return Convert.ToBase64String(SHA256.HashData(MemoryMarshal.AsBytes<int>(ids)));
    }

    public void Begin(TrainingPass pass, CancellationToken cancellationToken)
    {
    }

    public EvaluationResult Measure(TrainingPass pass, Action<TokenPack, double> computed)
    {
        var sum = 0.0;
        foreach (var pack in _packs)
        {
            var losses = pass.Losses(pack).Sum();
            computed(pack, losses);
            sum += losses;
        }

        var loss = sum / _targets;
        // JSON has no infinity.
        return new() { Loss = loss, Perplexity = Math.Min(Math.Exp(loss), double.MaxValue), BitsPerByte = _bytes > 0 ? sum / Math.Log(2) / _bytes : null };
    }

    private static long Bytes(IReadOnlyList<TrainingSequence> sequences, ModelTokenizer tokenizer)
    {
        var special = tokenizer.SpecialTokens.Values.ToHashSet();
        return sequences.Sum(s => s.Labels.Skip(1).Where(label => label != TrainingSequence.Ignored && !special.Contains(label)).Sum(label => (long)tokenizer.BytesOf(label).Length));
    }
}
