using System.Text.Json;

namespace LongWriter;

/// <summary>The JSON of a row in each of the known forms, and what a form cannot do without.</summary>
internal static class RowForms
{
    public static string? WithoutText(DatasetRow row) => row.Text is null ? "no text" : null;

    public static string? WithoutPlan(DatasetRow row) => string.IsNullOrEmpty(row.Plan) ? "no plan" : null;

    public static string? WithoutEither(DatasetRow row) => WithoutText(row) ?? WithoutPlan(row);

    public static void Messages(Utf8JsonWriter json, DatasetRow row) => Chat(json, row, row.Text!);

    public static void PlanAugmented(Utf8JsonWriter json, DatasetRow row) => Chat(json, row, row.Plan!.Trim() + WritingDocument.SectionSeparator + row.Text);

    public static void Alpaca(Utf8JsonWriter json, DatasetRow row)
    {
        json.WriteString("id", row.Id);
        Optional(json, "system", row.System);
        json.WriteString("instruction", row.Prompt);
        json.WriteString("input", "");
        json.WriteString("output", row.Text);
        Rest(json, row);
    }

    public static void ShareGpt(Utf8JsonWriter json, DatasetRow row)
    {
        json.WriteString("id", row.Id);
        Optional(json, "system", row.System);
        json.WriteStartArray("conversations");
        Turn(json, "from", "human", "value", row.Prompt);
        Turn(json, "from", "gpt", "value", row.Text!);
        json.WriteEndArray();
        Rest(json, row);
    }

    public static void AuthorsPlan(Utf8JsonWriter json, DatasetRow row)
    {
        json.WriteString("prompt", row.Prompt);
        json.WriteString("plan", row.Plan);
        json.WriteString("id", row.Id);
        Given(json, row);
    }

    public static void AuthorsWrite(Utf8JsonWriter json, DatasetRow row)
    {
        json.WriteString("prompt", row.Prompt);
        Optional(json, "plan", row.Plan);
        json.WriteStartArray("write");
        foreach (var section in row.Sections is { Count: > 0 } sections ? sections : [row.Text!])
            json.WriteStringValue(section);
        json.WriteEndArray();
        json.WriteString("id", row.Id);
        Given(json, row);
    }

    /// <summary>Everything that a row has.</summary>
    public static void Whole(Utf8JsonWriter json, DatasetRow row)
    {
        json.WriteString("id", row.Id);
        Optional(json, "system", row.System);
        json.WriteString("prompt", row.Prompt);
        Optional(json, "text", row.Text);
        if (row.Sections is { Count: > 0 } sections)
        {
            json.WriteStartArray("sections");
            foreach (var section in sections)
                json.WriteStringValue(section);
            json.WriteEndArray();
        }

        Rest(json, row);
    }

    /// <summary>Why a row or line was left out.</summary>
    public static void Rejected(Utf8JsonWriter json, RowReject reject)
    {
        json.WriteStartObject("rejected"u8);
        json.WriteString("filter"u8, reject.Filter);
        json.WriteString("reason"u8, reject.Reason);
        json.WriteEndObject();
    }

    /// <summary>A row as one line of JSON.</summary>
    public static byte[] ToJson(DatasetRow row, Action<Utf8JsonWriter, DatasetRow> write) => ToJson(json => write(json, row));

    /// <summary>An object as one line of JSON.</summary>
    public static byte[] ToJson(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonRowSink.Format))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Chat(Utf8JsonWriter json, DatasetRow row, string answer)
    {
        json.WriteString("id", row.Id);
        json.WriteStartArray("messages");
        if (!string.IsNullOrEmpty(row.System))
            Turn(json, "role", "system", "content", row.System);
        Turn(json, "role", "user", "content", row.Prompt);
        Turn(json, "role", "assistant", "content", answer);
        json.WriteEndArray();
        Rest(json, row);
    }

    private static void Rest(Utf8JsonWriter json, DatasetRow row)
    {
        var language = RowFigures.LanguageOf(row);
        var counter = WordCounters.ForLanguage(language);
        if (RowFigures.RequiredOf(row) is { } required)
        {
            json.WriteNumber("required", required);
            if (row.Text is { } written)
                json.WriteNumber("length_score", Math.Round(LengthScore.Compute(required, counter.Count(written)), 4));
        }

        if (row.Text is { } text)
            json.WriteNumber("words", counter.Count(text));
        json.WriteString("counter", counter.Name);
        json.WriteString("language", language);
        Optional(json, "type", row.Type);
        Optional(json, "original_prompt", row.OriginalPrompt);
        Optional(json, "plan", row.Plan);
        Extra(json, row);
    }

    /// <summary>What the authors' files do not know and a row is read back by.</summary>
    private static void Given(Utf8JsonWriter json, DatasetRow row)
    {
        if (row.Required is { } required)
            json.WriteNumber("length", required);
        Optional(json, "system", row.System);
        Optional(json, "language", row.Language);
        Optional(json, "type", row.Type);
        Optional(json, "original_prompt", row.OriginalPrompt);
        Extra(json, row);
    }

    private static void Extra(Utf8JsonWriter json, DatasetRow row)
    {
        if (row.Provenance is { } provenance)
        {
            json.WritePropertyName("provenance");
            JsonSerializer.Serialize(json, provenance, RowJson.Default.RowProvenance);
        }

        foreach (var (name, value) in row.Extra ?? new Dictionary<string, JsonElement>())
        {
            if (name == "provenance" && row.Provenance is not null)
                continue;

            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    private static void Turn(Utf8JsonWriter json, string roleField, string role, string textField, string text)
    {
        json.WriteStartObject();
        json.WriteString(roleField, role);
        json.WriteString(textField, text);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }
}
