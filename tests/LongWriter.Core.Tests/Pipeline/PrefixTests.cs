using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class PrefixTests
{
    [Theory]
    [InlineData(SimulatedWriterProfile.Obedient, 0.6)]
    [InlineData(SimulatedWriterProfile.Obedient, 1.8)]
    [InlineData(SimulatedWriterProfile.Ceiling, 1.0)]
    [InlineData(SimulatedWriterProfile.Repeats, 1.0)]
    public async Task Each_writing_prompt_begins_with_the_one_before_up_to_its_step(SimulatedWriterProfile profile, double bias)
    {
        var client = new CountingChatClient(Writers.Simulated(3, o => (o.Profile, o.Bias) = (profile, bias)));
        // Cut by a cap now and then, so that sections are continued.
        var options = Writers.Quick(static o => o.ChatOptions[WritingRoles.Writer] = new ChatOptions { MaxOutputTokens = 500 });

        var document = await client.AsLongWriter(options).WriteAsync(Writers.Request(6_000));

        AssertPrefixes(Writing(client), document);
        Assert.Contains(document.Sections, static s => s.Drafts > 1);
    }

    [Fact]
    public async Task A_resumed_run_goes_on_with_the_prefix_of_the_stopped_one()
    {
        var store = new InMemoryJournalStore();
        var request = Writers.Request(4_000, "run") with { Title = "The Orchard", Style = "plain", Material = "Notes.", Metadata = new Dictionary<string, string> { ["k"] = "v" } };
        var client = new CountingChatClient(Writers.Simulated(3));
        WritingDocument document;
        var calls = 1;
        do
        {
            document = await client.AsLongWriter(Writers.Quick(), store).WriteAsync(request with { Budget = new WritingBudget { MaxCalls = calls += 2 } });
        }
        while (document.Status != WritingStatus.Completed);

        AssertPrefixes(Writing(client), document);
        Assert.True(calls > 6, "The run was stopped several times.");
    }

    /// <summary>The contents of the writing calls; a draft to shorten has a prompt of its own.</summary>
    private static List<string[]> Writing(CountingChatClient client) => [.. client.Contents.Where(static c => c.Length >= 2)];

    private static void AssertPrefixes(List<string[]> calls, WritingDocument document)
    {
        Assert.True(calls.Count >= document.Sections.Count);
        for (var i = 1; i < calls.Count; i++)
            Assert.StartsWith(string.Concat(calls[i - 1][..^1]), string.Concat(calls[i]), StringComparison.Ordinal);

        Assert.Equal(document.Sections.Take(document.Sections.Count - 1).Select(static s => s.Text + "\n\n"), calls[^1][1..^1]);
    }
}
