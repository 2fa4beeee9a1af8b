namespace LongWriter;

/// <summary>What stands beside a model's weights and stays right when they change: configuration, tokenizer, chat template.</summary>
internal static class ModelCompanions
{
    private static readonly string[] Tokenizer =
        ["tokenizer.json", "tokenizer_config.json", "tokenizer.model", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja", "vocab.json", "merges.txt"];

    /// <summary>Copies those that a folder has into one that is made.</summary>
    public static void Copy(string source, string folder) => Copy(source, folder, ["config.json", "generation_config.json", .. Tokenizer]);

    /// <summary>Copies the tokenizer with what says how conversations are written.</summary>
    /// <exception cref="LongWriterException">There is no such folder (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static void CopyTokenizer(string source, string folder)
    {
        if (!Directory.Exists(source))
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{source} is no folder with a tokenizer.");
        Copy(source, folder, Tokenizer);
    }

    private static void Copy(string source, string folder, string[] names)
    {
        AtomicFile.CreateFolder(folder);
        foreach (var name in names)
        {
            var file = Path.Combine(source, name);
            if (File.Exists(file))
                AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(JsonModelFile.ReadBytes(file)));
        }
    }
}
