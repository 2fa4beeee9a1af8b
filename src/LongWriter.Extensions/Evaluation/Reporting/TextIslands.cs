using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace LongWriter;

/// <summary>
/// Texts in the page as JSON that is no markup: the encoder writes every &lt;, &gt; and &amp; as an escape, so that no text can end its element. Each text is
/// an element of its own, which the script parses when it is asked for.
/// </summary>
internal static class TextIslands
{
    // makes the page as small as UTF-8 allows, but never writes what HTML would read
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>About what a text takes in the page.</summary>
    public static long SizeOf(string text) => Encoding.UTF8.GetByteCount(text) + (text.Length / 40L);

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

    public static void Write(TextWriter writer, int index, Prediction prediction, long most)
    {
        var text = Cut(prediction.Response, most);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("id", prediction.Id);
            json.WriteNumber("sample", prediction.Sample);
            json.WriteString("prompt", prediction.Prompt);
            json.WriteString("text", text);
            if (text.Length < prediction.Response.Length)
                json.WriteNumber("of", prediction.Response.Length);
            if (prediction.Model is not null)
                json.WriteString("model", prediction.Model);
            if (prediction.Error is not null)
                json.WriteString("error", prediction.Error);
            if (prediction.Scores is { } scores)
            {
                json.WriteStartArray("votes");
                foreach (var vote in scores.Votes)
                    json.WriteStringValue($"{string.Join(", ", QualityDimensions.All.Select(d => FormattableString.Invariant($"{QualityDimensions.Name(d)} {vote.Of(d):0.##}")))}. {vote.Analysis}");
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        writer.Write($"<script type=\"application/json\" id=\"t{index}\">{Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length)}</script>\n");
    }

    private static string Cut(string text, long most)
    {
        if (SizeOf(text) <= most)
            return text;

        // in proportion, which for a text of one script is right
        var length = (int)Math.Min(text.Length, text.Length * (double)most / SizeOf(text));
        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
