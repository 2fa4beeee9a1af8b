using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class CleaningReviewerTests
{
    private const string Prose = "The harbour lay quiet. Nobody had come down to the quay since the morning, and the gulls knew it.";
    private const string Chinese = "港口很安静。从早上起就没有人来过码头，海鸥也知道这一点。";

    public static TheoryData<string> Remarks => new(
        "Here is the chapter:", "Sure! Here's the next section:", "Certainly, here is paragraph 3:", "Sure! Here's the next section.", "**Here is the revised section:**",
        "Of course! I will now write the third section of the story.", "Okay, let me continue with the next chapter.", "Here's the section you requested:",
        "Below is a 500-word introduction for your guide:", "Here is the rewritten draft, with less repetition:", "I will now write section 3 of the guide:",
        "Rewritten section:", "Based on your outline, here is the next paragraph:", "Here is the text of your article in about 400 words:",
        "好的，以下是第三段：", "以下是第三段的正文：", "以下是修改后的版本：", "好的，我将继续撰写下一部分的内容。",
        "Paragraph 3:", "Section 3 -", "**Paragraph 3**", "[Section 3]", "### Paragraph 3", "(Section 3 of 12)", "Paragraph Three:", "PARAGRAPH 3 of 12:", "段落3：", "第3段：", "第三段", "【第三部分】",
        "Paragraph 3 - Main Point: What the harbour was like in winter - Word Count: 400 words",
        "**Paragraph 3 - Main Point:** Something quite different - **Word Count:** 400 words",
        "Main Point: What the harbour was like in winter", "Paragraph 3: What the harbour was like in winter (400 words)",
        "段落3 - 要点：冬天的港口 - 字数：400字",
        "Word Count: 400 words", "Length of this section: 400 words.", "(Here the text so far ends.)",
        "Write section 3 of 5 now, and nothing but that section. It is about:");

    public static TheoryData<string> Closings => new(
        "(Word count: 412)", "Word Count: 401 words", "**Word count:** 1,024 words", "[412 words]", "（字数：412）", "字数：412字", "（本段约400字）", "Total words: 412",
        "Let me know if you'd like me to continue with the next section!", "Would you like me to continue?", "Shall I proceed with the next section?",
        "I hope this section meets your expectations.", "Please let me know if you want any changes.", "If you'd like any changes, just let me know.",
        "[End of section]", "(End of Section 3)", "*End of paragraph 3*", "(To be continued)", "To be continued...", "[To be continued…]",
        "（未完待续）", "（本段完）", "希望对你有帮助", "希望以上内容对您有所帮助！", "如果您需要进一步修改，请随时告诉我。", "Length of this section: 500 words.");

    public static TheoryData<string> Untouched => new(
        Prose,
        Chinese,
        "\"Sure,\" I said, \"here is your coat.\"",
        "Sure, I said, here is your coat.",
        "Certainly, the harbour had seen worse winters.",
        "Of course, the chapter of accidents was not over yet.",
        "Here is the story of how we lost the harbour, and of the people who stayed.",
        "Here is the section of the quay where the ferries used to land.",
        "Here is the chapter of my life that nobody knows:\n\nI was nine when the sea froze.",
        "Here is the passage:\n\n> The sea gives and the sea takes.\n\nIt has been read in three ways.",
        "Let me know if you hear from her.",
        "Let me tell you about the harbour.\n\nIt was old.",
        "I will now write to the harbour master, she decided.",
        "## 3. The harbour\n\n" + Prose,
        "Chapter 3: The Harbour\n\n" + Prose,
        "Section 3: The Harbour\n\n" + Prose,
        "Section 5\n\n(1) No person shall moor here.",
        "Part Three\n\n" + Prose,
        "# What the harbour was like in winter\n\n" + Prose,
        "Paragraph 12: No person shall moor here at night.",
        "Paragraph 3 of the statute says that nobody may moor here.",
        "Section 3 covers the duties of the harbour master.",
        "第三章 港口\n\n" + Chinese,
        "第三部分讲的是港口的历史。",
        "第三段路程最难走。",
        "好的，我说，这是你的外套。",
        "以下是几条规定：\n\n1. 不得停泊。\n2. 不得喧哗。",
        "希望对他来说是最后的东西。",
        "The count of words mattered: (word count was never her strength).",
        "She counted again (412 words in all, she thought) and slept.",
        "- salt\n- rope\n  - hemp\n  - wire\n\n1. First\n2. Second",
        "| Year | Ships |\n|---|---|\n| 1850 | 12 |",
        "Look:\n\n```csharp\nvar x = 1;   \n\n\n\nvar y = 2;\n```\n\nThat is all.",
        "```python\nprint('the whole answer is code')\n```",
        "> No person shall moor here.\n> Nobody at all.\n\nSo it stood.",
        "O harbour, dark and deep,  \nthy sailors are asleep,  \nthy bells are still.\n\nThe tide comes in,  \nthe tide goes out.",
        "A tag such as `</think>` ends it, and \"<think>\" begins it.",
        "He typed <think>hello</think> into the box.",
        "The end of section three came at noon.",
        "The End",
        "　　港口很安静。\n\n　　海鸥也知道这一点。",
        "می‌خواهم بروم. نامه‌ای نوشتم.",
        "क्‍ष और क्‌ष",
        "A family 👨‍👩‍👧 and a flag 🏳️‍🌈.",
        "שלום עולם. مرحبا بالعالم.",
        "* * *\n\n" + Prose,
        Prose + "\n\n---",
        "\"Shall I continue?\" she asked.",
        "Would you like tea?",
        "The word 'section' is used here: in the next section, more of that.",
        "Dear reader, I hope this letter finds you well.",
        "1. Paragraph one is short.\n2. Paragraph two is not.");

    [Theory]
    [MemberData(nameof(Remarks))]
    public async Task Drops_what_stands_before_the_text(string remark)
    {
        Assert.Equal(Prose, await Clean(remark + "\n\n" + Prose));
        Assert.Equal(Prose, await Clean("\n" + remark + "\n\n---\n\n" + Prose + "\n"));
    }

    [Theory]
    [MemberData(nameof(Closings))]
    public async Task Drops_what_stands_behind_the_text(string closing)
    {
        Assert.Equal(Prose, await Clean(Prose + "\n\n" + closing));
        Assert.Equal(Prose, await Clean(Prose + "\n\n---\n" + "\n" + closing + "\n\n"));
    }

    [Theory]
    [MemberData(nameof(Untouched))]
    public async Task Leaves_ordinary_text_unchanged(string text)
    {
        Assert.Equal(text, await Clean(text));
        var verdict = await new CleaningReviewer().ReviewAsync(Draft(text), ReviewContext.State(["One.", "Two."]), ReviewContext.Make(), default);
        Assert.Same(SectionVerdict.Accept, verdict);
    }

    [Theory]
    [MemberData(nameof(Remarks))]
    [MemberData(nameof(Closings))]
    public async Task An_answer_that_is_only_a_remark_is_empty(string remark) => Assert.Equal("", await Clean(remark));

    [Theory]
    [InlineData("Paragraph 3: " + Prose)]
    [InlineData("**Paragraph 3:** " + Prose)]
    [InlineData("第3段：" + Prose)]
    [InlineData("段落三：" + Prose)]
    [InlineData(Prose + " (Word count: 412)")]
    [InlineData(Prose + " *(412 words)*")]
    [InlineData("```\n" + Prose + "\n```")]
    [InlineData("```markdown\n" + Prose + "\n```")]
    [InlineData("Here is the chapter:\n\n```markdown\n" + Prose + "\n```\n\n(Word count: 412)")]
    [InlineData("<draft>\n" + Prose + "\n</draft>")]
    [InlineData("Let me think about gulls.\n</think>\n\n" + Prose)]
    [InlineData("<think>a\n```\n</think>\n" + Prose)]
    [InlineData("<think>First the gulls, then the quay.\n\nYes.</think>\n\n" + Prose)]
    [InlineData("<Thinking>\nHm.\n</Thinking>" + Prose)]
    public async Task Drops_what_is_woven_into_the_text(string draft) => Assert.Equal(Prose, await Clean(draft));

    [Fact]
    public async Task Drops_invisible_characters() =>
        Assert.Equal(Prose, await Clean("\uFEFFThe harbour lay quiet.\u200B Nobody had come\0 down to the quay since the\u2060 morn\u200Ding, and the gulls\uD800 knew it."));

    [Fact]
    public async Task Normalises_line_breaks_and_blank_space() =>
        Assert.Equal("One.\n\nTwo.\nThree.\n\nFour.", await Clean("  \r\nOne. \r\n\r\n\r\n\r\nTwo.\t\rThree.\n \n\nFour. \n\n"));

    [Fact]
    public async Task Reasoning_that_is_never_closed_leaves_nothing() => Assert.Equal("", await Clean("<think>\nI should write about gulls."));

    [Fact]
    public async Task Drops_a_reasoning_block_in_mid_text() =>
        Assert.Equal("One.\n\nTwo.", await Clean("One.\n\n<think>\nNow two.\n</think>\n\nTwo."));

    [Fact]
    public async Task Drops_the_main_point_said_back_as_the_first_line()
    {
        const string Point = "Describe the harbour in winter, the gulls, and why nobody comes down to the quay";
        Assert.Equal(Prose, await Clean(Point + ".\n\n" + Prose, Point));
        Assert.Equal(Prose, await Clean("**" + Point.ToUpperInvariant() + "**\n" + Prose, Point));
        Assert.Equal(Point + " is what she asked for.\n\n" + Prose, await Clean(Point + " is what she asked for.\n\n" + Prose, Point));
    }

    [Fact]
    public async Task A_heading_that_is_the_short_main_point_stays()
    {
        Assert.Equal("## The harbour\n\n" + Prose, await Clean("## The harbour\n\n" + Prose, "The harbour"));
        Assert.Equal("The harbour\n\n" + Prose, await Clean("The harbour\n\n" + Prose, "The harbour"));
    }

    [Theory]
    [InlineData("They came at dawn. " + Prose, Prose + "\n\nThen it rained.", "Then it rained.")]
    [InlineData("They came at dawn. " + Prose, "The harbour lay quiet. Nobody had come down to the quay since the morning; and the gulls knew it. Then it rained.", "Then it rained.")]
    [InlineData("They came at dawn. " + Prose, "Nobody had come down to the quay since the morning, and the gulls knew it. Then it rained.", "Then it rained.")]
    [InlineData("黎明时他们来了。" + Chinese, "从早上起就没有人来过码头，海鸥也知道这一点。后来下雨了。", "后来下雨了。")]
    public async Task Drops_the_repeated_end_of_the_section_before(string previous, string draft, string expected) =>
        Assert.Equal(expected, await Clean(draft, previous: previous));

    [Theory]
    [InlineData("They came at dawn. And so it was.", "And so it was. Then it rained.")]
    [InlineData("Nobody had come down to the quay since the morning.", "Nobody had come down to the quay since the morning of the storm.")]
    [InlineData("It was late, and nobody had come down to the quay since the morning.", "Nobody had come down to the quay since the morning. Then it rained.")]
    public async Task Leaves_a_start_that_only_resembles_the_end_before(string previous, string draft) =>
        Assert.Equal(draft, await Clean(draft, previous: previous));

    [Fact]
    public async Task A_draft_that_was_cut_off_keeps_the_space_at_its_end()
    {
        var draft = Draft("The harbour lay ") with { FinishReason = ChatFinishReason.Length };
        var verdict = await new CleaningReviewer().ReviewAsync(draft, ReviewContext.State(["One.", "Two."]), ReviewContext.Make(), default);
        Assert.Same(SectionVerdict.Accept, verdict);
        Assert.Equal("The harbour lay", await Clean("The harbour lay "));
    }

    [Fact]
    public async Task Prompt_lines_are_known_in_the_language_of_the_run()
    {
        var state = ReviewContext.State(["一。", "二。"], "冬天的港口");
        var draft = Draft("（已写好的正文到此为止。）\n本段长度：400字。\n\n" + Chinese);
        var verdict = await new CleaningReviewer().ReviewAsync(draft, state, ReviewContext.Make("zh"), default);
        Assert.Equal(Chinese, verdict.Text);
        Assert.Null(verdict.Next);
    }

    [Theory]
    [InlineData("Paragraph 3: ")]
    [InlineData("<think>")]
    [InlineData("</think>\n")]
    [InlineData("```\n")]
    [InlineData("Here is the chapter:\n")]
    [InlineData("Sure! Here is ")]
    [InlineData("word count: (")]
    [InlineData("\u200D")]
    [InlineData(". “")]
    [InlineData("*_\n\n")]
    public async Task Hostile_input_costs_linear_time(string piece)
    {
        // Quadratic work on so many pieces would take minutes; a bound on the ratio of two short times would fail on a busy machine.
        var text = string.Concat(Enumerable.Repeat(piece, 80_000));
        var watch = Stopwatch.StartNew();
        await Clean(text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    private static SectionDraft Draft(string text) => new(1, text, 400, 400);

    private static async Task<string> Clean(string text, string? point = null, string previous = "Two.")
    {
        var state = ReviewContext.State(["One.", previous], point ?? "What the harbour was like in winter");
        var verdict = await new CleaningReviewer().ReviewAsync(Draft(text), state, ReviewContext.Make(), default);
        Assert.Null(verdict.Next);
        Assert.Equal(0, verdict.Cost);
        return verdict.Text ?? text;
    }
}
