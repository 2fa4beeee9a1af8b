using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace LongWriter;

/// <summary>
/// Texts in the page as JSON that is no markup: the encoder writes every &lt;, &gt; and &amp; as an escape, so that no text can end its element. Each answer is
/// an element of its own, which the script parses when it is asked for.
/// </summary>
internal static class TextIslands
{
    private const int Block = 1_024;

    // behind a text that is cut and has no number beside it to say so
    private const string CutMark = " […]";

    // a code unit takes six characters at most
    private const int LongestEscape = 6;

    // makes the page as small as UTF-8 allows, but never writes what HTML would read
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    private static readonly JsonWriterOptions Format = new() { Encoder = Encoder };

    /// <summary>The bytes that a text takes in the page.</summary>
    public static long SizeOf(string text) => Fit(text, long.MaxValue).Bytes;

    /// <summary>The texts of an answer that stand in the page; each may be cut.</summary>
    public static IEnumerable<string> TextsOf(Prediction prediction) =>
        new[] { prediction.Id, prediction.Prompt, prediction.Response, prediction.Model, prediction.Error }.OfType<string>().Concat(Votes(prediction));

    /// <summary>The greatest size such that all sizes, cut to it, stay within a sum; the greatest of all where nothing need be cut.</summary>
    public static long LengthWithin(IReadOnlyList<long> sizes, long sum)
    {
        var sorted = sizes.Order().ToList();
        var left = sum;
        for (var i = 0; i < sorted.Count; i++)
        {
            var share = left / (sorted.Count - i);
            if (sorted[i] > share)
                return share;
            left -= sorted[i];
        }

        return long.MaxValue;
    }

    /// <summary>Writes an answer's texts.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="index">The answer's number in the page.</param>
    /// <param name="prediction">The answer.</param>
    /// <param name="most">The bytes that each of its texts may take.</param>
    public static void Write(TextWriter writer, int index, Prediction prediction, long most)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("id", Marked(prediction.Id, most));
            json.WriteNumber("sample", prediction.Sample);
            WriteCut(json, "prompt", prediction.Prompt, "promptOf", most);
            WriteCut(json, "text", prediction.Response, "of", most);
            if (prediction.Model is not null)
                json.WriteString("model", Marked(prediction.Model, most));
            if (prediction.Error is not null)
                json.WriteString("error", Marked(prediction.Error, most));
            if (prediction.Scores is not null)
            {
                json.WriteStartArray("votes");
                foreach (var vote in Votes(prediction))
                    json.WriteStringValue(Marked(vote, most));
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        writer.Write($"<script type=\"application/json\" id=\"t{index}\">{Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length)}</script>\n");
    }

    private static IEnumerable<string> Votes(Prediction prediction) => (prediction.Scores?.Votes ?? [])
        .Select(static vote => $"{string.Join(", ", QualityDimensions.All.Select(d => FormattableString.Invariant($"{QualityDimensions.Name(d)} {vote.Of(d):0.##}")))}. {vote.Analysis}");

    private static void WriteCut(Utf8JsonWriter json, string name, string text, string whole, long most)
    {
        var shown = Cut(text, most);
        json.WriteString(name, shown);
        if (shown.Length < text.Length)
            json.WriteNumber(whole, text.Length);
    }

    private static string Marked(string text, long most) => Fit(text, most).Length == text.Length ? text : Cut(text, most - SizeOf(CutMark)) + CutMark;

    private static string Cut(string text, long most) => text[..Fit(text, most).Length];

    /// <summary>How much of a text fits into a number of bytes as the encoder writes it, by whole characters.</summary>
    private static (int Length, long Bytes) Fit(string text, long most)
    {
        Span<char> written = stackalloc char[Block * LongestEscape];
        var bytes = 0L;
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + Block, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end--;

            var block = BytesOf(text.AsSpan(start, end - start), written);
            if (bytes + block > most)
                return FitBlock(text, start, bytes, most, written);
            bytes += block;
            start = end;
        }

        return (text.Length, bytes);
    }

    private static (int Length, long Bytes) FitBlock(string text, int start, long bytes, long most, Span<char> written)
    {
        while (true)
        {
            var length = char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]) ? 2 : 1;
            var size = BytesOf(text.AsSpan(start, length), written);
            if (bytes + size > most)
                return (start, bytes);
            bytes += size;
            start += length;
        }
    }

    private static int BytesOf(ReadOnlySpan<char> text, Span<char> written)
    {
        Encoder.Encode(text, written, out _, out var count);
        return Encoding.UTF8.GetByteCount(written[..count]);
    }
}
