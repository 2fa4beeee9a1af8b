using System.Text.Json;

namespace LongWriter.Cli.Training;

/// <summary>Rows of JSON Lines as sequences: the assistant's turns of <c>messages</c> are learned, of <c>text</c> everything.</summary>
internal static class TrainingRows
{
    /// <exception cref="LongWriterException">The file cannot be read, or a row is none.</exception>
    public static List<TrainingSequence> Read(string path, LocalModel model)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{path} cannot be read: {exception.Message}", exception);
        }

        var rows = lines.Select((line, i) => (Line: line, Id: $"{path}, line {i + 1}")).Where(static row => !string.IsNullOrWhiteSpace(row.Line)).Select(row => Row(row.Line, row.Id, model)).ToList();
        return rows.Count > 0 ? rows : throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{path} has no rows.");
    }

    private static TrainingSequence Row(string line, string id, LocalModel model)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            if (row.ValueKind == JsonValueKind.Object && row.TryGetProperty("messages", out var messages))
                return messages.ValueKind != JsonValueKind.Array ? throw new InvalidOperationException("'messages' is no list.") : Conversation([.. messages.EnumerateArray().Select(static m => new ChatTurn(Text(m, "role"), Text(m, "content")))], id, model);

            var tokenizer = model.Tokenizer;
            int[] ids = [.. Token(tokenizer.BosTokenId), .. tokenizer.Encode(Text(row, "text")), .. Token(tokenizer.EosTokenId)];
            return ids.Length == 0 ? throw new InvalidOperationException("The text is empty.") : new(id, ids, [.. ids.Select(static (token, i) => i == 0 ? TrainingSequence.Ignored : token)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{id} is no row with 'messages' (of 'role' and 'content') or 'text': {exception.Message}", exception);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            throw new LongWriterException(exception.Error, $"{id}: {exception.Message}", exception);
        }
    }

    private static TrainingSequence Conversation(ChatTurn[] turns, string id, LocalModel model)
    {
        var chat = model.Template.Render(turns, model.Tokenizer, addGenerationPrompt: false);
        var labels = Enumerable.Repeat(TrainingSequence.Ignored, chat.Ids.Count).ToArray();
        foreach (var span in chat.Spans.Where(static s => s.Role == "assistant" && s.Kind != ChatSpanKind.Control))
        {
            for (var i = Math.Max(1, span.Start); i < span.Start + span.Length; i++)
                labels[i] = chat.Ids[i];
        }

        return new(id, chat.Ids, labels);
    }

    private static string Text(JsonElement row, string name) => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
        ? text.GetString()!
        : throw new InvalidOperationException($"'{name}' is missing or no text.");

    private static int[] Token(int? id) => id is { } token ? [token] : [];
}
