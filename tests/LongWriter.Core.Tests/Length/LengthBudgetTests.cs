namespace LongWriter.Tests;

public class LengthBudgetTests
{
    private static LengthTarget Budget(WritingState state) => new LengthController(LengthStates.Options).Budget(state);

    [Fact]
    public void Where_all_goes_to_plan_the_plan_is_what_is_asked() =>
        Assert.Equal(new LengthTarget(500, 375, 625), Budget(LengthStates.State(4, 2_000)));

    [Fact]
    public void What_is_left_is_shared_out_and_the_writers_bias_compensated()
    {
        // 800 of 2,000 words are left for 1,000 planned: 400 for the third. Two sections of 600 for 500 asked: the mean of the logs,
        // weighed 1 and 0.9 beside a prior of 0.33, is ln(1.2) · 1.9 / 2.23 = 0.15534, so 400 / e^0.15534 = 342.4.
        var budget = Budget(LengthStates.State(4, 2_000, (500, 600), (500, 600)));

        Assert.Equal(new LengthTarget(342, 300, 500), budget);
    }

    [Fact]
    public void The_last_section_has_the_documents_own_tolerance() =>
        // 1,900 to 2,100 words, of which 1,700 are written as they were asked for.
        Assert.Equal(new LengthTarget(300, 200, 400), Budget(LengthStates.State(4, 2_000, (600, 600), (600, 600), (500, 500))));

    [Fact]
    public void A_document_that_is_full_still_gets_a_short_ending() =>
        Assert.Equal(new LengthTarget(125, 1, 187), Budget(LengthStates.State(4, 2_000, (700, 700), (700, 700), (650, 650))));

    [Fact]
    public void No_section_falls_below_four_tenths_of_its_plan_or_rises_above_twice_it()
    {
        Assert.Equal(new LengthTarget(200, 150, 250), Budget(LengthStates.State(4, 2_000, (1_500, 1_500))));
        Assert.Equal((750, 1_250), (Budget(LengthStates.State(4, 6_000, (100, 100))).Minimum, Budget(LengthStates.State(4, 6_000, (100, 100))).Maximum));
    }

    [Fact]
    public void In_parallel_mode_the_plan_stands_because_nothing_else_is_known() =>
        Assert.Equal(new LengthTarget(500, 375, 625), Budget(LengthStates.State(4, 2_000) with { Index = 3 }));

    [Fact]
    public void A_stated_range_of_the_document_is_the_range_of_its_only_section() =>
        Assert.Equal(new LengthTarget(900, 800, 1_000), Budget(LengthStates.State(1, 900) with { Length = new LengthTarget(900, 800, 1_000) }));

    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 250 }, 0.5938)] // exp(ln 0.5 · 1 / 1.33)
    [InlineData(new[] { 900, 900 }, 1.6501)] // exp(ln 1.8 · 1.9 / 2.23)
    [InlineData(new[] { 1, 1, 1, 1, 1, 1 }, 0.25)]
    [InlineData(new[] { 50_000, 50_000, 50_000 }, 4)]
    public void The_bias_is_a_mean_of_logs_drawn_towards_none(int[] written, double expected) =>
        Assert.Equal(expected, WriterBias.Estimate(LengthStates.State(12, 6_000, [.. written.Select(static w => (500, w))])), 3);

    [Fact]
    public void Whole_drafts_of_the_section_in_hand_count_and_repairs_do_not()
    {
        var state = LengthStates.State(4, 2_000) with
        {
            Drafts = [LengthStates.Draft(250), LengthStates.Draft(480, action: SectionAction.Continue, number: 2), LengthStates.Draft(500, action: SectionAction.Shorten, number: 3)],
        };

        // exp(ln 0.5 / 1.33)
        Assert.Equal(0.5938, WriterBias.Estimate(state), 3);
    }

    [Fact]
    public void Newer_texts_weigh_more()
    {
        var growing = WriterBias.Estimate(LengthStates.State(4, 2_000, (500, 400), (500, 600)));
        var shrinking = WriterBias.Estimate(LengthStates.State(4, 2_000, (500, 600), (500, 400)));

        // exp((ln 1.2 + 0.9 · ln 0.8) / 2.23) and the other way round
        Assert.Equal(0.9917, growing, 3);
        Assert.Equal(0.9737, shrinking, 3);
    }

    [Fact]
    public void Plain_AgentWrite_asks_for_the_plan_whatever_was_written() =>
        Assert.Equal(500, new NoLengthController().Budget(LengthStates.State(4, 2_000, (500, 5), (500, 9_000))));
}
