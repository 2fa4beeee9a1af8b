namespace LongWriter.Tests;

public class RejectedDraftsTests
{
    [Theory]
    [InlineData(WritingMode.Serial)]
    [InlineData(WritingMode.Parallel)]
    public async Task A_draft_that_was_kept_or_never_reviewed_is_not_among_the_rejected(WritingMode mode)
    {
        var store = new InMemoryJournalStore();
        // A writer that does as it likes, so that most sections take all drafts and the best is kept.
        var client = Writers.Simulated(3, static o => (o.Profile, o.HabitualWords) = (SimulatedWriterProfile.IgnoresAsk, 150));

        var document = await client.AsLongWriter(Writers.Quick(o => o.Mode = mode), store).WriteAsync(Writers.Planned(4, 100, "run"));

        var run = await store.ReadRunAsync("run");
        Assert.NotEmpty(run.RejectedDrafts);
        foreach (var (section, drafts) in run.RejectedDrafts)
        {
            Assert.DoesNotContain(drafts, d => d.Text.TrimEnd() == document.Sections[section].Text);
            Assert.All(drafts, static d => Assert.NotNull(d.Verdict!.Next));
            Assert.Equal(document.Sections[section].Drafts - 1, drafts.Count);
            Assert.All(drafts, d => Assert.Contains($"ection {section + 1} of 4", d.Prompt!, StringComparison.Ordinal));
        }
    }
}
