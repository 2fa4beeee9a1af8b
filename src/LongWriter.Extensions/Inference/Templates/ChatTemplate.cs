namespace LongWriter;

/// <summary>How a model wants a conversation written down.</summary>
public abstract class ChatTemplate
{
    /// <summary>The template's name, for example <c>llama-3</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The tokens that end an answer in this form, of those that the tokenizer has.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    public abstract IReadOnlyList<int> StopTokens(ModelTokenizer tokenizer);

    /// <summary>Writes a conversation as token ids, and says which token belongs to whom. Control tokens come from the template alone: in a turn's text they are text.</summary>
    /// <param name="turns">The turns, the first at most one of role <c>system</c>.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="addGenerationPrompt">Whether the beginning of the assistant's next turn is put at the end.</param>
    /// <exception cref="LongWriterException">A role or an order of turns that this form cannot carry (<see cref="LongWriterError.InvalidRequest"/>), or a tokenizer without its control tokens (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public abstract RenderedChat Render(IReadOnlyList<ChatTurn> turns, ModelTokenizer tokenizer, bool addGenerationPrompt = true);
}

/// <summary>One turn of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">The text.</param>
public sealed record ChatTurn(string Role, string Content);

/// <summary>A conversation as tokens.</summary>
/// <param name="Ids">The token ids.</param>
/// <param name="Spans">Spans in order that cover every id once.</param>
public sealed record RenderedChat(IReadOnlyList<int> Ids, IReadOnlyList<ChatSpan> Spans);

/// <summary>A run of tokens of one kind.</summary>
/// <param name="Turn">Index of the turn it belongs to; -1 for what stands before the first, the number of turns for the generation prompt.</param>
/// <param name="Role">The turn's role; <see langword="null"/> where <paramref name="Turn"/> is -1.</param>
/// <param name="Kind">Control tokens, the turn's text, or the token that ends it.</param>
/// <param name="Start">Index of the first token.</param>
/// <param name="Length">Number of tokens.</param>
public readonly record struct ChatSpan(int Turn, string? Role, ChatSpanKind Kind, int Start, int Length);

/// <summary>What a span of a rendered chat is.</summary>
public enum ChatSpanKind
{
    /// <summary>Headers and separators that the template puts.</summary>
    Control,

    /// <summary>The turn's own text; in an assistant's turn everything between the generation prompt and the end, a space that some forms put there included.</summary>
    Content,

    /// <summary>The token (or tokens) that end the turn; a model learns to write them after an assistant's text.</summary>
    End,
}
