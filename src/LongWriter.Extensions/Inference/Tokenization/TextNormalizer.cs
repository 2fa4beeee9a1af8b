namespace LongWriter;

/// <summary>Rewrites text before it is split (the <c>normalizer</c> of a tokenizer.json).</summary>
internal abstract class TextNormalizer
{
    /// <summary>Rewrites a text.</summary>
    /// <param name="text">A part of the text between added tokens, not empty.</param>
    /// <param name="continues">Whether it goes on where other tokens ended, so that nothing is put in front.</param>
    public abstract string Apply(string text, bool continues);

    /// <summary>Reads a normalizer; null where there is none.</summary>
    public static TextNormalizer? Read(JsonField field)
    {
        if (field.IsNull)
            return null;

        switch (field["type"].Text())
        {
            case "NFC":
                return new ComposeNormalizer();
            case "Prepend":
                return new PrependNormalizer(field["prepend"].Text());
            case "Replace":
                if (field["pattern"]["String"].TextOrNull() is not { Length: > 0 } pattern)
                    throw field["pattern"].Fault("has no text 'String' to replace");

                return new ReplaceNormalizer(pattern, field["content"].Text());
            case "Sequence":
                return new NormalizerSequence([.. field["normalizers"].Entries().Select(Read).OfType<TextNormalizer>()]);
            case var other:
                throw field["type"].Unsupported(other);
        }
    }
}

/// <summary>Form C.</summary>
internal sealed class ComposeNormalizer : TextNormalizer
{
    public override string Apply(string text, bool continues) => CanonicalComposition.Compose(text);
}

/// <summary>Puts a text in front.</summary>
internal sealed class PrependNormalizer(string prefix) : TextNormalizer
{
    public override string Apply(string text, bool continues) => continues || text.Length == 0 ? text : prefix + text;
}

/// <summary>Replaces a text wherever it stands.</summary>
internal sealed class ReplaceNormalizer(string pattern, string content) : TextNormalizer
{
    public override string Apply(string text, bool continues) => text.Replace(pattern, content, StringComparison.Ordinal);
}

/// <summary>One after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<TextNormalizer> normalizers) : TextNormalizer
{
    public override string Apply(string text, bool continues) =>
        normalizers.Aggregate(text, (current, normalizer) => normalizer.Apply(current, continues));
}

/// <summary>SentencePiece's own: spaces may be collapsed, one is put in front, all become the space symbol.</summary>
internal sealed class SentencePieceNormalizer(bool addPrefix, bool collapse) : TextNormalizer
{
    public const char Space = '\u2581';

    /// <summary>Whether a space is put in front.</summary>
    public bool AddsPrefix => addPrefix;

    public override string Apply(string text, bool continues)
    {
        if (collapse)
            text = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        return (addPrefix && !continues && text.Length > 0 ? " " + text : text).Replace(' ', Space);
    }
}
