using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace LongWriter;

/// <summary>The fields of a row, as they stand there; which of them a row needs is its reader's business.</summary>
internal sealed class RowFields
{
    /// <summary>The one field of a row that stands for a line which could not be read: what is wrong with that.</summary>
    public const string Unread = "unread";

    /// <summary>The one field of a row that stands for a line in whose place a later one counts: which that is.</summary>
    public const string Replaced = "replaced";

    /// <summary>Whether a written id is the number of a line of the file that the row is from.</summary>
    public const string IdIsLine = "id_is_line";

    /// <summary>The fields that are no user's own.</summary>
    public static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "prompt", "response", "type", "length", "response_length", "id", "sample", "language", "model", "fate", "error", "settings", "sections", "planned_sections", "units", "scores", "judge", IdIsLine,
    ]);

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
    private bool _idIsLine;
    private int _line;
    private IReadOnlyList<PredictedSection> _sections = [];
    private QualityScores? _scores;
    private UnitTask? _units;
    private JsonElement _sectionsElement;
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string> _raw = [];
    private readonly Dictionary<string, JsonElement> _other = [];

    /// <summary>Reads a line. A part that a row can do without and that cannot be used is a fault of the row, which counts.</summary>
    /// <exception cref="FormatException">It is no object, or a field that it needs is of another kind than it has to be.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static RowFields Read(ReadOnlySpan<byte> line, int number)
    {
        var fields = new RowFields { _line = number };
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("is no JSON object");

        JsonElement? scores = null, judge = null, sections = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt"u8))
                fields._prompt = Text(ref reader, "prompt");
            else if (reader.ValueTextEquals("response"u8))
                fields._response = Text(ref reader, "response");
            else if (reader.ValueTextEquals("type"u8))
                fields._type = fields.OptionalText(ref reader, "type");
            else if (reader.ValueTextEquals("length"u8))
                fields.ReadLength(Element(ref reader));
            else if (reader.ValueTextEquals("response_length"u8))
                fields._stated = Number(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                fields._id = Id(ref reader);
            else if (reader.ValueTextEquals(IdIsLine))
                fields._idIsLine = Element(ref reader).ValueKind == JsonValueKind.True;
            else if (reader.ValueTextEquals("sample"u8))
                fields._sample = Number(ref reader) ?? throw new FormatException("has a 'sample' that is no whole number");
            else if (reader.ValueTextEquals("language"u8))
                fields._language = fields.OptionalText(ref reader, "language");
            else if (reader.ValueTextEquals("model"u8))
                fields._model = fields.OptionalText(ref reader, "model");
            else if (reader.ValueTextEquals("fate"u8))
                fields._fate = fields.Part("fate", Element(ref reader), KnownFate);
            else if (reader.ValueTextEquals("error"u8))
                fields._error = fields.OptionalText(ref reader, "error");
            else if (reader.ValueTextEquals("settings"u8))
                fields._settings = fields.OptionalText(ref reader, "settings");
            else if (reader.ValueTextEquals("sections"u8))
                sections = Element(ref reader);
            else if (reader.ValueTextEquals("planned_sections"u8))
                fields._planned = Number(ref reader);
            else if (reader.ValueTextEquals("units"u8))
                fields._units = fields.Part("units", Element(ref reader), UnitFields.Read);
            else if (reader.ValueTextEquals("scores"u8))
                scores = Element(ref reader);
            else if (reader.ValueTextEquals("judge"u8))
                judge = Element(ref reader);
            else
                fields.KeepOther(ref reader);
        }

        // What follows the object would be lost otherwise.
        if (reader.Read())
            throw new FormatException("has more than one JSON value");

        if (fields.StandIn(Unread) is { } unread)
            throw new FormatException(unread);
        if (fields.StandIn(Replaced) is { } replaced)
            throw new ReplacedRowException(replaced);
        if (sections is { } list)
            fields._sections = fields.ReadSections(list);
        fields._scores = fields.ReadScores(scores, judge);
        return fields;
    }

    public BenchmarkPrompt ToPrompt() => new(_id ?? Line, Required(_prompt, "prompt"))
    {
        Type = _type ?? "",
        Length = _lengthFault is null ? _length : throw new FormatException(_lengthFault),
        Language = Tag(),
        Units = _units,
        Faults = _faults,
        OtherFields = _other,
        IsNumbered = IsNumbered,
    };

    public Prediction ToPrediction()
    {
        var response = _response ?? (_fate is "failed" ? "" : throw new FormatException("has no 'response'"));
        var sections = CheckedSections(response);
        return new(_id ?? Line, Required(_prompt, "prompt"), response)
        {
            Type = _type ?? "",
            Length = _length,
            LengthFault = _lengthFault,
            Sample = _sample,
            Language = Tag(),
            Model = _model,
            Fate = _fate is null ? GuessedFate(response) : FateNames.Find(_fate)!.Value,
            Error = _error,
            Settings = _settings,
            Sections = sections,
            PlannedSections = _planned,
            Scores = _scores,
            Units = _units,
            StatedResponseLength = _stated,
            Faults = _faults,
            OtherFields = _other,
            RawFields = _raw,
            IsNumbered = IsNumbered,
        };
    }

    private string? StandIn(string name) =>
        _prompt is null && _response is null && _other.TryGetValue(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private bool IsNumbered => _id is null || _idIsLine;

    private string Line => _line.ToString(CultureInfo.InvariantCulture);

    // files of others do not say how an answer ended
    private static PredictionFate GuessedFate(string response) => RefusalDetector.IsRefusal(response) ? PredictionFate.Refused : PredictionFate.Whole;

    private static string? KnownFate(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when FateNames.Find(element.GetString()!) is not null => element.GetString(),
        _ => throw new FormatException("has a 'fate' that is none of whole, cut, refused, failed"),
    };

    private IReadOnlyList<PredictedSection> CheckedSections(string response)
    {
        if (SectionTexts.Fault(_sections, response) is { } fault)
        {
            AddFault("sections", _sectionsElement, fault);
            _sections = [];
        }

        // Without its sections a plan is unknown, not unwritten.
        if (_planned is { } planned && _raw.ContainsKey("sections"))
            (_planned, _raw["planned_sections"]) = (null, planned.ToString(CultureInfo.InvariantCulture));
        return _sections;
    }

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

    /// <summary>A text that a row can do without; null where there is none that can be used.</summary>
    private string? OptionalText(ref Utf8JsonReader reader, string name)
    {
        Advance(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
            return null;

        var element = JsonElement.ParseValue(ref reader);
        return Part(name, element, e => e.ValueKind == JsonValueKind.String ? e.GetString() : throw new FormatException($"has a '{name}' that is no text"));
    }

    /// <summary>Reads a part that a row can do without.</summary>
    private T? Part<T>(string name, JsonElement element, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            return read(element);
        }
        catch (FormatException exception)
        {
            AddFault(name, element, exception.Message);
        }
        catch (InvalidOperationException)
        {
            AddFault(name, element, $"has a '{name}' with text that is no Unicode");
        }

        return null;
    }

    /// <summary>Notes a fault, and keeps what cannot be used as it stands, so that a file that is written again loses nothing.</summary>
    private void AddFault(string name, JsonElement element, string fault)
    {
        _faults.Add(fault);
        KeepRaw(name, element);
    }

    private void KeepRaw(string name, JsonElement element)
    {
        try
        {
            _raw[name] = element.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8 cannot be kept in a text.
        }
    }

    private void KeepOther(ref Utf8JsonReader reader)
    {
        string? name = null;
        try
        {
            name = reader.GetString()!;
            var element = Element(ref reader);
            // throws where bytes are no UTF-8
            _ = element.GetRawText();
            _other[name] = element;
        }
        catch (InvalidOperationException)
        {
            _faults.Add("has a field of its own with text that is no Unicode");
            if (name is null)
                Skip(ref reader);
        }
    }

    private void ReadLength(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return;

        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var number))
            _lengthFault = "has a 'length' that is no number";
        else if (number > 0 && number <= int.MaxValue && number == Math.Floor(number))
            _length = (int)number;
        else
            _lengthFault = string.Create(CultureInfo.InvariantCulture, $"has a 'length' of {number}; it has to be a whole number of words above 0");
        if (_lengthFault is not null)
            KeepRaw("length", element);
    }

    private QualityScores? ReadScores(JsonElement? scores, JsonElement? judge)
    {
        try
        {
            return JudgedFields.Read(scores, judge);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            _faults.Add(exception is FormatException ? exception.Message : "has 'scores' with text that is no Unicode");
            if (scores is { } given)
                KeepRaw("scores", given);
            if (judge is { } own)
                KeepRaw("judge", own);
            return null;
        }
    }

    private static int? Number(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0)
            return number;

        Finish(ref reader);
        return null;
    }

    private IReadOnlyList<PredictedSection> ReadSections(JsonElement element)
    {
        _sectionsElement = element;
        return Part("sections", element, static e => e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().Select(Section).ToList() : throw new FormatException("has 'sections' that are no list")) ?? [];
    }

    private static PredictedSection Section(JsonElement section) => section.ValueKind == JsonValueKind.Object
        && section.TryGetProperty("main_point", out var point) && point.ValueKind == JsonValueKind.String
        && section.TryGetProperty("words", out var words) && words.ValueKind == JsonValueKind.Number && words.TryGetInt32(out var planned) && planned >= 0
        && section.TryGetProperty("characters", out var characters) && characters.ValueKind == JsonValueKind.Number && characters.TryGetInt32(out var length) && length >= 0
        ? new(point.GetString()!, planned, length)
        : throw new FormatException("has a section without 'main_point', 'words' and 'characters'");

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
