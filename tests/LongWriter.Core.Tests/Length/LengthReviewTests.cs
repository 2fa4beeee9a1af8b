using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class LengthReviewTests
{
    private static readonly WritingState Middle = LengthStates.State(4, 2_000);

    /// <summary>500 words are left for the last section, 100 either way.</summary>
    private static readonly WritingState Last = LengthStates.State(4, 2_000, (500, 500), (500, 500), (500, 500));

    [Theory]
    [InlineData(500, 0.0)]
    [InlineData(400, 0.2)]
    [InlineData(600, 0.2)]
    [InlineData(350, 0.3)] // below the range, not below seven tenths
    [InlineData(900, 0.8)]
    public async Task A_section_that_is_not_the_last_is_taken_as_it_ended_and_others_make_up_for_it(int words, double cost)
    {
        var verdict = await ReviewAsync(LengthStates.Draft(words), Middle);

        Assert.Equal((null, null), (verdict.Next, verdict.Text));
        Assert.Equal(cost, verdict.Cost, 6);
    }

    [Fact]
    public async Task A_section_far_too_short_is_carried_on() =>
        Assert.Equal(SectionAction.Continue, (await ReviewAsync(LengthStates.Draft(349), Middle)).Next);

    [Fact]
    public async Task A_cut_below_the_minimum_is_continued_from_its_last_sentence()
    {
        var verdict = await ReviewAsync(LengthStates.Draft(207, ChatFinishReason.Length), Middle);

        Assert.Equal((SectionAction.Continue, LengthStates.Text(200)), (verdict.Next, verdict.Text));
        Assert.Equal(0.6 + 0.05, verdict.Cost, 6);
    }

    [Theory]
    [InlineData(507, 500)]
    [InlineData(403, 400)]
    [InlineData(619, 500)] // back to the sentence that comes nearest to the goal, not merely to the last
    public async Task A_cut_above_the_minimum_is_taken_back_to_a_sentence(int words, int kept)
    {
        var verdict = await ReviewAsync(LengthStates.Draft(words, ChatFinishReason.Length), Middle);

        Assert.Equal((null, LengthStates.Text(kept)), (verdict.Next, verdict.Text));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(600)]
    public async Task A_last_section_within_the_documents_tolerance_is_taken(int words) =>
        Assert.Null((await ReviewAsync(LengthStates.Draft(words), Last)).Next);

    [Theory]
    [InlineData(399)]
    [InlineData(100)]
    [InlineData(5)]
    public async Task A_last_section_that_ended_by_itself_is_never_continued(int words)
    {
        var verdict = await ReviewAsync(LengthStates.Draft(words), Last);

        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.Contains($"too short: it had {words} words where 500", verdict.Feedback, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(601, SectionAction.Write, SectionAction.Shorten)]
    [InlineData(999, SectionAction.Write, SectionAction.Shorten)]
    [InlineData(1_000, SectionAction.Write, SectionAction.Rewrite)]
    [InlineData(700, SectionAction.Shorten, SectionAction.Rewrite)]
    public async Task A_last_section_too_long_is_shortened_once_or_written_again(int words, SectionAction was, SectionAction next)
    {
        var verdict = await ReviewAsync(LengthStates.Draft(words, action: was), Last);

        Assert.Equal(next, verdict.Next);
        Assert.Contains($"too long: it had {words} words where 500", verdict.Feedback, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_section_cut_off_gets_an_ending_of_its_own_while_there_are_drafts()
    {
        var more = await ReviewAsync(LengthStates.Draft(519, ChatFinishReason.Length, left: 1), Last);
        var none = await ReviewAsync(LengthStates.Draft(519, ChatFinishReason.Length, left: 0), Last);

        Assert.Equal((SectionAction.Rewrite, LengthStates.Text(500)), (more.Next, more.Text));
        Assert.Equal((null, LengthStates.Text(500)), (none.Next, none.Text));
        Assert.True(none.Cost > (await ReviewAsync(LengthStates.Draft(500), Last)).Cost);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.7)]
    public async Task A_shortened_draft_that_was_cut_off_costs_more_than_the_one_it_was_made_from(double before)
    {
        var state = Last with { Drafts = [LengthStates.Draft(900, cost: before)] };

        var verdict = await ReviewAsync(LengthStates.Draft(500, ChatFinishReason.Length, SectionAction.Shorten, number: 2), state);

        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.True(verdict.Cost > before);
    }

    [Fact]
    public async Task In_parallel_mode_each_section_has_to_come_near_its_own_goal()
    {
        var context = LengthStates.Context(new LongWriterOptions { Mode = WritingMode.Parallel });

        Assert.Equal(SectionAction.Rewrite, (await new LengthController(LengthStates.Options).ReviewAsync(LengthStates.Draft(370), Middle, context, default)).Next);
        Assert.Null((await new LengthController(LengthStates.Options).ReviewAsync(LengthStates.Draft(380), Middle, context, default)).Next);
    }

    private static ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state) =>
        new LengthController(LengthStates.Options).ReviewAsync(draft, state, LengthStates.Context(), CancellationToken.None);
}
