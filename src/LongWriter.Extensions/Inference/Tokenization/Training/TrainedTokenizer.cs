namespace LongWriter;

/// <summary>A tokenizer as it was learned, and what it makes of the texts it was learned from.</summary>
public sealed class TrainedTokenizer
{
    private readonly ByteLevelFiles _files;

    internal TrainedTokenizer(ByteLevelFiles files) => _files = files;

    /// <summary>Tokens in all; fewer than asked for where nothing frequent enough was left to merge.</summary>
    public int VocabularySize => _files.Vocabulary.Count;

    /// <summary>Merges that were learned.</summary>
    public int MergeCount => _files.Merges.Count;

    /// <summary>The special tokens and their ids.</summary>
    public IReadOnlyDictionary<string, int> SpecialTokens => _files.SpecialTokens;

    /// <summary>Bytes of the texts, in UTF-8.</summary>
    public long Bytes { get; internal init; }

    /// <summary>Tokens of the texts, special ones included.</summary>
    public long Tokens { get; internal init; }

    /// <summary>Different words in the texts.</summary>
    public int DistinctWords { get; internal init; }

    /// <summary>Bytes of text that one token stands for, on average.</summary>
    public double BytesPerToken => (double)Bytes / Tokens;

    /// <summary>The merges, in the byte-level alphabet.</summary>
    internal IReadOnlyList<(string Left, string Right)> Merges => _files.Merges;

    /// <summary>
    /// Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c> in Hugging Face's form; <see cref="ModelTokenizers.Load"/> and their libraries read them.
    /// Files of these names that are there are replaced, whole.
    /// </summary>
    /// <param name="directory">The folder; made where it is missing.</param>
    /// <exception cref="LongWriterException">The folder cannot be written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public void Save(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _files.Write(directory);
    }
}
