using System.Globalization;

namespace LongWriter.Tests;

public class LocalWritingTests
{
    private static readonly WritingPlan Plan = WritingPlan.Create([.. Enumerable.Range(1, 6).Select(i => ($"Chapter {i}, about the matter of number {i * i}", 60))]);

    [Theory]
    [InlineData(WritingMode.Serial)]
    [InlineData(WritingMode.Parallel)]
    public async Task The_pipeline_writes_a_whole_plan(WritingMode mode)
    {
        var client = Speakers.Client(Prose, out var decoder);
        var document = await client.AsLongWriter(new() { Mode = mode }).WriteAsync(new WritingRequest("Write about numbers.") { Plan = Plan, Language = "en" });
        Assert.Equal(WritingStatus.Completed, document.Status);
        Assert.Equal(6, document.Sections.Count);
        Assert.All(document.Sections, s => Assert.InRange(s.Written, 10, 120));
        Assert.True(document.Usage.CachedInputTokens > 0);
        await client.DisposeAsync();
        decoder.AssertSound();
        Assert.Equal(0, decoder.Live);
    }

    [Fact]
    public async Task A_document_that_was_stopped_is_resumed_as_if_it_had_not_been()
    {
        await using var undisturbed = Speakers.Client(Prose, out _);
        var expected = await undisturbed.AsLongWriter().WriteAsync(new WritingRequest("Write about numbers.") { Plan = Plan, Language = "en" });

        await using var client = Speakers.Client(Prose, out var decoder);
        var writer = client.AsLongWriter();
        var request = new WritingRequest("Write about numbers.") { Plan = Plan, Language = "en", Id = "run" };
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in writer.WriteStreamingAsync(request, source.Token))
            {
                if (update is DraftUpdate { Index: 3 })
                    await source.CancelAsync();
            }
        });
        var engine = client.GetService(typeof(GenerationEngine)) as GenerationEngine;
        var document = await writer.WriteAsync(request);
        Assert.Equal(expected.Text, document.Text);
        Assert.Equal(0, engine!.Statistics.Running);
        decoder.AssertSound();
    }

    // Words of noise, a function of the prompt; about as many as a section is to have.
    private static string Prose(string prompt)
    {
        var seed = 17;
        foreach (var c in prompt)
            seed = unchecked((seed * 31) + c);
        var random = new Random(seed);
        var words = Enumerable.Range(0, 60).Select(i =>
        {
            var word = string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => "etaoinshrdlu"[random.Next(12)]));
            return i % 12 == 0 ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(word) : i % 12 == 11 ? word + "." : word;
        });
        return string.Join(' ', words);
    }
}
