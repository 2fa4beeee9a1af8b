using System.Text;
using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>The texts of data files, one after another.</summary>
internal sealed class TrainingTexts(IReadOnlyList<string> files, string? field)
{
    // A plain text is handed on in parts of about this size, in characters, and of at most the other.
    private const int PartLength = 1 << 20, LongestPart = 1 << 24;

    /// <exception cref="UsageException">A file is not there.</exception>
    public void Check()
    {
        if (files.FirstOrDefault(static file => !File.Exists(file)) is { } missing)
            throw new UsageException($"--data {missing} is no file.");
    }

    /// <exception cref="LongWriterException">A file cannot be read, or a row has no text.</exception>
    public IEnumerable<string> Read() => files.SelectMany(static file => Guarded(file)).SelectMany(
        line => line.IsText ? [line.Text] : Row(line));

    private static IEnumerable<DataLine> Guarded(string file)
    {
        var isText = Path.GetExtension(file).ToLowerInvariant() is ".txt" or ".md";
        using var lines = (isText ? Parts(file) : Lines(file)).GetEnumerator();
        for (var number = 1; ; number++)
        {
            try
            {
                if (!lines.MoveNext())
                    yield break;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{file} cannot be read: {exception.Message}", exception);
            }

            yield return new(file, number, lines.Current, isText);
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    // Cut where a line begins with something else than white space: there a word begins, whatever stands before.
    private static IEnumerable<string> Parts(string file)
    {
        using var reader = new StreamReader(file);
        var part = new StringBuilder();
        var buffer = new char[1 << 16];
        while (reader.Read(buffer, 0, buffer.Length) is > 0 and var read)
        {
            part.Append(buffer, 0, read);
            if (part.Length < PartLength)
                continue;

            var text = part.ToString();
            var cut = LastLine(text);
            if (cut == 0 && text.Length < LongestPart)
                continue;

            cut = cut > 0 ? cut : text.Length - (char.IsHighSurrogate(text[^1]) ? 1 : 0);
            yield return text[..cut];
            part.Clear().Append(text, cut, text.Length - cut);
        }

        if (part.Length > 0)
            yield return part.ToString();
    }

    private static int LastLine(string text)
    {
        for (var at = text.Length - 1; at > 0; at--)
        {
            if (text[at - 1] == '\n' && !char.IsWhiteSpace(text[at]))
                return at;
        }

        return 0;
    }

    private IEnumerable<string> Row(DataLine line)
    {
        if (string.IsNullOrWhiteSpace(line.Text))
            return [];

        try
        {
            using var row = JsonDocument.Parse(line.Text);
            return Texts(row.RootElement, line);
        }
        catch (JsonException exception)
        {
            throw line.Fault($"is no JSON: {exception.Message} Files other than .txt and .md are read as JSON Lines, one object a line.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw line.Fault("has half of a surrogate pair in its text", exception);
        }
    }

    private List<string> Texts(JsonElement row, DataLine line)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw line.Fault("is no JSON object");

        if (row.TryGetProperty(field ?? "text", out var text))
            return text.ValueKind == JsonValueKind.String ? [text.GetString()!] : throw line.Fault($"has a field '{field ?? "text"}' that is no text");

        if (field is not null || !row.TryGetProperty("messages", out var messages))
            throw line.Fault(field is null ? "has neither 'text' nor 'messages'. Name its field with --field" : $"has no field '{field}'");

        if (messages.ValueKind != JsonValueKind.Array)
            throw line.Fault("has a field 'messages' that is no list");

        var contents = new List<string>();
        foreach (var message in messages.EnumerateArray())
        {
            contents.Add(message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String
                ? content.GetString()!
                : throw line.Fault("has a message without a text in 'content'"));
        }

        return contents;
    }

    private sealed record DataLine(string File, int Number, string Text, bool IsText)
    {
        public LongWriterException Fault(string problem, Exception? inner = null) =>
            new(LongWriterError.DatasetUnavailable, $"{File}, line {Number} {problem.TrimEnd('.')}.", inner);
    }
}
