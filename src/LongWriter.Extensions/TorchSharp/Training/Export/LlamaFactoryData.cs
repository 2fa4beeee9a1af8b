using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>Rows in LLaMA-Factory's forms (data/README.md there): the openai form of sharegpt, a preference form of it, and texts.</summary>
internal sealed class LlamaFactoryData(LlamaFactoryStage stage, List<string> notes)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>What the rows of a run are.</summary>
    public static LlamaFactoryStage StageOf(TrainingRunFile run)
    {
        if ((run.Dpo ?? (object?)run.Reference) is not null)
            return LlamaFactoryStage.Dpo;

        var file = run.Data[0].Path;
        using var reader = Open(file);
        var row = reader.Next() ?? throw new LongWriterException(LongWriterError.DatasetUnavailable, $"The data file {file} has no rows.");
        return row.IsText ? LlamaFactoryStage.Pt : row.Read(static element =>
            element.TryGetProperty("chosen", out _) ? LlamaFactoryStage.Dpo : element.TryGetProperty("text", out _) ? LlamaFactoryStage.Pt : LlamaFactoryStage.Sft);
    }

    /// <summary>Writes a file's rows, each as often as an epoch takes it, so that nothing has to be drawn there.</summary>
    public LlamaFactoryDataSet Write(TrainingDataFile file, int index, string folder, TrainingOptions training, CancellationToken cancellationToken)
    {
        if (!(file.Weight is > 0 and <= 1_000))
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"The weight of {file.Path} is {file.Weight}; take more than 0 and at most 1000."));
        if (stage == LlamaFactoryStage.Dpo && file.Weight != 1)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{file.Path} has a weight; pairs are taken once each.");

        var name = Name(file.Path);
        var report = new TrainingFileReport(file.Path, file.Weight);
        var (rows, leftOut, firstLeftOut) = (0, 0, 0);
        AtomicFile.Write(Path.Combine(folder, name + ".jsonl"), stream =>
        {
            foreach (var (row, times) in RowEncoding.Picked(file, index, Open, report, new() { Seed = training.Seed }))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Row(row) is not { } bytes)
                {
                    (leftOut, firstLeftOut) = (leftOut + 1, leftOut == 0 ? row.Line : firstLeftOut);
                    continue;
                }

                for (var time = 0; time < times; time++, rows++)
                    stream.Write(bytes);
            }
        });
        if (report.Rows == 0)
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"The data file {file.Path} has no rows.");
        if (leftOut > 0)
            notes.Add($"{leftOut} rows of {file.Path} are left out, the first in line {firstLeftOut}: LLaMA-Factory takes turns of user and assistant by turns only, after at most one system text{(stage == LlamaFactoryStage.Dpo ? ", and answers of one turn" : "")}.");
        return new(name, file.Path, rows, leftOut);
    }

    /// <summary>The entries of <c>dataset_info.json</c>.</summary>
    public string Describe(IEnumerable<LlamaFactoryDataSet> sets) => Json(json =>
    {
        json.WriteStartObject();
        foreach (var set in sets)
        {
            json.WriteStartObject(set.Name);
            json.WriteString("file_name", set.Name + ".jsonl");
            if (stage != LlamaFactoryStage.Pt)
                json.WriteString("formatting", "sharegpt");
            if (stage == LlamaFactoryStage.Dpo)
                json.WriteBoolean("ranking", true);
            Map(json, "columns", stage switch
            {
                LlamaFactoryStage.Pt => [("prompt", "text")],
                LlamaFactoryStage.Sft => [("messages", "messages")],
                _ => [("messages", "messages"), ("chosen", "chosen"), ("rejected", "rejected")],
            });
            if (stage != LlamaFactoryStage.Pt)
                Map(json, "tags", [("role_tag", "role"), ("content_tag", "content"), ("user_tag", "user"), ("assistant_tag", "assistant"), ("system_tag", "system")]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }, Compact with { Indented = true });

    private static RowReader Open(string file) => new(file, whole: Path.GetExtension(file).ToLowerInvariant() is ".txt" or ".md");

    private static void Map(Utf8JsonWriter json, string name, (string Key, string Value)[] entries)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in entries)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    // Commas part names in the YAML file.
    private string Name(string path)
    {
        var stem = string.Concat(Path.GetFileNameWithoutExtension(path).ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
        var name = stem.Length == 0 ? "data" : stem;
        for (var number = 2; !_names.Add(name); number++)
            name = $"{(stem.Length == 0 ? "data" : stem)}_{number}";
        return name;
    }

    private byte[]? Row(DataRow row) => stage switch
    {
        LlamaFactoryStage.Pt => Line(json => json.WriteString("text", TextRowEncoder.Text(row))),
        LlamaFactoryStage.Sft when ChatRowEncoder.Turns(row, removeZeroWidth: true) is var turns => ByTurns(turns, answers: true) ? Line(json => Messages(json, "messages", turns)) : null,
        _ => Pair(row),
    };

    private static byte[]? Pair(DataRow row)
    {
        PreferenceRow pair;
        try
        {
            pair = row.Read(static element => PreferenceRow.Of(element));
        }
        catch (FormatException exception)
        {
            throw row.Fault($"is no pair: {exception.Message}", exception);
        }

        var prompt = pair.Chosen.Take(pair.PromptTurns).ToList();
        var single = pair.Chosen.Count == pair.PromptTurns + 1 && pair.Rejected.Count == pair.PromptTurns + 1 && pair.Rejected.Take(pair.PromptTurns).SequenceEqual(prompt);
        return !single || !ByTurns(prompt, answers: false) ? null : Line(json =>
        {
            Messages(json, "messages", prompt);
            Message(json, "chosen", pair.Chosen[^1]);
            Message(json, "rejected", pair.Rejected[^1]);
        });
    }

    /// <summary>Whether user and assistant speak by turns, and the last turn is an answer, or is not.</summary>
    private static bool ByTurns(IReadOnlyList<ChatTurn> turns, bool answers)
    {
        var spoken = turns is [{ Role: ChatRoles.System }, ..] ? turns.Skip(1).ToList() : turns;
        return spoken.Count > 0 && spoken.Count % 2 == (answers ? 0 : 1)
            && spoken.Select(static (turn, i) => turn.Role == (i % 2 == 0 ? ChatRoles.User : ChatRoles.Assistant)).All(static right => right);
    }

    private static void Messages(Utf8JsonWriter json, string name, IEnumerable<ChatTurn> turns)
    {
        json.WriteStartArray(name);
        foreach (var turn in turns)
            Message(json, null, turn);
        json.WriteEndArray();
    }

    private static void Message(Utf8JsonWriter json, string? name, ChatTurn turn)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        json.WriteString("role", turn.Role);
        json.WriteString("content", turn.Content);
        json.WriteEndObject();
    }

    private static byte[] Line(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetBytes(Json(json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }, Compact));

    private static string Json(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
            write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
