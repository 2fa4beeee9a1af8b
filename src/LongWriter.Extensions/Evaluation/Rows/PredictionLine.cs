using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>Writes rows of <c>pred.jsonl</c> and <c>judge.jsonl</c>: the authors' fields first, then those of this package.</summary>
internal static class PredictionLine
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Prediction prediction)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("prompt", prediction.Prompt);
            if (!Raw(json, prediction, "type"))
                json.WriteString("type", prediction.Type);
            if (prediction.Length is { } length)
                json.WriteNumber("length", length);
            else if (!Raw(json, prediction, "length"))
                json.WriteNull("length");
            json.WriteNumber("response_length", prediction.ResponseLength);
            json.WriteString("response", prediction.Response);
            if (prediction.Scores is not null || !Raw(json, prediction, "scores"))
                JudgedFields.WriteScores(json, prediction.Scores);
            json.WriteString("id", prediction.Id);
            if (prediction.IsNumbered)
                json.WriteBoolean(RowFields.IdIsLine, true);
            json.WriteNumber("sample", prediction.Sample);
            if (!Raw(json, prediction, "language"))
                json.WriteString("language", prediction.Language);
            Text(json, prediction, "model", prediction.Model);
            if (!Raw(json, prediction, "fate"))
                json.WriteString("fate", FateNames.Of(prediction.Fate));
            Text(json, prediction, "error", prediction.Error);
            Text(json, prediction, "settings", prediction.Settings);
            if (prediction.PlannedSections is { } planned)
                json.WriteNumber("planned_sections", planned);
            else
                Raw(json, prediction, "planned_sections");
            if (prediction.Sections.Count > 0 || !Raw(json, prediction, "sections"))
                WriteSections(json, prediction.Sections);
            if (prediction.Units is not null || !Raw(json, prediction, "units"))
                UnitFields.Write(json, prediction.Units);
            if (prediction.Scores is not null || !Raw(json, prediction, "judge"))
                JudgedFields.WriteJudge(json, prediction.Scores);
            foreach (var (name, value) in prediction.OtherFields)
                WriteOther(json, name, value);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteSections(Utf8JsonWriter json, IReadOnlyList<PredictedSection> sections)
    {
        if (sections.Count == 0)
            return;

        json.WriteStartArray("sections");
        foreach (var section in sections)
        {
            json.WriteStartObject();
            json.WriteString("main_point", section.MainPoint);
            json.WriteNumber("words", section.Words);
            json.WriteNumber("characters", section.Characters);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A line that stands for one which could not be read.</summary>
    public static byte[] Unread(string fault) => StandIn(RowFields.Unread, fault);

    /// <summary>A line that stands for one in whose place a later one counts.</summary>
    public static byte[] Replaced(string fault) => StandIn(RowFields.Replaced, fault);

    private static byte[] StandIn(string name, string fault)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString(name, fault);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>A field as it stood in the row, where it could not be used.</summary>
    private static bool Raw(Utf8JsonWriter json, Prediction prediction, string name)
    {
        if (!prediction.RawFields.TryGetValue(name, out var raw))
            return false;

        json.WritePropertyName(name);
        json.WriteRawValue(raw);
        return true;
    }

    private static void WriteOther(Utf8JsonWriter json, string name, JsonElement value)
    {
        if (RowFields.Known.Contains(name))
            return;

        json.WritePropertyName(name);
        var raw = value.GetRawText();
        // A row is one line; as it stood in a file it is that already.
        if (raw.AsSpan().IndexOfAny('\n', '\r') < 0)
            json.WriteRawValue(raw);
        else
            value.WriteTo(json);
    }

    private static void Text(Utf8JsonWriter json, Prediction prediction, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
        else
            Raw(json, prediction, name);
    }
}
