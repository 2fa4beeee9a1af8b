namespace LongWriter;

/// <summary>The prompts that come with the package.</summary>
internal static class ShippedPrompts
{
    private static readonly Lazy<IReadOnlyList<BenchmarkPrompt>> Loaded = new(Load);

    public static IReadOnlyList<BenchmarkPrompt> All => Loaded.Value;

    private static List<BenchmarkPrompt> Load()
    {
        using var stream = typeof(ShippedPrompts).Assembly.GetManifestResourceStream("shipped-prompts.jsonl")!;
        using var reader = new StreamReader(stream);
        var prompts = new List<BenchmarkPrompt>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
            prompts.Add(RowFields.Read(System.Text.Encoding.UTF8.GetBytes(line), number).ToPrompt());
        return prompts;
    }
}
