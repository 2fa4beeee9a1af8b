namespace LongWriter;

/// <summary>What stands beside a model's weights and stays right when they change: configuration, tokenizer, chat template.</summary>
internal static class ModelCompanions
{
    private static readonly string[] Names =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja",
        "vocab.json", "merges.txt",
    ];

    /// <summary>Copies those that a folder has into one that is made.</summary>
    public static void Copy(string source, string folder)
    {
        AtomicFile.CreateFolder(folder);
        foreach (var name in Names)
        {
            var file = Path.Combine(source, name);
            if (File.Exists(file))
                AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(JsonModelFile.ReadBytes(file)));
        }
    }
}
