namespace LongWriter.Tests;

public class RedundancyReviewerTests
{
    private const string Twice = "Nobody had come down to the quay since the morning bell.";
    private const string New = "The cook lit a lamp. Rain drummed on the roof of the chandlery all through the afternoon. By evening three boats were missing, and the women had gone to stand on the mole.";
    private const string Earlier = "The town was small. " + Twice + " It had always been like that in January.";
    private const string ChineseTwice = "从早上钟声响过以后就再也没有人来过码头。";
    private const string Long = "the ropes were coiled, the nets were mended, the lamps were trimmed and the boats lay side by side along the wall";

    [Theory]
    [InlineData(Earlier, Twice)]
    [InlineData(Earlier, "NOBODY had come down, to the “quay” since the morning bell!")]
    [InlineData("小镇很小。" + ChineseTwice + "一月总是这样。", ChineseTwice)]
    [InlineData("Город мал. С самого утреннего колокола на причал никто не приходил больше. Так было всегда.", "С самого утреннего колокола на причал никто не приходил больше.")]
    [InlineData("लोग कम थे। सुबह की घंटी के बाद से घाट पर कोई नहीं आया था। ऐसा ही था।", "सुबह की घंटी के बाद से घाट पर कोई नहीं आया था।")]
    [InlineData("كانت المدينة صغيرة. لم يأت أحد إلى الرصيف منذ جرس الصباح الأول اليوم. وهكذا كان.", "لم يأت أحد إلى الرصيف منذ جرس الصباح الأول اليوم.")]
    [InlineData("마을은 작았다. 아침 종이 울린 뒤로 부두에는 아무도 내려오지 않았다 정말로. 늘 그랬다.", "아침 종이 울린 뒤로 부두에는 아무도 내려오지 않았다 정말로.")]
    public async Task A_sentence_of_an_earlier_section_is_dropped_and_complained_of(string earlier, string repeated)
    {
        var verdict = await Review($"{New} {repeated}\n\nSo it went on.", earlier, "Something else stood here.");
        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.Equal($"{New}\n\nSo it went on.", verdict.Text);
        Assert.Contains("- " + repeated.TrimEnd('.', '。', '!', '।'), verdict.Feedback, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cost_is_the_repeated_share_of_the_words()
    {
        const string Fresh = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twentyone twentytwo twentythree twentyfour twentyfive twentysix twentyseven twentyeight twentynine thirty thirtyone thirtytwo thirtythree.";
        var verdict = await Review(Fresh + " " + Twice, Earlier);
        Assert.Equal(11.0 / 44, verdict.Cost, 6);
        Assert.Equal(PromptTemplate.Fill(PromptSet.English.Repeats, ("spans", "- " + Twice.TrimEnd('.'))), verdict.Feedback);
    }

    [Fact]
    public async Task A_long_span_inside_other_sentences_is_found()
    {
        var verdict = await Review($"{New} When she came home {Long}. Nobody spoke.", $"At dusk, as always, {Long}, and it was still.");
        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.Equal($"{New} Nobody spoke.", verdict.Text);
        Assert.Contains("- " + Long + "\n", verdict.Feedback + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_across_sentences_that_are_short_themselves_is_found()
    {
        const string Span = "She sat down. The clock struck four. No one came. Rain fell on the quay. The dog slept by the stove.";
        var verdict = await Review($"{New}\n\n{Span}\n\nAfter that she wrote the letter to her brother in the north.", $"It began here. {Span} It ended there.");
        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.Equal($"{New}\n\nAfter that she wrote the letter to her brother in the north.", verdict.Text);
    }

    [Fact]
    public async Task Nineteen_words_are_no_span()
    {
        var words = string.Join(' ', Enumerable.Range(0, 19).Select(i => $"word{i}"));
        Assert.Same(SectionVerdict.Accept, await Review($"{New} Here {words} there, she said to the others in the room.", $"Again {words} and once more, he answered at last."));
        Assert.Equal(SectionAction.Rewrite, (await Review($"{New} Here {words} word19 there.", $"Again {words} word19 and.")).Next);
    }

    [Fact]
    public async Task Chinese_spans_of_forty_characters_are_found()
    {
        const string Span = "绳子盘好了渔网补好了灯芯剪好了船只沿着墙一艘挨着一艘静静地停着等待着明天清晨的第一声钟响";
        const string Fresh = "厨师点亮了一盏灯。整个下午雨点都敲打着杂货店的屋顶。到了晚上有三条船没有回来，女人们都站到防波堤上去了，谁也没有说话，只听见海浪一遍又一遍地拍打着石头。";
        var verdict = await Review($"{Fresh}她回家的时候，{Span}，四周一片黑暗。后来下雨了。", $"像往常一样，{Span}，一切都很安静。");
        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.Equal($"{Fresh}后来下雨了。", verdict.Text);
    }

    [Theory]
    [InlineData("## Why nobody came down to the quay since the morning\n\n" + New, "## Why nobody came down to the quay since the morning\n\nIt was cold.")]
    [InlineData("| Year | Ships that came down to the quay in the winter |\n|---|---|\n| 1850 | twelve ships, and one more that nobody had counted |\n\n" + New, "| Year | Ships that came down to the quay in the winter |\n|---|---|\n| 1850 | twelve ships, and one more that nobody had counted |\n\nIt was cold.")]
    [InlineData("```\nfor each ship that has come down to the quay since morning print its name\n```\n\n" + New, "```\nfor each ship that has come down to the quay since morning print its name\n```")]
    [InlineData("> No person shall moor a vessel at the quay between sunset and sunrise.\n\n" + New, "> No person shall moor a vessel at the quay between sunset and sunrise.")]
    [InlineData("The law says: “No person shall moor a vessel at the quay between sunset and sunrise.” " + New, "Read it: “No person shall moor a vessel at the quay between sunset and sunrise.”")]
    [InlineData("法律规定：“任何人不得在日落至日出之间将船只停泊于码头之上。”她点了点头。后来下雨了，谁也没有来。", "请读：“任何人不得在日落至日出之间将船只停泊于码头之上。”")]
    [InlineData("O harbour, harbour, dark and deep and cold,\nThy sailors are asleep, thy bells are old,\nO harbour, harbour, dark and deep and cold.\n\n" + New, "O harbour, harbour, dark and deep and cold,\nThy sailors are asleep, thy bells are old,\nO harbour, harbour, dark and deep and cold.")]
    [InlineData("- Bring rope\n- Bring salt\n- Bring a lamp\n- Bring oil\n- Bring bread for two days\n- Bring a knife\n- Bring your brother\n\n" + New, "- Bring rope\n- Bring salt\n- Bring a lamp\n- Bring oil\n- Bring bread for two days\n- Bring a knife\n- Bring your brother")]
    [InlineData("He shrugged. So it goes. " + New, "He sat down. So it goes. He shrugged.")]
    [InlineData("岁月如梭，光阴似箭。不知不觉间，他已经老了。人山人海的集市上，他一眼就认出了她。", "光阴似箭，岁月如梭。人山人海，车水马龙。不知不觉间，天黑了。")]
    public async Task What_may_be_said_again_is_left_alone(string draft, string earlier) =>
        Assert.Same(SectionVerdict.Accept, await Review(draft, earlier, "Something else stood here."));

    [Fact]
    public async Task What_stands_in_the_instruction_or_the_material_is_left_alone()
    {
        var index = ReviewContext.Make();
        var byInstruction = ReviewContext.State([Earlier], instruction: "Every section has to say: " + Twice);
        Assert.Same(SectionVerdict.Accept, await Review($"{New} {Twice}", byInstruction, index));
        var byMaterial = ReviewContext.State([Earlier], material: "Source:\n" + Twice);
        Assert.Same(SectionVerdict.Accept, await Review($"{New} {Twice}", byMaterial, index));
        Assert.Equal(SectionAction.Rewrite, (await Review($"{New} {Twice}", ReviewContext.State([Earlier]), index)).Next);
    }

    [Fact]
    public async Task A_refrain_that_was_kept_before_is_left_alone() =>
        Assert.Same(SectionVerdict.Accept, await Review($"The lamps went out. {Twice} {New}", "First. " + Twice, "Second. " + Twice));

    [Fact]
    public async Task A_writer_that_is_stuck_is_no_refrain()
    {
        var section = Earlier + " " + New;
        var verdict = await Review(section, section, section, section);
        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.Null(verdict.Text);
        Assert.True(verdict.Cost > 0.9);
    }

    [Fact]
    public async Task Nothing_is_dropped_where_less_than_half_would_be_left()
    {
        var verdict = await Review($"So it was. {Twice}", Earlier);
        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        Assert.Null(verdict.Text);
        Assert.Equal(11.0 / 14, verdict.Cost, 6);
    }

    [Fact]
    public async Task Five_spans_are_shown_at_most_and_long_ones_are_cut()
    {
        var sentences = Enumerable.Range(0, 7).Select(i => string.Join(' ', Enumerable.Range(0, 10 + i * 10).Select(j => $"W{i}x{j}")) + ".").ToList();
        var fresh = Enumerable.Range(0, 7).Select(i => string.Join(' ', Enumerable.Range(0, 80).Select(j => $"F{i}x{j}")) + ".").ToList();
        var draft = string.Join("\n\n", sentences.Zip(fresh, (s, f) => s + " " + f));
        var verdict = await Review(draft, string.Join(' ', sentences));
        var spans = verdict.Feedback!.Split('\n').Where(l => l.StartsWith("- ", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, spans.Count);
        Assert.All(spans, s => Assert.True(s.Length <= 204));
        Assert.StartsWith("- W2x0 ", spans[0], StringComparison.Ordinal);
        Assert.EndsWith("…", spans[^1], StringComparison.Ordinal);
        Assert.Equal(string.Join("\n\n", fresh), verdict.Text);
    }

    [Fact]
    public async Task Copies_inside_the_draft_are_dropped_without_a_complaint()
    {
        var verdict = await Review($"{Twice} {New}\n\n{New}\n\n{Long}. Then it was dark. {Twice}", "Elsewhere.");
        Assert.Equal(SectionAction.Rewrite, verdict.Next);
        verdict = await Review($"{Twice} {New} The gulls had gone inland, as they do before a storm from the west. {Twice}", "Elsewhere.");
        Assert.Null(verdict.Next);
        Assert.Equal($"{Twice} {New} The gulls had gone inland, as they do before a storm from the west.", verdict.Text);
        Assert.Equal(0, verdict.Cost);
    }

    [Fact]
    public async Task A_short_line_that_comes_again_inside_the_draft_is_a_refrain()
    {
        const string Line = "And the bell rang over the drowned town again.";
        Assert.Same(SectionVerdict.Accept, await Review($"{Line}\n\n{New}\n\n{Line}\n\nThen it was dark.\n\n{Line}", "Elsewhere."));
    }

    [Fact]
    public async Task An_emptied_list_item_goes_with_its_marker()
    {
        var verdict = await Review($"{New}\n\n- The first thing is the rope.\n- {Twice}\n- The third is salt.", Earlier);
        Assert.Equal($"{New}\n\n- The first thing is the rope.\n- The third is salt.", verdict.Text);
    }

    [Fact]
    public async Task A_heading_without_anything_left_below_it_goes_too()
    {
        var verdict = await Review($"# The quay\n\n{New}\n\n## The bell\n\n{Twice}\n\n## The mole\n\nIt was built of stone.\n\n## The end\n\n{Twice}", Earlier);
        Assert.Equal($"# The quay\n\n{New}\n\n## The mole\n\nIt was built of stone.", verdict.Text);
    }

    [Fact]
    public async Task A_draft_that_ends_with_a_heading_is_no_trouble()
    {
        var verdict = await Review($"{New} {Twice}\n\n# C", Earlier);
        Assert.Equal($"{New}\n\n# C", verdict.Text);
    }

    [Fact]
    public async Task The_index_follows_changed_and_shorter_documents()
    {
        var context = ReviewContext.Make();
        Assert.Equal(SectionAction.Rewrite, (await Review($"{New} {Twice}", ReviewContext.State(["A.", Earlier]), context)).Next);
        Assert.Same(SectionVerdict.Accept, await Review($"{New} {Twice}", ReviewContext.State(["A."]), context));
        Assert.Equal(SectionAction.Rewrite, (await Review($"{New} {Twice}", ReviewContext.State(["A.", Earlier, "C."]), context)).Next);
        Assert.Same(SectionVerdict.Accept, await Review($"{New} {Twice}", ReviewContext.State(["A.", "B.", "C."]), context));
        Assert.Equal(SectionAction.Rewrite, (await Review($"{New} {Twice}", ReviewContext.State([Earlier, "B.", "C."]), context)).Next);
        Assert.Same(SectionVerdict.Accept, await Review($"Hm. {Twice} {New}", ReviewContext.State([Earlier, Twice, "C."]), context));
        Assert.Equal(SectionAction.Rewrite, (await Review($"Hm. {Twice} {New}", ReviewContext.State([Earlier, "B.", "C."]), context)).Next);
    }

    [Fact]
    public async Task A_repeating_writer_leaves_no_sentence_in_two_sections()
    {
        var random = new Random(7);
        var context = ReviewContext.Make();
        var sections = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var sentences = Enumerable.Range(0, 12).Select(j => Sentence(i * 100 + j)).ToList();
            for (var j = 0; j < 4 && i > 0; j++)
                sentences.Insert(random.Next(sentences.Count), Sentence(random.Next(i) * 100 + random.Next(12)));
            var verdict = await Review(string.Join(' ', sentences.Take(8)) + "\n\n" + string.Join(' ', sentences.Skip(8)), ReviewContext.State(sections), context);
            Assert.Equal(i > 0 ? SectionAction.Rewrite : null, verdict.Next);
            sections.Add(verdict.Text ?? string.Join(' ', sentences.Take(8)) + "\n\n" + string.Join(' ', sentences.Skip(8)));
        }

        var all = sections.SelectMany(s => s.Split(". ").SelectMany(p => p.Split(".\n\n")).Select(p => p.Trim('.'))).ToList();
        Assert.Equal(40 * 12, all.Count);
        Assert.Equal(all.Count, all.Distinct().Count());

        static string Sentence(int seed) => $"Number {seed} " + string.Join(' ', Enumerable.Range(0, 9).Select(k => $"w{(seed * 31 + k * 17) % 997}")) + ".";
    }

    [Fact]
    public async Task The_work_is_linear_in_the_number_of_sections()
    {
        Assert.Equal(2 * await Work(100), await Work(200));

        static async Task<long> Work(int count)
        {
            var context = ReviewContext.Make();
            var text = string.Join(' ', Enumerable.Range(0, 50).Select(i => $"word{i}"));
            var state = ReviewContext.State(Enumerable.Range(0, count).Select(i => text).ToList());
            for (var i = 1; i <= count; i++)
                await Review(New, state with { Sections = state.Sections.Take(i).ToList(), Index = i }, context);
            return context.GetRunCache(() => new RedundancyIndex()).IndexedTokens;
        }
    }

    [Fact]
    public async Task Reviews_may_run_at_once()
    {
        var context = ReviewContext.Make();
        var sections = Enumerable.Range(0, 50).Select(i => i == 25 ? Earlier : $"Section {i} is about something else altogether, and it says so in many words.").ToList();
        var state = ReviewContext.State(sections);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Review($"{New} {Twice}", state with { Sections = state.Sections.Take(i + 1).ToList(), Index = i + 1 }, context))));
        for (var i = 0; i < 50; i++)
            Assert.Equal(i < 25 ? null : SectionAction.Rewrite, verdicts[i].Next);
    }

    private static Task<SectionVerdict> Review(string draft, params string[] sections) => Review(draft, ReviewContext.State(sections), ReviewContext.Make());

    private static async Task<SectionVerdict> Review(string draft, WritingState state, ReviewContext context) =>
        await new RedundancyReviewer().ReviewAsync(new SectionDraft(1, draft, 400, 400), state, context, default);
}
