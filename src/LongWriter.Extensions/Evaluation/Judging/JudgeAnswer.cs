using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LongWriter;

/// <summary>Reads what a judge answered: strict about the scores, lenient about what stands around them.</summary>
internal static class JudgeAnswer
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    // Each try looks at the rest of the answer once.
    private const int MostTries = 500;

    /// <summary>Reads a vote.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong, in words for the judge.</exception>
    public static QualityVote ReadVote(string answer) => Read(answer, static root =>
    {
        var scores = new Dictionary<QualityDimension, double>();
        var analysis = "";
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name.Equals("Analysis", StringComparison.OrdinalIgnoreCase))
                analysis = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            else if (QualityDimensions.Find(property.Name) is { } dimension)
                scores[dimension] = Score(property, scores.ContainsKey(dimension));
        }

        return QualityDimensions.All.Where(d => !scores.ContainsKey(d)).Select(QualityDimensions.Name).ToList() is { Count: > 0 } missing
            ? throw new FormatException($"The JSON object has no score for {string.Join(", ", missing)}.")
            : QualityDimensions.Vote(scores, analysis);
    });

    /// <summary>Reads which of two texts won: 1, 2, or 0 for neither.</summary>
    /// <exception cref="FormatException">It does not say.</exception>
    public static int ReadWinner(string answer) => Read(answer, static root =>
    {
        var found = root.EnumerateObject().Where(static p => p.Name.Equals("winner", StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count != 1)
            throw new FormatException("The JSON object has no single 'winner'.");

        var value = found[0].Value;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        return text.ToLowerInvariant() switch
        {
            "1" or "text 1" => 1,
            "2" or "text 2" => 2,
            "tie" or "0" => 0,
            _ => throw new FormatException("'winner' is none of \"1\", \"2\" and \"tie\"."),
        };
    });

    private static double Score(JsonProperty property, bool twice)
    {
        if (twice)
            throw new FormatException($"'{property.Name}' stands there twice.");

        var score = JsonNumber.Of(property.Value) ?? throw new FormatException($"'{property.Name}' is no number.");
        return score is >= 1 and <= 5 && score == Math.Floor(score)
            ? score
            : throw new FormatException($"'{property.Name}' is no whole number from 1 to 5.");
    }

    /// <summary>Reads the last JSON object of an answer: judges think, quote and fence before it.</summary>
    private static T Read<T>(string answer, Func<JsonElement, T> read)
    {
        answer = ReasoningBlocks.Remove(answer);
        Exception? fault = null;
        var outermost = Objects(answer);
        foreach (var text in outermost)
        {
            if (TryParse(text, ref fault) is { } document)
            {
                using (document)
                    return Read(document.RootElement, read);
            }
        }

        return ReadBackwards(answer, read, out var value)
            ? value!
            : throw (fault is not null ? new FormatException("What stands in braces is no JSON.", fault)
                : outermost.Count == 0 ? new FormatException("There is no JSON object in the answer.")
                : new FormatException("What stands in braces is no JSON."));
    }

    /// <summary>A brace or quote of the prose before it swallows an object; so each brace is tried as a beginning, the last one first.</summary>
    private static bool ReadBackwards<T>(string answer, Func<JsonElement, T> read, out T? value)
    {
        value = default;
        var tries = 0;
        for (var at = answer.LastIndexOf('{'); at >= 0 && tries < MostTries; at = at == 0 ? -1 : answer.LastIndexOf('{', at - 1), tries++)
        {
            Exception? fault = null;
            if (End(answer, at) is not { } end || TryParse(answer[at..end], ref fault) is not { } document)
                continue;

            using (document)
            {
                try
                {
                    value = Read(document.RootElement, read);
                    return true;
                }
                catch (FormatException)
                {
                    // An object inside the one that is looked for, or none of those.
                }
            }
        }

        return false;
    }

    /// <exception cref="FormatException">It cannot be read.</exception>
    private static T Read<T>(JsonElement root, Func<JsonElement, T> read)
    {
        try
        {
            return read(root);
        }
        catch (InvalidOperationException exception)
        {
            // System.Text.Json's word for the escape of half a surrogate pair.
            throw new FormatException("The JSON object has text that is no Unicode (half of a surrogate pair).", exception);
        }
    }

    private static JsonDocument? TryParse(string text, ref Exception? fault)
    {
        try
        {
            return JsonDocument.Parse(text, Lenient);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // An ArgumentException where the text has half of a surrogate pair as it is.
            fault = exception;
        }

        try
        {
            return JsonDocument.Parse(EscapeLineBreaks(text), Lenient);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            fault = exception;
            return null;
        }
    }

    /// <summary>The place behind the brace that closes one; null where none does.</summary>
    private static int? End(string answer, int start)
    {
        var depth = 0;
        var quoted = false;
        for (var i = start; i < answer.Length; i++)
        {
            var c = answer[i];
            if (quoted)
            {
                if (c == '\\')
                    i++;
                else if (c == '"')
                    quoted = false;
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == '{')
            {
                depth++;
            }
            else if (c == '}' && --depth == 0)
            {
                return i + 1;
            }
        }

        return null;
    }

    /// <summary>The outermost spans in braces, the last one first; an object that was cut off is none.</summary>
    private static List<string> Objects(string answer)
    {
        var found = new List<string>();
        int depth = 0, start = 0;
        var quoted = false;
        for (var i = 0; i < answer.Length; i++)
        {
            var c = answer[i];
            if (depth > 0 && quoted)
            {
                if (c == '\\')
                    i++;
                else if (c == '"')
                    quoted = false;
            }
            else if (c == '"' && depth > 0)
            {
                quoted = true;
            }
            else if (c == '{')
            {
                start = depth++ == 0 ? i : start;
            }
            else if (c == '}' && depth > 0 && --depth == 0)
            {
                found.Add(answer[start..(i + 1)]);
            }
        }

        found.Reverse();
        return found;
    }

    /// <summary>Models write line breaks into JSON strings as they are.</summary>
    private static string EscapeLineBreaks(string json)
    {
        var text = new StringBuilder(json.Length);
        var quoted = false;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (c == '\\' && quoted && i + 1 < json.Length)
            {
                text.Append(c).Append(json[++i]);
                continue;
            }

            quoted ^= c == '"';
            if (quoted && char.IsControl(c))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        return text.ToString();
    }
}
