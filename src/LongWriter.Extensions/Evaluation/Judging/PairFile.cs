using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>A file of judgements of pairs, JSON Lines: <c>id</c>, <c>outcome</c>, <c>judge</c>, <c>settings</c>, <c>faults</c>, and <c>pair</c>, a hash of what was judged.</summary>
internal static class PairFile
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc cref="RowLog{T}.Open"/>
    public static RowLog<PairJudgement> Open(string path, bool resume) =>
        RowLog<PairJudgement>.Open(path, resume, static p => RowFile.Read(p, static (line, _) => Read(line), static j => j.Pair), Write);

    /// <summary>The hash of a prompt and two answers, the first run's first.</summary>
    public static string HashOf(Prediction first, Prediction second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in new[] { first.Prompt, first.Response, second.Response })
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static byte[] Write(PairJudgement judgement)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("id", judgement.Id);
            json.WriteString("outcome", NameOf(judgement.Outcome));
            json.WriteString("judge", judgement.Judge);
            if (judgement.Settings is not null)
                json.WriteString("settings", judgement.Settings);
            json.WriteStartArray("faults");
            foreach (var fault in judgement.Faults)
                json.WriteStringValue(fault);
            json.WriteEndArray();
            json.WriteString("pair", judgement.Pair);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <exception cref="FormatException">It is no judgement.</exception>
    private static PairJudgement Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var root = JsonElement.ParseValue(ref reader);
        if (root.ValueKind != JsonValueKind.Object || Text(root, "id") is not { } id || Text(root, "pair") is not { Length: > 0 } pair)
            throw new FormatException("is no judgement of a pair: it has no 'id' or no 'pair'");

        var outcome = Text(root, "outcome");
        return new(id, Enum.GetValues<PairOutcome>().Where(o => NameOf(o) == outcome).Cast<PairOutcome?>().FirstOrDefault() ?? throw new FormatException("has an 'outcome' that is none of first, second, tie, failed"))
        {
            Judge = Text(root, "judge") ?? "",
            Settings = Text(root, "settings"),
            Faults = root.TryGetProperty("faults", out var faults) && faults.ValueKind == JsonValueKind.Array
                ? [.. faults.EnumerateArray().Where(static f => f.ValueKind == JsonValueKind.String).Select(static f => f.GetString()!)]
                : [],
            Pair = pair,
        };
    }

    private static string NameOf(PairOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
