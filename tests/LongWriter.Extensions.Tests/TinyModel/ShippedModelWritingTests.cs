using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>What the shipped model does, about things that it was never trained on.</summary>
public partial class ShippedModelWritingTests
{
    private const long Seed = 1;
    private const string Title = "Outline:\n";

    [Fact]
    public async Task The_pipeline_writes_the_length_asked_for_about_the_topic()
    {
        // Held out, all of them: no instruction of the training has these words.
        var asked = new[] { ("story", "blue kezar"), ("guide", "lomak"), ("report", "kolib") };
        var documents = new List<WritingDocument>();
        foreach (var (genre, topic) in asked)
            documents.Add(await WriteAsync($"Write a 2,000-word {genre} about the {topic}.", Seed));

        Assert.All(documents, static d => Assert.Equal((WritingStatus.Completed, 2_000), (d.Status, d.RequiredLength.Words)));
        Assert.All(documents, static d => Assert.InRange(d.Sections.Count, 5, 40));
        Assert.InRange(documents.Average(static d => d.LengthScore), 95, 100);
        var sections = documents.Zip(asked, static (d, a) => d.Sections.Select(s => (s.Text, Topic: a.Item2.Split(' ')[^1]))).SelectMany(static s => s).ToList();
        var about = sections.Count(static s => s.Text.Contains(s.Topic, StringComparison.OrdinalIgnoreCase));
        // A model of this size loses a word that it has never met now and then; a writer that took any noun would hardly say it once.
        Assert.True(about >= 0.6 * sections.Count, $"The topic is in {about} of {sections.Count} sections:\n{string.Join("\n\n====\n\n", documents.Select(static d => d.Text))}");
    }

    [Fact]
    public async Task The_same_seed_writes_the_same_text_and_another_seed_another()
    {
        const string Instruction = "Write a 600-word letter about a kolib.";
        var texts = new[] { await WriteAsync(Instruction, Seed), await WriteAsync(Instruction, Seed), await WriteAsync(Instruction, Seed + 1) };

        Assert.Equal(texts[0].Text, texts[1].Text);
        Assert.Equal(texts[0].Plan.ToString(), texts[1].Plan.ToString());
        Assert.NotEqual(texts[0].Text, texts[2].Text);
    }

    [Fact]
    public async Task One_call_gives_an_outline_and_then_a_text_of_about_the_length_asked_for()
    {
        using var client = LongWriterTiny.Load();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(seed => client.GetResponseAsync("Write a 1,000-word story about a blue kezar.", new() { Seed = seed })));

        // A model of this size may slip; most of the time it does not.
        var ended = answers.Where(static a => a.FinishReason == ChatFinishReason.Stop && a.Text.StartsWith(Title, StringComparison.Ordinal)).ToList();
        Assert.True(ended.Count >= 6, string.Join("\n\n====\n\n", answers.Select(static a => $"{a.FinishReason}\n{a.Text}")));
        Assert.All(ended, static a => Assert.Contains("\n1. ", a.Text, StringComparison.Ordinal));
        Assert.InRange(ended.Average(static a => (double)WordCounters.LongWriter.Count(Line().Replace(a.Text[Title.Length..], ""))), 600, 1_400);
    }

    [Fact]
    public async Task What_it_cannot_do_is_a_typed_error()
    {
        var language = await Assert.ThrowsAsync<LongWriterException>(() => WriteAsync("写一篇关于灯笼的2000字故事。", Seed));
        Assert.Equal((LongWriterError.InvalidRequest, false), (language.Error, language.IsResumable));

        using var client = LongWriterTiny.Load();
        var tooLong = string.Join(' ', Enumerable.Repeat("kezar", 6_000));
        var context = await Assert.ThrowsAsync<LongWriterException>(() => client.GetResponseAsync(tooLong));
        Assert.Equal(LongWriterError.ContextOverflow, context.Error);

        var memory = Assert.Throws<LongWriterException>(static () => LongWriterTiny.Load(static o => o.MemoryLimit = 1_000));
        Assert.Equal(LongWriterError.InsufficientMemory, memory.Error);
    }

    private static async Task<WritingDocument> WriteAsync(string instruction, long seed)
    {
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel(o => o.Seed = seed);
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest(instruction));
    }

    [GeneratedRegex(@"^\d+\. .*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
