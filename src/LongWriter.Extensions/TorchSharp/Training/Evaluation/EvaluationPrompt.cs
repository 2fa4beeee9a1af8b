namespace LongWriter;

/// <summary>A prompt, and how long an answer it asks for.</summary>
/// <param name="RowId">Where it comes from; named in errors.</param>
/// <param name="Ids">Its tokens, up to where the answer begins.</param>
/// <param name="Words">The required length in words, at least 1.</param>
public sealed record EvaluationPrompt(string RowId, IReadOnlyList<int> Ids, int Words)
{
    /// <summary>Writes a conversation down as the model wants it, up to where its answer begins.</summary>
    /// <param name="rowId">Where it comes from.</param>
    /// <param name="turns">The conversation, the last turn the user's.</param>
    /// <param name="words">The required length in words.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">The form of its conversations.</param>
    /// <exception cref="LongWriterException">A role or an order of turns that the form cannot carry (<see cref="LongWriterError.InvalidRequest"/>), or a tokenizer without its control tokens (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static EvaluationPrompt Of(string rowId, IReadOnlyList<ChatTurn> turns, int words, ModelTokenizer tokenizer, ChatTemplate template)
    {
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        return new(rowId, template.Render(turns, tokenizer).Ids, words);
    }
}
