using System.Buffers.Text;

namespace LongWriter;

/// <summary>Reads a vocabulary in tiktoken's form, as GLM-4 and Llama 3 have it: a line a token, base64 and rank.</summary>
internal static class TiktokenFile
{
    private const int LongestLine = 4096;

    // In the order of GLM-4's own code, from the number of ranks on; for folders whose settings do not list them.
    private static readonly string[] GlmTokens =
    [
        "<|endoftext|>", "[MASK]", "[gMASK]", "[sMASK]", "<sop>", "<eop>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>",
        "<|begin_of_image|>", "<|end_of_image|>", "<|begin_of_video|>", "<|end_of_video|>",
    ];

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="settings">What stands beside it; the special tokens are there.</param>
    public static BytePairTokenizer Read(string file, ReadOnlySpan<byte> content, TokenizerSettings settings)
    {
        var vocabulary = ReadVocabulary(file, content);
        var added = settings.Merge([]);
        var isGlm = settings.TokenizerClass?.StartsWith("ChatGLM", StringComparison.Ordinal) == true;
        if (added.Count == 0 && isGlm)
            added = [.. GlmTokens.Select((text, index) => new AddedToken(vocabulary.Count + index, text) { Special = true })];

        foreach (var token in added)
        {
            if (vocabulary[token.Id] is not null)
                throw JsonField.Invalid(settings.File, $"is not usable: field 'added_tokens_decoder' gives id {token.Id} to '{token.Content}', which '{file}' gives to another token; the files are of different models.");
        }

        var model = new BytePairModel(vocabulary, RankedPairs.Of(vocabulary, id => id), new() { ByteLevel = true, WholeWords = true }, file);
        return new(new()
        {
            Vocabulary = vocabulary,
            Words = new SplitStep(new(SplitPattern.Llama3, file), SplitBehavior.Isolated, false, model),
            BytesOf = ByteLevelAlphabet.Read,
            Added = added,
            Bos = settings.AddsBos == true ? settings.IdOf(settings.Bos, "bos_token", added, vocabulary) : null,
            Eos = settings.IdOf(settings.Eos, "eos_token", added, vocabulary),
            ChatTemplateText = settings.ChatTemplateText,
        });
    }

    private static TokenVocabulary ReadVocabulary(string file, ReadOnlySpan<byte> content)
    {
        var vocabulary = new TokenVocabulary();
        Span<byte> token = stackalloc byte[LongestLine];
        for (var number = 1; !content.IsEmpty; number++)
        {
            var end = content.IndexOf((byte)'\n');
            var line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            content = end < 0 ? [] : content[(end + 1)..];
            if (line.IsEmpty)
                continue;

            var space = line.IndexOf((byte)' ');
            if (space <= 0 || line.Length > LongestLine ||
                Base64.DecodeFromUtf8(line[..space], token, out _, out var length) != System.Buffers.OperationStatus.Done ||
                !Utf8Parser.TryParse(line[(space + 1)..], out int rank, out var used) || used != line.Length - space - 1 || rank is < 0 or >= TokenVocabulary.Largest)
            {
                throw JsonField.Invalid(file, $"is not usable: line {number} is no token in base64 with its rank (nor is the file a SentencePiece model).");
            }

            if (length == 0 || !vocabulary.Add(ByteLevelAlphabet.Write(token[..length]), rank))
                throw JsonField.Invalid(file, $"is not usable: line {number} has an empty token, or a token or rank that stands before already.");
        }

        return vocabulary;
    }
}
