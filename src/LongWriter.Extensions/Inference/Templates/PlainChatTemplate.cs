namespace LongWriter;

/// <summary>No form at all, for base models: the turns' texts, a blank line between them, and the model goes on.</summary>
internal sealed class PlainChatTemplate : ChatTemplate
{
    public override string Name => "plain";

    public override IReadOnlyList<int> StopTokens(ModelTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return tokenizer.EosTokenId is { } end ? [end] : [];
    }

    public override RenderedChat Render(IReadOnlyList<ChatTurn> turns, ModelTokenizer tokenizer, bool addGenerationPrompt = true)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ConversationCheck.Run(turns, Name, takesSystem: true, alternates: false);
        var writer = new ChatWriter(tokenizer, joins: true);
        if (tokenizer.BosTokenId is { } bos)
            writer.Id(bos, new(-1, null, ChatSpanKind.Control, 0, 0), TextPlace.Start);

        for (var turn = 0; turn < turns.Count; turn++)
        {
            var (role, content) = turns[turn];
            if (role == ChatRoles.Assistant || (turn > 0 && turns[turn - 1].Role == ChatRoles.Assistant))
                writer.Cut();
            if (turn > 0 && role != ChatRoles.Assistant)
                writer.Markup("\n\n", turn, role);
            writer.Content(content, turn, role);
        }

        if (!addGenerationPrompt && turns[^1].Role == ChatRoles.Assistant && tokenizer.EosTokenId is { } eos)
            writer.Id(eos, new(turns.Count - 1, ChatRoles.Assistant, ChatSpanKind.End, 0, 0));
        return writer.Finish();
    }
}
