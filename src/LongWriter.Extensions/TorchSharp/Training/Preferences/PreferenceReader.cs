using System.Text.Json;

namespace LongWriter;

/// <summary>Reads pairs of answers from JSON Lines and writes them down as tokens, in a model's own form.</summary>
/// <remarks>
/// <para>A row has <c>chosen</c> and <c>rejected</c>: texts, messages, or lists of messages (<c>role</c> and <c>content</c>, or <c>from</c> and <c>value</c>). What both answer is in
/// <c>prompt</c> (a text or messages), <c>instruction</c> (with <c>input</c> behind it), <c>messages</c> or <c>conversations</c>, and <c>system</c> where there is one;
/// lists may repeat it. Without any of these both are whole conversations, and what they have in common at the beginning is the prompt.</para>
/// <para>Learned are the assistant's turns behind the prompt, with the tokens that end them: by the template's spans, never by comparing tokens.</para>
/// </remarks>
/// <param name="template">The model's form of a conversation.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
public sealed class PreferenceReader(ChatTemplate template, ModelTokenizer tokenizer)
{
    /// <summary>Reads a file, row by row; empty lines are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The pairs in order, named by file and line.</returns>
    /// <exception cref="LongWriterException">The file cannot be read, or a row is no such pair or has an empty answer (<see cref="LongWriterError.DatasetUnavailable"/>); the message names the line. A conversation that the template cannot carry (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public IEnumerable<PreferencePair> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ReadRows(path);
    }

    /// <summary>Reads a row.</summary>
    /// <param name="rowId">What it is called in errors.</param>
    /// <param name="json">The row.</param>
    /// <exception cref="LongWriterException">As of <see cref="Read"/>.</exception>
    public PreferencePair ReadRow(string rowId, string json)
    {
        ArgumentNullException.ThrowIfNull(rowId);
        ArgumentNullException.ThrowIfNull(json);
        PreferenceRow row;
        try
        {
            using var document = JsonDocument.Parse(json);
            row = PreferenceRow.Of(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{rowId} is no JSON: {exception.Message} Files are read as JSON Lines, one object a line.", exception);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            // The last two are System.Text.Json's of half of a surrogate pair, escaped or not.
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{rowId}: {exception.Message}", exception);
        }

        return new(rowId, Sequence(rowId, row.Chosen, row.PromptTurns), Sequence(rowId, row.Rejected, row.PromptTurns));
    }

    private IEnumerable<PreferencePair> ReadRows(string path)
    {
        using var lines = Lines(path).GetEnumerator();
        for (var number = 1; Next(lines, path); number++)
        {
            if (!string.IsNullOrWhiteSpace(lines.Current))
                yield return ReadRow($"{path}, line {number}", lines.Current);
        }
    }

    private TrainingSequence Sequence(string rowId, IReadOnlyList<ChatTurn> turns, int promptTurns)
    {
        RenderedChat chat;
        try
        {
            chat = template.Render(turns, tokenizer, addGenerationPrompt: false);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{rowId}: {exception.Message}", exception);
        }

        var labels = new int[chat.Ids.Count];
        Array.Fill(labels, TrainingSequence.Ignored);
        foreach (var span in chat.Spans.Where(s => s.Turn >= promptTurns && s.Role == ChatRoles.Assistant && s.Kind != ChatSpanKind.Control))
        {
            for (var i = span.Start; i < span.Start + span.Length; i++)
                labels[i] = chat.Ids[i];
        }

        return new(rowId, chat.Ids, labels);
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(path);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static bool Next(IEnumerator<string> lines, string path)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
