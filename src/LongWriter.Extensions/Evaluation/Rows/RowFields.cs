using System.Globalization;
using System.Text.Json;

namespace LongWriter;

/// <summary>The fields of a row, as they stand there; which of them a row needs is its reader's business.</summary>
internal sealed class RowFields
{
    private string? _id;
    private string? _prompt;
    private string? _response;
    private string? _type;
    private string? _language;
    private string? _model;
    private string? _error;
    private string? _settings;
    private string? _fate;
    private string? _lengthFault;
    private int? _length;
    private int? _stated;
    private int? _planned;
    private int _sample;
    private int _line;
    private IReadOnlyList<PredictedSection> _sections = [];
    private QualityScores? _scores;
    private UnitTask? _units;

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is no object, or a field is of another kind than it has to be.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static RowFields Read(ReadOnlySpan<byte> line, int number)
    {
        var fields = new RowFields { _line = number };
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("is no JSON object");

        JsonElement? scores = null, judge = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt"u8))
                fields._prompt = Text(ref reader, "prompt");
            else if (reader.ValueTextEquals("response"u8))
                fields._response = Text(ref reader, "response");
            else if (reader.ValueTextEquals("type"u8))
                fields._type = Text(ref reader, "type");
            else if (reader.ValueTextEquals("length"u8))
                (fields._length, fields._lengthFault) = Length(ref reader);
            else if (reader.ValueTextEquals("response_length"u8))
                fields._stated = Number(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                fields._id = Id(ref reader);
            else if (reader.ValueTextEquals("sample"u8))
                fields._sample = Number(ref reader) ?? throw new FormatException("has a 'sample' that is no whole number");
            else if (reader.ValueTextEquals("language"u8))
                fields._language = Text(ref reader, "language");
            else if (reader.ValueTextEquals("model"u8))
                fields._model = Text(ref reader, "model");
            else if (reader.ValueTextEquals("fate"u8))
                fields._fate = Text(ref reader, "fate");
            else if (reader.ValueTextEquals("error"u8))
                fields._error = Text(ref reader, "error");
            else if (reader.ValueTextEquals("settings"u8))
                fields._settings = Text(ref reader, "settings");
            else if (reader.ValueTextEquals("sections"u8))
                fields._sections = Sections(ref reader);
            else if (reader.ValueTextEquals("planned_sections"u8))
                fields._planned = Number(ref reader);
            else if (reader.ValueTextEquals("units"u8))
                fields._units = UnitFields.Read(Element(ref reader));
            else if (reader.ValueTextEquals("scores"u8))
                scores = Element(ref reader);
            else if (reader.ValueTextEquals("judge"u8))
                judge = Element(ref reader);
            else
                Skip(ref reader);
        }

        // What follows the object would be lost otherwise.
        if (reader.Read())
            throw new FormatException("has more than one JSON value");

        fields._scores = JudgedFields.Read(scores, judge);
        return fields;
    }

    public BenchmarkPrompt ToPrompt() => new(_id ?? Line, Required(_prompt, "prompt"))
    {
        Type = _type ?? "",
        Length = _lengthFault is null ? _length : throw new FormatException(_lengthFault),
        Language = Tag(),
        Units = _units,
    };

    public Prediction ToPrediction()
    {
        var response = _response ?? (_fate is "failed" ? "" : throw new FormatException("has no 'response'"));
        var prediction = new Prediction(_id ?? Line, Required(_prompt, "prompt"), response)
        {
            Type = _type ?? "",
            Length = _length,
            LengthFault = _lengthFault,
            Sample = _sample,
            Language = Tag(),
            Model = _model,
            Fate = _fate is null ? GuessedFate(response) : FateNames.Parse(_fate),
            Error = _error,
            Settings = _settings,
            Sections = _sections,
            PlannedSections = _planned,
            Scores = _scores,
            Units = _units,
            StatedResponseLength = _stated,
        };
        SectionTexts.Check(prediction);
        return prediction;
    }

    private string Line => _line.ToString(CultureInfo.InvariantCulture);

    // files of others do not say how an answer ended
    private static PredictionFate GuessedFate(string response) => RefusalDetector.IsRefusal(response) ? PredictionFate.Refused : PredictionFate.Whole;

    private string Tag() => string.IsNullOrWhiteSpace(_language) ? LanguageDetector.Detect(_prompt!) : _language;

    private static string Required(string? text, string name) => !string.IsNullOrWhiteSpace(text) ? text : throw new FormatException($"has no '{name}', or an empty one");

    private static string? Text(ref Utf8JsonReader reader, string name)
    {
        Advance(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => throw new FormatException($"has a '{name}' that is no text"),
        };
    }

    private static string? Id(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String when reader.GetString() is { } id && !string.IsNullOrWhiteSpace(id) => id,
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new FormatException("has an 'id' that is neither a text nor a number"),
        };
    }

    private static (int? Words, string? Fault) Length(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
            return (null, null);
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number))
        {
            return number > 0 && number <= int.MaxValue && number == Math.Floor(number)
                ? ((int)number, null)
                : (null, string.Create(CultureInfo.InvariantCulture, $"has a 'length' of {number}; it has to be a whole number of words above 0"));
        }

        Finish(ref reader);
        return (null, "has a 'length' that is no number");
    }

    private static int? Number(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0)
            return number;

        Finish(ref reader);
        return null;
    }

    private static IReadOnlyList<PredictedSection> Sections(ref Utf8JsonReader reader)
    {
        if (Element(ref reader) is not { ValueKind: JsonValueKind.Array } array)
            throw new FormatException("has 'sections' that are no list");

        return [.. array.EnumerateArray().Select(static section => section.ValueKind == JsonValueKind.Object
            && section.TryGetProperty("main_point", out var point) && point.ValueKind == JsonValueKind.String
            && section.TryGetProperty("words", out var words) && words.ValueKind == JsonValueKind.Number && words.TryGetInt32(out var planned) && planned >= 0
            && section.TryGetProperty("characters", out var characters) && characters.ValueKind == JsonValueKind.Number && characters.TryGetInt32(out var length) && length >= 0
            ? new PredictedSection(point.GetString()!, planned, length)
            : throw new FormatException("has a section without 'main_point', 'words' and 'characters'"))];
    }

    private static JsonElement Element(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Finish(ref reader);
    }

    private static void Finish(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }

    private static void Advance(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            throw new FormatException("is no JSON object");
    }
}
