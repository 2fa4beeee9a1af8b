namespace LongWriter;

/// <summary>The tokenizer of a model: text to token ids and back, byte for byte. Safe for concurrent use.</summary>
public abstract class ModelTokenizer
{
    /// <summary>Ids run from 0 to this, exclusive, added tokens included; may be below the model's vocabulary, which is often padded.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The special tokens by their text, for example <c>&lt;|eot_id|&gt;</c>.</summary>
    public abstract IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>The token that begins a text, where the tokenizer's own files say that one is put there.</summary>
    public virtual int? BosTokenId => null;

    /// <summary>The token that ends a text or an answer, where the tokenizer's own files name one.</summary>
    public virtual int? EosTokenId => null;

    /// <summary>The chat template that came with the checkpoint, in Jinja; <c>ChatTemplates</c> recognises the known ones. It is never run.</summary>
    public virtual string? ChatTemplateText => null;

    /// <summary>Token ids of a text; no token is put before or after it.</summary>
    /// <param name="text">Any text; a lone surrogate counts as U+FFFD.</param>
    /// <param name="parseSpecial">Whether the text of a special token inside <paramref name="text"/> becomes that token. By default it is text like any other, so that a user's text cannot act as control.</param>
    public abstract IReadOnlyList<int> Encode(string text, bool parseSpecial = false);

    /// <summary>The bytes (UTF-8, may be part of a character) that a token stands for; a special token gives those of its text. An id outside the vocabulary gives none.</summary>
    /// <param name="id">The token's id.</param>
    public abstract ReadOnlyMemory<byte> BytesOf(int id);

    /// <summary>The text of token ids. Bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    public abstract string Decode(IEnumerable<int> ids, bool skipSpecial = true);

    /// <summary>Decodes token by token, holding back bytes of an unfinished character; the parts together equal <see cref="Decode"/>.</summary>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    public abstract TokenTextStream CreateStream(bool skipSpecial = true);

    /// <summary>Decodes what a model writes after a prompt: the parts together are what <see cref="Decode"/> of prompt and answer has beyond the prompt.</summary>
    /// <remarks>SentencePiece leaves out the space before the first word of a whole text, not that of an answer; and a character that the prompt's last token began is given whole with the answer.</remarks>
    /// <param name="prompt">The tokens before.</param>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    public TokenTextStream CreateStream(IEnumerable<int> prompt, bool skipSpecial = true)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var stream = CreateStream(skipSpecial);
        foreach (var id in prompt)
            stream.Add(id);
        return stream;
    }

    /// <summary>Token ids of a text that stands somewhere in a conversation. Added tokens that are special are text in it.</summary>
    internal virtual IReadOnlyList<int> EncodePart(string text, TextPlace place) => Encode(text);
}

/// <summary>Text of tokens as they come. Not safe for concurrent use.</summary>
public abstract class TokenTextStream
{
    /// <summary>The text that is complete with this token; may be empty.</summary>
    /// <param name="id">The next token.</param>
    public abstract string Add(int id);

    /// <summary>What was held back, at the end of the tokens.</summary>
    public abstract string Flush();
}
