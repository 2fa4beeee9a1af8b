namespace LongWriter.Tests;

/// <summary>A token before each turn and one after it.</summary>
internal sealed class BracketTemplate : ChatTemplate
{
    public override string Name => "bracket";

    public override IReadOnlyList<int> StopTokens(ModelTokenizer tokenizer) => [LetterTokenizer.End];

    public override RenderedChat Render(IReadOnlyList<ChatTurn> turns, ModelTokenizer tokenizer, bool addGenerationPrompt = true)
    {
        var (ids, spans) = (new List<int>(), new List<ChatSpan>());
        for (var i = 0; i < turns.Count; i++)
        {
            if (i > 0 && turns[i].Role == "system")
                throw new LongWriterException(LongWriterError.InvalidRequest, $"Turn {i} is a system turn; it has to be the first.");

            var content = tokenizer.Encode(turns[i].Content);
            spans.Add(new(i, turns[i].Role, ChatSpanKind.Control, ids.Count, 1));
            spans.Add(new(i, turns[i].Role, ChatSpanKind.Content, ids.Count + 1, content.Count));
            spans.Add(new(i, turns[i].Role, ChatSpanKind.End, ids.Count + 1 + content.Count, 1));
            ids.AddRange([turns[i].Role switch { "system" => LetterTokenizer.System, "user" => LetterTokenizer.User, _ => LetterTokenizer.Assistant }, .. content, LetterTokenizer.End]);
        }

        if (addGenerationPrompt)
        {
            spans.Add(new(turns.Count, "assistant", ChatSpanKind.Control, ids.Count, 1));
            ids.Add(LetterTokenizer.Assistant);
        }

        return new(ids, spans);
    }
}
