namespace LongWriter;

/// <summary>What a byte-level tokenizer is trained to be.</summary>
public sealed class ByteLevelTokenizerOptions
{
    /// <summary>Tokens in all: special tokens, the 256 bytes and what is learned. Default 8,192. A small text may give fewer, see <see cref="MinimumFrequency"/>.</summary>
    public int VocabularySize { get; set; } = 8192;

    /// <summary>
    /// The special tokens; they get the ids from 0 on in this order, as in files of Hugging Face's trainer. Those that <see cref="Template"/> needs and that are missing
    /// follow. <see langword="null"/>, the default: those of the template, or <c>&lt;|endoftext|&gt;</c> alone where there is none.
    /// </summary>
    public IReadOnlyList<string>? SpecialTokens { get; set; }

    /// <summary>How often two neighbours stand together at least to become a token. Default 2.</summary>
    public int MinimumFrequency { get; set; } = 2;

    /// <summary>Whether each digit (each character of category N) is a token of its own at most; default. Otherwise digits go together in groups of up to three.</summary>
    public bool SingleDigits { get; set; } = true;

    /// <summary>
    /// The regular expression whose matches are the words; no token reaches beyond one. It is written into the file, so both .NET and Hugging Face's tokenizers have to
    /// understand it alike. <see langword="null"/>, the default: an expression of GPT-4's kind, that of Qwen 2 (single digits) or of Llama 3 (groups), which
    /// <see cref="GgufExporter"/> has a name for. With one of your own <see cref="SingleDigits"/> takes effect inside the words.
    /// </summary>
    public string? Pattern { get; set; }

    /// <summary>The chat template to write beside the vocabulary: <c>chatml</c> or <c>llama-3</c>; <see langword="null"/>, the default, for none.</summary>
    public string? Template { get; set; }

    /// <summary>The special token put before each text. Default: the template's (<c>llama-3</c> has one), else none.</summary>
    public string? Bos { get; set; }

    /// <summary>The special token that ends a text or an answer. Default: the template's end of turn, else <c>&lt;|endoftext|&gt;</c> where it is a special token, else none.</summary>
    public string? Eos { get; set; }

    /// <summary>The special token that fills batches. Default: the template's end of text, else <see cref="Eos"/>.</summary>
    public string? Pad { get; set; }
}
