namespace LongWriter;

/// <summary>A chat template out of fixed texts around each turn; the known ones are such, and a user's own takes a few lines.</summary>
/// <remarks>
/// <para>In the texts below, what is a special token of the model's tokenizer becomes that token; in a turn's text it never does.</para>
/// <para>
/// The ids are those of the whole text written in one, as published templates are used, but for two cuts: where a model begins to write and where
/// it ends, so that a rendered answer is just the generation prompt and the answer's own ids. A token of both sides of a border belongs to the side of its last byte.
/// </para>
/// </remarks>
/// <param name="name">The template's name.</param>
public class MarkupChatTemplate(string name) : ChatTemplate
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>What stands before everything, for example the beginning token. Default: nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What stands around a system turn; <see langword="null"/> where this form has none, and one is then an error.</summary>
    public TurnMarkup? System { get; init; }

    /// <summary>What stands around a user's turn.</summary>
    public required TurnMarkup User { get; init; }

    /// <summary>What stands around an assistant's turn.</summary>
    public required TurnMarkup Assistant { get; init; }

    /// <summary>What is put before an answer that the model writes. Default: what stands before an assistant's turn.</summary>
    public string? GenerationPrompt { get; init; }

    /// <summary>The text of a system turn where the conversation has none; <see langword="null"/>, the default: there is none then.</summary>
    public string? DefaultSystem { get; init; }

    /// <summary>Texts of special tokens that end an answer, beside the end of an assistant's turn and the tokenizer's own.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>Whether white space around a turn's text is dropped. Default: no.</summary>
    public bool TrimsText { get; init; }

    internal SystemPlacement SystemPlacement { get; init; }

    internal IReadOnlyList<string> Required { get; init; } = [];

    internal bool Alternates { get; init; }

    internal bool KeepsSystemSpace { get; init; }

    internal bool EncodesPartsAlone { get; init; }

    internal bool EndsLastAnswerOnly { get; init; }

    internal bool NextHeaderEndsAnswer { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> StopTokens(ModelTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var ids = new List<int>();
        foreach (var text in Stops.Prepend(Assistant.End))
        {
            if (tokenizer.SpecialTokens.TryGetValue(text, out var id) && !ids.Contains(id))
                ids.Add(id);
        }

        if (tokenizer.EosTokenId is { } end && !ids.Contains(end))
            ids.Add(end);
        return ids;
    }

    /// <inheritdoc/>
    public override RenderedChat Render(IReadOnlyList<ChatTurn> turns, ModelTokenizer tokenizer, bool addGenerationPrompt = true)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ConversationCheck.Run(turns, Name, System is not null, Alternates);
        if (Required.FirstOrDefault(token => !tokenizer.SpecialTokens.ContainsKey(token)) is { } missing)
            throw new LongWriterException(LongWriterError.InvalidModel, $"The chat template '{Name}' needs the special token '{missing}', which the model's tokenizer does not have. Choose another of: {string.Join(", ", ChatTemplates.Names)}.");

        var writer = new ChatWriter(tokenizer, !EncodesPartsAlone);
        writer.Markup(Prefix, -1, null);
        var hasSystem = turns[0].Role == ChatRoles.System;
        var folded = hasSystem && SystemPlacement != SystemPlacement.OwnTurn ? SystemHost(turns) : -1;
        if (!hasSystem && DefaultSystem is not null && System is not null)
            writer.Markup(System.Before + DefaultSystem + System.End + System.After, -1, null);

        for (var turn = hasSystem && SystemPlacement != SystemPlacement.OwnTurn ? 1 : 0; turn < turns.Count; turn++)
            Write(turns, turn, turn == folded, writer, turn == turns.Count - 1 && !addGenerationPrompt);

        if (addGenerationPrompt)
            writer.Markup(GenerationPrompt ?? Assistant.Before, turns.Count, ChatRoles.Assistant);
        return writer.Finish();
    }

    /// <summary>What stands before an answer, and its text.</summary>
    internal virtual (string Before, string Text) Answer(IReadOnlyList<ChatTurn> turns, int turn) => (Assistant.Before, turns[turn].Content);

    private void Write(IReadOnlyList<ChatTurn> turns, int turn, bool withSystem, ChatWriter writer, bool last)
    {
        var role = turns[turn].Role;
        var isAnswer = role == ChatRoles.Assistant;
        var markup = isAnswer ? Assistant : role == ChatRoles.System ? System! : User;
        var (before, text) = isAnswer ? Answer(turns, turn) : (markup.Before, turns[turn].Content);
        if (NextHeaderEndsAnswer && turn > 0 && turns[turn - 1].Role == ChatRoles.Assistant)
            before = writer.End(before, turn - 1, turns[turn - 1].Role);

        if (isAnswer)
        {
            var prompt = GenerationPrompt ?? Assistant.Before;
            var cut = before.StartsWith(prompt, StringComparison.Ordinal) ? prompt.Length : before.Length;
            writer.Markup(before[..cut], turn, role);
            writer.Cut();
            // What the generation prompt leaves out, a space perhaps, the model has to write.
            writer.Written(before[cut..], turn, role);
        }
        else
        {
            writer.Markup(before, turn, role);
        }

        if (withSystem)
        {
            writer.Markup(System!.Before, 0, ChatRoles.System);
            writer.Content(Trim(turns[0].Content, !KeepsSystemSpace, !KeepsSystemSpace), 0, ChatRoles.System);
            writer.Markup(System.End + System.After, 0, ChatRoles.System);
        }

        var trims = role != ChatRoles.System || !KeepsSystemSpace;
        writer.Content(Trim(text, trims && !withSystem, trims), turn, role);
        if (isAnswer)
            writer.Cut();
        if (!isAnswer || !EndsLastAnswerOnly || last)
            writer.MarkEnd(markup.End, turn, role);
        writer.Markup(markup.After, turn, role);
    }

    // The turn that carries the system's text.
    private int SystemHost(IReadOnlyList<ChatTurn> turns)
    {
        var host = -1;
        for (var turn = 1; turn < turns.Count; turn++)
        {
            if (turns[turn].Role == ChatRoles.User && (host < 0 || SystemPlacement == SystemPlacement.LastUserTurn))
                host = turn;
        }

        return host > 0 ? host : throw ConversationCheck.Fault(Name, "puts the system's text into a user's turn, and there is none");
    }

    private string Trim(string text, bool start, bool end)
    {
        if (!TrimsText)
            return text;

        var (from, to) = (0, text.Length);
        while (start && from < to && IsSpace(text[from]))
            from++;
        while (end && to > from && IsSpace(text[to - 1]))
            to--;
        return text[from..to];
    }

    // As Python's strip(), which templates are written for.
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';
}

/// <summary>The fixed texts around a turn.</summary>
/// <param name="Before">Before the turn's text.</param>
/// <param name="After">After its end.</param>
/// <param name="End">The end itself, which a model learns to write after an answer.</param>
public sealed record TurnMarkup(string Before, string After = "", string End = "");

/// <summary>Where a system turn goes.</summary>
internal enum SystemPlacement
{
    OwnTurn,
    FirstUserTurn,
    LastUserTurn,
}
