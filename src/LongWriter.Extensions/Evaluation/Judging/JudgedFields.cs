using System.Text.Json;

namespace LongWriter;

/// <summary>
/// Scores in a row of <c>judge.jsonl</c>: <c>scores</c> as the authors have it (a number for each dimension, "Analysis"), the mean where there
/// were several votes; and <c>judge</c> with what is behind it.
/// </summary>
internal static class JudgedFields
{
    /// <summary>The scores of a row; null where it has none.</summary>
    /// <exception cref="FormatException">They cannot be used.</exception>
    public static QualityScores? Read(JsonElement? scores, JsonElement? judge)
    {
        var hasScores = scores is { ValueKind: JsonValueKind.Object };
        if (scores is { } other && !hasScores && other.ValueKind != JsonValueKind.Null)
            throw new FormatException("has 'scores' that are no object");
        var own = judge switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Object } known => ReadOwn(known),
            { ValueKind: JsonValueKind.String } name => new QualityScores(name.GetString()!, []),
            _ => throw new FormatException("has a 'judge' that is neither an object nor a name"),
        };
        // Files of others may name the judge and keep its votes to themselves.
        return own is { IsJudged: true } || !hasScores ? own : (own ?? new QualityScores("", [])) with { Votes = [Vote(scores!.Value, "scores")] };
    }

    public static void WriteScores(Utf8JsonWriter json, QualityScores? scores)
    {
        if (scores is null)
            return;

        if (!scores.IsJudged)
        {
            json.WriteNull("scores");
            return;
        }

        json.WritePropertyName("scores");
        json.WriteStartObject();
        json.WriteString("Analysis", scores.Votes[0].Analysis);
        foreach (var dimension in QualityDimensions.All)
            json.WriteNumber(QualityDimensions.Name(dimension), Math.Round(scores[dimension], 4));
        json.WriteEndObject();
    }

    public static void WriteJudge(Utf8JsonWriter json, QualityScores? scores)
    {
        if (scores is null)
            return;

        json.WriteStartObject("judge");
        json.WriteString("model", scores.Judge);
        if (scores.Settings is not null)
            json.WriteString("settings", scores.Settings);
        json.WriteStartArray("votes");
        foreach (var vote in scores.Votes)
        {
            json.WriteStartObject();
            json.WriteString("Analysis", vote.Analysis);
            foreach (var dimension in QualityDimensions.All)
                json.WriteNumber(QualityDimensions.Name(dimension), vote.Of(dimension));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("faults");
        foreach (var fault in scores.Faults)
            json.WriteStringValue(fault);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static QualityScores ReadOwn(JsonElement judge)
    {
        var votes = new List<QualityVote>();
        if (judge.TryGetProperty("votes", out var list) && list.ValueKind != JsonValueKind.Null)
        {
            if (list.ValueKind != JsonValueKind.Array)
                throw new FormatException("has a 'judge' with 'votes' that are no list");
            foreach (var vote in list.EnumerateArray())
                votes.Add(vote.ValueKind == JsonValueKind.Object ? Vote(vote, "a vote") : throw new FormatException("has a vote that is no object"));
        }

        var faults = judge.TryGetProperty("faults", out var texts) && texts.ValueKind == JsonValueKind.Array
            ? texts.EnumerateArray().Where(static t => t.ValueKind == JsonValueKind.String).Select(static t => t.GetString()!).ToList()
            : [];
        return new(Text(judge, "model") ?? "", votes) { Faults = faults, Settings = Text(judge, "settings") };
    }

    private static QualityVote Vote(JsonElement element, string what)
    {
        var scores = new Dictionary<QualityDimension, double>();
        foreach (var dimension in QualityDimensions.All)
        {
            if (!element.TryGetProperty(QualityDimensions.Name(dimension), out var value) || JsonNumber.Of(value) is not { } score || score is not (>= 1 and <= 5))
                throw new FormatException($"has {what} without a number from 1 to 5 for '{QualityDimensions.Name(dimension)}'");
            scores[dimension] = score;
        }

        return QualityDimensions.Vote(scores, Text(element, "Analysis") ?? "");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
