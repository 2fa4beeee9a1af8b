using System.Buffers.Text;
using System.Text;

namespace LongWriter;

/// <summary>Reads a <c>tokenizer.model</c> in tiktoken's form, as GLM-4 has it: a line a token, base64 and rank. The merges that a GGUF file wants follow from the ranks.</summary>
internal static class GgufTiktoken
{
    private const int LongestToken = 512;

    // Steps of finding merges; GLM-4 takes some 10 million.
    private const long MostSteps = 1L << 31;

    /// <summary>Tokens in the alphabet of byte-level BPE with their ranks, and merges in order.</summary>
    public static (Dictionary<string, int> Vocabulary, List<(string Left, string Right)> Merges) Read(string path, ReadOnlySpan<byte> content)
    {
        var ranks = ReadRanks(path, content);
        var merges = new List<(int Rank, string Left, string Right)>();
        long steps = 0;
        foreach (var (token, rank) in ranks)
        {
            steps += (long)token.Length * token.Length;
            if (steps > MostSteps)
                throw GgufFault.Of(path, "has tokens that are too long altogether. Name a checkpoint's own tokenizer.");
            if (Parts(token, rank, ranks) is [var left, var right])
                merges.Add((rank, left, right));
        }

        return (
            ranks.ToDictionary(static r => Write(r.Key), static r => r.Value, StringComparer.Ordinal),
            [.. merges.OrderBy(static m => m.Rank).Select(static m => (Write(m.Left), Write(m.Right)))]);
    }

    /// <summary>Tokens by rank, a byte as the character of its number.</summary>
    private static Dictionary<string, int> ReadRanks(string path, ReadOnlySpan<byte> content)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        Span<byte> token = stackalloc byte[LongestToken];
        for (var number = 1; !content.IsEmpty; number++)
        {
            var end = content.IndexOf((byte)'\n');
            var line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            content = end < 0 ? [] : content[(end + 1)..];
            if (line.IsEmpty)
                continue;

            var space = line.IndexOf((byte)' ');
            if (space <= 0 || Base64.DecodeFromUtf8(line[..space], token, out _, out var length) != System.Buffers.OperationStatus.Done || length == 0
                || !Utf8Parser.TryParse(line[(space + 1)..], out int rank, out var used) || used != line.Length - space - 1 || rank < 0
                || !ranks.TryAdd(Encoding.Latin1.GetString(token[..length]), rank))
                throw GgufFault.Of(path, $"has no token in base64 with its rank in line {number}. Where it is a SentencePiece model, save the tokenizer as tokenizer.json.");
        }

        return ranks;
    }

    /// <summary>What a token is put together from: the state of the merges before its own rank.</summary>
    private static List<string> Parts(string token, int rank, Dictionary<string, int> ranks)
    {
        var parts = token.Select(static c => c.ToString()).ToList();
        while (parts.Count > 2)
        {
            var (best, lowest) = (-1, rank);
            for (var i = 0; i + 1 < parts.Count; i++)
                if (ranks.TryGetValue(parts[i] + parts[i + 1], out var found) && found < lowest)
                    (best, lowest) = (i, found);

            if (best < 0)
                break;

            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        return parts;
    }

    private static string Write(string token) => ByteLevelAlphabet.Write(Encoding.Latin1.GetBytes(token));
}
