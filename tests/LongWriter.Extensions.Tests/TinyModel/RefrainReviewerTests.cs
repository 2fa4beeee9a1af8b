namespace LongWriter.Tests;

public sealed class RefrainReviewerTests
{
    [Fact]
    public async Task A_sentence_that_the_document_has_twice_is_dropped()
    {
        Assert.Equal(
            "Tolin had no words. The day went on, and Tolin had no words. Tolin had no words.\n\nNow the grovub is old.",
            await ReviewAsync("Tolin had no words. The day went on, and Tolin had no words. Tolin had no words.\n\nTolin had no words.\n\nNow the grovub is old."));
    }

    [Fact]
    public async Task What_stands_in_earlier_sections_counts_whatever_its_case_and_marks()
    {
        const string Draft = "A bell rang. TOLIN had no words! Now the old grovub rests beside the well, and this story ends.";

        Assert.Equal("A bell rang. Now the old grovub rests beside the well, and this story ends.", await ReviewAsync(Draft, "The grovub fell.\n\nTolin had no words.", "It rained. Tolin had no words."));
        Assert.Equal(Draft, await ReviewAsync(Draft, "The grovub fell.\n\nTolin had no words.", "It rained."));
    }

    [Fact]
    public async Task Numbers_of_a_list_are_no_sentences()
    {
        const string Draft = "1. Take a rag.\n2. Take a pail.";

        Assert.Equal(Draft, await ReviewAsync(Draft, "1. Take a broom.\n2. Take a brush.", "1. Take a spade.\n2. Take a rake."));
    }

    [Fact]
    public async Task A_draft_of_which_half_or_less_would_be_left_stays_as_it_is()
    {
        const string Known = "The bell rang.\n\nThe door fell.";

        Assert.Equal("The bell rang.\n\nThe door fell.\n\nAnna left soon.", await ReviewAsync("The bell rang.\n\nThe door fell.\n\nAnna left soon.", Known, Known));
        Assert.Equal(Known, await ReviewAsync(Known, Known, Known));
    }

    private static async Task<string> ReviewAsync(string draft, params string[] earlier)
    {
        var plan = new WritingPlan([.. Enumerable.Range(1, earlier.Length + 1).Select(static i => new PlanStep($"{i}", "The grovub", 20))]);
        var state = new WritingState(new("Write a story."), plan, 20 * plan.Steps.Count, earlier.Length, [.. earlier.Select(static (text, i) => new WrittenSection(i, $"{i + 1}", 20, 20, text))]);
        var verdict = await new RefrainReviewer().ReviewAsync(new(1, draft, 20, 20), state, null!, CancellationToken.None);

        Assert.Equal(SectionVerdict.Accept.Next, verdict.Next);
        return verdict.Text ?? draft;
    }
}
