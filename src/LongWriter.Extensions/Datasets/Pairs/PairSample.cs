using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>A drawn answer.</summary>
internal sealed record PairSample(string Id, int Number, SampleFate Fate, string Text)
{
    /// <summary>Tells a changed instruction.</summary>
    public required string Prompt { get; init; }

    public string? Model { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    /// <summary>Whether it can stand in a pair at all.</summary>
    public bool IsAnswer => Fate is SampleFate.Whole or SampleFate.Cut;

    public static string PromptHash(PairInstruction instruction) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{instruction.System}\0{instruction.Prompt}")).AsSpan(0, 8));

    /// <summary>A number that depends on nothing but what is given, the same on every machine.</summary>
    public static uint Number32(long seed, string id, string purpose) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}\0{id}\0{purpose}"))).AsSpan(0, 4));
}

/// <summary>What a sample is.</summary>
internal enum SampleFate
{
    /// <summary>An answer that the model ended itself.</summary>
    Whole,

    /// <summary>One that the output cap ended.</summary>
    Cut,

    /// <summary>The model or a content filter declined.</summary>
    Refused,

    /// <summary>Nothing, also when asked again.</summary>
    Empty,
}
