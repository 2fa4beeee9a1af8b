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
            json.WriteString("type", prediction.Type);
            if (prediction.Length is { } length)
                json.WriteNumber("length", length);
            else
                json.WriteNull("length");
            json.WriteNumber("response_length", prediction.ResponseLength);
            json.WriteString("response", prediction.Response);
            JudgedFields.WriteScores(json, prediction.Scores);
            json.WriteString("id", prediction.Id);
            json.WriteNumber("sample", prediction.Sample);
            json.WriteString("language", prediction.Language);
            Text(json, "model", prediction.Model);
            json.WriteString("fate", FateNames.Of(prediction.Fate));
            Text(json, "error", prediction.Error);
            Text(json, "settings", prediction.Settings);
            if (prediction.PlannedSections is { } planned)
                json.WriteNumber("planned_sections", planned);
            WriteSections(json, prediction.Sections);
            UnitFields.Write(json, prediction.Units);
            JudgedFields.WriteJudge(json, prediction.Scores);
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

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
