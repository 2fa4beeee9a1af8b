namespace LongWriter;

/// <summary>Conversations as sequences: what the assistant writes is learned, with the end of its turns, by the template's spans.</summary>
internal sealed class ChatRowEncoder(ModelTokenizer tokenizer, ChatTemplate template, TrainingDataOptions options)
{
    private static readonly string[] ZeroWidth = ["\u200B", "\u200C", "\u200D", "\uFEFF"];

    public EncodedRow Encode(DataRow row)
    {
        var turns = Turns(row, options.RemoveZeroWidth);
        var chat = Render(row, turns);
        int[] ids = [.. chat.Ids];
        ModelIds.Check(row, ids, options.Model);
        var labels = new int[ids.Length];
        Array.Fill(labels, TrainingSequence.Ignored);
        var ended = false;
        foreach (var span in chat.Spans)
        {
            if (span.Role != ChatRoles.Assistant || span.Kind == ChatSpanKind.Control)
                continue;

            ids.AsSpan(span.Start, span.Length).CopyTo(labels.AsSpan(span.Start));
            ended |= span.Kind == ChatSpanKind.End;
        }

        // Before the first token nothing stands.
        if (labels.Length > 0)
            labels[0] = TrainingSequence.Ignored;
        if (new TrainingSequence(row.Id, ids, labels) is not { Targets: > 0 } sequence)
            throw row.Fault($"has no token to learn: with the chat template '{template.Name}' all labels are {TrainingSequence.Ignored}");
        if (!ended)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"The chat template '{template.Name}' puts no end token after an answer with this tokenizer, so that a model would not learn to stop. Choose another one.");
        if (sequence.Length <= options.Longest)
            return new(RowFate.Whole, sequence);
        if (options.Overlong != OverlongRows.Cut)
            return new(RowFate.Dropped);

        sequence = new(row.Id, ids[..options.Longest], labels[..options.Longest]);
        return sequence.Targets > 0 ? new(RowFate.Cut, sequence) : new(RowFate.Dropped);
    }

    /// <summary>The turns that are learned from: up to the last answer.</summary>
    public static List<ChatTurn> Turns(DataRow row, bool removeZeroWidth)
    {
        var turns = ChatRow.Read(row);
        var last = turns.FindLastIndex(static turn => turn.Role == ChatRoles.Assistant);
        if (last < 0)
            throw row.Fault("has no assistant turn, so that there is nothing to learn");

        // Nothing is learned from what comes after the last answer.
        turns.RemoveRange(last + 1, turns.Count - last - 1);
        for (var turn = 0; turn <= last; turn++)
        {
            if (turns[turn].Role != ChatRoles.Assistant)
                continue;

            var text = removeZeroWidth ? ZeroWidth.Aggregate(turns[turn].Content, static (text, character) => text.Replace(character, "", StringComparison.Ordinal)) : turns[turn].Content;
            if (string.IsNullOrWhiteSpace(text))
                throw row.Fault($"has an empty answer in turn {turn}");

            turns[turn] = turns[turn] with { Content = text };
        }

        return turns;
    }

    private RenderedChat Render(DataRow row, List<ChatTurn> turns)
    {
        try
        {
            return template.Render(turns, tokenizer, addGenerationPrompt: false);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            throw row.Fault($"cannot be written as a chat. {exception.Message}", exception);
        }
    }
}
