namespace LongWriter.Tests;

public class UnitMeasureTests
{
    private static readonly UnitTask Weeks = new("Week {n}", 8, [new(["birthday"], 2, 2), new(["harbour", "port"], 3, 5), new(["market"], 1, 8, 4)]);

    [Fact]
    public void Checks_of_all_kinds_are_those_that_one_counts_by_hand()
    {
        const string Text = """
            # Week 1
            To the market.
            ## week 2:
            Her BIRTHDAY.
            **Week 3** at the harbour
            Week 4
            nothing
            - Week 5 in the port
            Week 12 is no part.
            Week 7
            end
            """;

        var figures = UnitMeasure.Of(Text, Weeks);

        // parts 1, 2, 3, 4, 5, 7 of 8; checks: 2 | 3 4 5 | 1 5: once 1 of 1, range 2 of 3, periodic 1 of 2
        Assert.Equal(6 / 8.0, figures.Completion);
        Assert.Equal(6, figures.Checks);
        Assert.Equal(4 / 6.0, figures.OfAll!.Value, 1e-12);
        Assert.Equal(4 / 6.0, figures.OfPresent!.Value, 1e-12);
        Assert.Equal([1, 2 / 3.0, 0.5], [figures.ByKind["once"], figures.ByKind["range"], figures.ByKind["periodic"]]);
        // quarters: parts 1-2 have 2 of 2, 3-4 have 1 of 2, 5-6 have 1 of 2, 7-8 have none
        Assert.Equal([1.0, 0.5, 0.5, null], figures.ByQuarter);
    }

