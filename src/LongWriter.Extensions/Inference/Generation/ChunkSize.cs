namespace LongWriter;

/// <summary>How many prompt tokens go into a step, so that it takes about the time wished for.</summary>
internal sealed class ChunkSize(int? settled, TimeSpan target)
{
    private const int Least = 16;
    private const int Most = 512;

    /// <summary>Tokens for the next step.</summary>
    public int Tokens { get; private set; } = settled ?? 64;

    /// <summary>Takes note of a step; one with few prompt tokens says little about many.</summary>
    public void Measured(int promptTokens, TimeSpan elapsed)
    {
        if (settled is not null || promptTokens < Tokens / 2)
            return;

        var affordable = elapsed > TimeSpan.Zero ? promptTokens * (target / elapsed) : Most;
        var next = Math.Clamp(affordable, Math.Max(Least, Tokens / 2), Math.Min(Most, Tokens * 2));
        Tokens = (int)next / Least * Least;
    }
}
