namespace LongWriter;

/// <summary>Reads the tokenizer of a checkpoint.</summary>
public static class ModelTokenizers
{
    private const long LongestFile = 256L << 20;

    /// <summary>
    /// Reads the tokenizer of a folder: <c>tokenizer.json</c> (byte-pair encoding, byte-level or in SentencePiece's manner); else <c>tokenizer.model</c>
    /// of SentencePiece (byte-pair encoding) or in tiktoken's form (GLM-4, Llama 3). <c>tokenizer_config.json</c> and <c>chat_template.jinja</c> are
    /// honoured: beginning and ending token, added tokens, chat template.
    /// </summary>
    /// <param name="path">The folder; or a <c>.gguf</c> file, whose own tokenizer is taken.</param>
    /// <exception cref="LongWriterException">There is no tokenizer, or its files are damaged, of different models or of a kind that is not supported (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static ModelTokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            using var file = GgufFile.Open(path);
            return GgufTokenizer.Create(file);
        }

        var settings = TokenizerSettings.Read(path);
        var json = Path.Combine(path, "tokenizer.json");
        if (File.Exists(json))
            return TokenizerJsonFile.Read(json, settings);

        var model = Path.Combine(path, "tokenizer.model");
        var content = ReadModel(model, path);
        // A SentencePiece model begins with the tag of its first piece, which is a line feed.
        return content is [(byte)'\n', ..] ? SentencePieceFile.Read(model, content, settings) : TiktokenFile.Read(model, content, settings);
    }

    private static byte[] ReadModel(string model, string directory)
    {
        try
        {
            var file = new FileInfo(model);
            if (!file.Exists)
                throw JsonField.Invalid(directory, !Directory.Exists(directory) ? "is no folder that there is. Name a model's folder in the published Hugging Face form." : "has no tokenizer: neither 'tokenizer.json' nor 'tokenizer.model' is there. Copy the tokenizer's files of the model into it.");

            return file.Length is > 0 and <= LongestFile
                ? File.ReadAllBytes(model)
                : throw JsonField.Invalid(model, $"is {file.Length} bytes long, which no tokenizer is. Download it again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw JsonField.Invalid(model, $"cannot be read: {exception.Message}", exception);
        }
    }
}