    [Fact]
    public void Shares_by_quarter_stand_in_the_results_of_a_run()
    {
        var weeks = Weeks with { Checks = [new(["market"], 1, 6)] };
        var whole = string.Join('\n', Enumerable.Range(1, 8).Select(static i => $"Week {i}\nmarket"));
        Prediction[] rows = [new("1", "p", whole) { Units = weeks }, new("2", "p", "Week 1\nmarket\nWeek 3\nmarket") { Units = weeks }, new("3", "p", "text")];

        var run = EvaluationRun.Evaluate("r", new(rows, []));

        // of weeks 1-2, 3-4 and 5-6 the second text has one, one and none
        Assert.Equal([0.75, 0.75, 0.5, null], run.Repetition.UnitsByQuarter);
        using var writer = new StringWriter();
        HtmlReport.Write([run], writer);
        Assert.Contains("checks that hold in quarter 3</th><td>0.5000</td>", writer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("## Week {n}", "## Week {0}\nthe market", 1)]
    [InlineData("## Week {n}", "**Week {0}:** the market", 1)]
    [InlineData("**Day {n}**", "**Day {0}**\nthe market", 1)]
    [InlineData("- #*# Week {n}", "- #*# Week {0}\nthe market", 1)]
    [InlineData("{n}.", "**{0}.** the market", 1)]
    [InlineData("# {n}", "# {0}\n3 of them went to the market", 1)]
    [InlineData("# {n}", "{0}\nthe market", 0)]
    public void A_marker_may_begin_with_Markdown(string marker, string part, double completion)
    {
        var text = string.Join("\n\n", Enumerable.Range(1, 8).Select(i => part.Replace("{0}", $"{i}", StringComparison.Ordinal)));

        var figures = UnitMeasure.Of(text, new(marker, 8, [new(["market"], 1, 8)]));

        Assert.Equal((completion, completion), (figures.Completion, figures.OfAll));
    }

    [Fact]
    public void A_missing_part_fails_its_checks_of_all_but_is_none_of_those_that_are_there()
    {
        var figures = UnitMeasure.Of("Week 3\nharbour", Weeks);

        Assert.Equal((1 / 8.0, 1 / 6.0, 1.0), (figures.Completion, figures.OfAll!.Value, figures.OfPresent!.Value));
        Assert.Null(UnitMeasure.Of("", Weeks).OfPresent);
    }

    [Fact]
    public void A_task_without_a_check_is_in_no_mean_of_checks()
    {
        var figures = UnitMeasure.Of("Week 1\nmarket", Weeks with { Checks = [] });
        Prediction[] rows = [new("1", "p", "Week 1\nmarket") { Units = Weeks with { Checks = [new(["market"], 1, 1)] } }, new("2", "p", "Week 1\nmarket") { Units = Weeks with { Checks = [] } }];

        var run = EvaluationRun.Evaluate("r", new(rows, []));
        var bare = EvaluationRun.Evaluate("r", new([rows[1]], []));

        Assert.Equal((1 / 8.0, 0, (double?)null), (figures.Completion, figures.Checks, figures.OfAll));
        Assert.Equal((1 / 8.0, 1.0), (run.Repetition.Units["completion"], run.Repetition.Units["ofAll"]));
        Assert.DoesNotContain("ofAll", bare.Repetition.Units.Keys);
    }

    [Fact]
    public void A_step_of_any_size_ends()
    {
        var figures = UnitMeasure.Of("Week 2\nmarket", Weeks with { Checks = [new(["market"], 2, 8, int.MaxValue)] });

        Assert.Equal((1, 1.0), (figures.Checks, figures.OfAll!.Value));
    }

    [Fact]
    public void An_answer_that_begins_with_its_own_outline_is_measured_on_its_text()
    {
        var outline = string.Join('\n', Enumerable.Range(1, 8).Select(static i => $"- Week {i}: plans"));
        var text = string.Join('\n', Enumerable.Range(1, 8).Select(static i => $"## Week {i}\nWe went to the {(i == 2 ? "birthday party" : i is 1 or 5 ? "market in the morning" : "harbour in the evening")}."));

        Assert.Equal((1.0, 1.0), (UnitMeasure.Of($"{outline}\n\n{text}", Weeks).Completion, UnitMeasure.Of($"{text}\n\n{outline}", Weeks).Completion));
        // once 2, range 3 and 4 but not 5, which went to the market, periodic 1 and 5
        Assert.Equal(5 / 6.0, UnitMeasure.Of($"{outline}\n\n{text}", Weeks).OfAll!.Value, 1e-12);
        Assert.Equal(5 / 6.0, UnitMeasure.Of($"{text}\n\n{outline}", Weeks).OfAll!.Value, 1e-12);
    }

    [Theory]
    [InlineData("An important day.", "port", false)]
    [InlineData("An important day in the Port.", "port", true)]
    [InlineData("The ports were shut.", "port", false)]
    [InlineData("(port)", "port", true)]
    [InlineData("port", "port", true)]
    [InlineData("In the seaport 42port7 lay.", "port", true)]
    [InlineData("the café", "caf", false)]
    [InlineData("A cafe\u0301 by the sea", "cafe", false)]
    [InlineData("Flight 71 was late.", "Flight 7", false)]
    [InlineData("Flight 7, gate 71", "Flight 7", true)]
    [InlineData("in 1984", "84", false)]
    [InlineData("the 84th day", "84", true)]
    [InlineData("第71层的第7层", "第7", true)]
    [InlineData("第71层", "第7", false)]
    [InlineData("他们到了port。", "port", true)]
    [InlineData("他们去了图书馆里", "图书馆", true)]
    [InlineData("도서관에 갔다", "도서관", true)]
    [InlineData("Mix of C++ and C.", "c++", true)]
    [InlineData("", "port", false)]
    public void A_term_is_a_word_and_no_part_of_another_one(string text, string term, bool mentioned) => Assert.Equal(mentioned, TermSearch.Mentions(text, term));

    [Fact]
    public void Chinese_parts_are_found()
    {
        var figures = UnitMeasure.Of("第1层 大堂\n第2层：图书馆\n", new("第{n}层", 4, [new(["图书馆"], 2, 4, 2)]));

        Assert.Equal((0.5, 0.5), (figures.Completion, figures.OfAll!.Value));
    }
}
