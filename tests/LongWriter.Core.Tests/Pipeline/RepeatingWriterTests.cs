using System.Text.RegularExpressions;

namespace LongWriter.Tests;

public class RepeatingWriterTests
{
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.3)]
    [InlineData(4, 1.0)]
    public async Task No_sentence_of_eight_words_stands_in_two_sections(int seed, double ignored)
    {
        var client = Writers.Simulated((ulong)seed, o =>
        {
            o.Profile = SimulatedWriterProfile.Repeats;
            o.IgnoreReaskShare = ignored;
        });
        var plain = await client.AsLongWriter(Writers.Quick()).WriteStreamingAsync(Writers.Request(8_000)).ToWritingDocumentAsync();

        Assert.Empty(Repeated(plain.Sections));
        Assert.InRange(plain.Words, 6_500, 9_500);
    }

    [Fact]
    public async Task The_simulated_writer_does_repeat_itself_when_nobody_looks()
    {
        // Without this the test above would pass for a writer that never repeats.
        var client = Writers.Simulated(1, static o => o.Profile = SimulatedWriterProfile.Repeats);
        var drafts = new LiveDrafts();
        await foreach (var update in client.AsLongWriter(Writers.Quick()).WriteStreamingAsync(Writers.Request(8_000)))
            drafts.Apply(update);

        Assert.NotEmpty(Repeated([.. drafts.First.Select(static d => new WrittenSection(d.Key, "", 0, 0, d.Value))]));
    }

    private static List<string> Repeated(IReadOnlyList<WrittenSection> sections) =>
    [
        .. sections
            .SelectMany(static s => Regex.Split(s.Text, @"(?<=[.!?])\s+").Select(sentence => (s.Index, Sentence: sentence.Trim().ToLowerInvariant())))
            .Where(static x => x.Sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= 8)
            .GroupBy(static x => x.Sentence)
            .Where(static g => g.Select(static x => x.Index).Distinct().Count() > 1)
            .Select(static g => g.Key),
    ];

    /// <summary>The first draft of each section, as it was streamed.</summary>
    private sealed class LiveDrafts
    {
        public SortedDictionary<int, string> First { get; } = [];

        public void Apply(WritingUpdate update)
        {
            if (update is DraftUpdate { Draft: 1 } draft)
                First[draft.Index] = First.GetValueOrDefault(draft.Index, "") + draft.Delta;
        }
    }
}
