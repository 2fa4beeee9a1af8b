namespace LongWriter;

/// <summary>How rows become sequences.</summary>
public sealed record TrainingDataOptions
{
    /// <summary>The most tokens of a sequence; 32,768. With <see cref="Model"/> set, never more than its context.</summary>
    public int MaxLength { get; init; } = 32_768;

    /// <summary>What becomes of a row with more. Chats are dropped unless set, as in the authors' code (LongWriter, train/pre_tokenize_llama3.py); texts are split.</summary>
    public OverlongRows? Overlong { get; init; }

    /// <summary>The model to be trained: every id has to be one of its vocabulary. <see langword="null"/>: not looked at.</summary>
    public ModelConfig? Model { get; init; }

    /// <summary>Picks the rows of files that are taken in part; 0.</summary>
    public long Seed { get; init; }

    /// <summary>Reads no more than the first so many rows of each file; <see langword="null"/>, the default, for all.</summary>
    public int? MaxRows { get; init; }

    /// <summary>Whether zero-width characters (U+200B, U+200C, U+200D, U+FEFF) are removed from answers, as in the authors' code. Default: yes. Persian and Hindi are spelled with two of them.</summary>
    public bool RemoveZeroWidth { get; init; } = true;

    /// <summary>The special token that ends a text for language modelling. Default: the one of the tokenizer that is known to, such as <c>&lt;|endoftext|&gt;</c> or <c>&lt;|end_of_text|&gt;</c>, else the one that its files name as the end.</summary>
    public string? EndOfText { get; init; }

    internal int Longest => Math.Min(MaxLength, Model?.ContextLength ?? int.MaxValue);
}

/// <summary>What becomes of rows with too many tokens.</summary>
public enum OverlongRows
{
    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>Their end is cut off; no end token is put there, so that no end is learned where none is. One that has nothing to learn before the cut is left out.</summary>
    Cut,

    /// <summary>They become several sequences, of which the last has the end token. For texts only.</summary>
    Split,
}
