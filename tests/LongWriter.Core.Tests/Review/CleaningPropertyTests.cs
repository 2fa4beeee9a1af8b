using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace LongWriter.Tests;

public class CleaningPropertyTests
{
    private static readonly string[] Pieces =
    [
        "The harbour lay quiet.", "Nobody had come down to the quay since the morning, and the gulls knew it.", "港口很安静。", "从早上起就没有人来过码头，海鸥也知道这一点。",
        "Here is the chapter:", "Sure! Here's the next section:", "好的，以下是第三段：", "Paragraph 3:", "Paragraph 3: ", "[Section 3]", "**Paragraph 3**", "第3段：", "## 3. The harbour",
        "Paragraph 3 - Main Point: What the harbour was like in winter - Word Count: 400 words", "What the harbour was like in winter", "Length of this section: 400 words.",
        "(Word count: 412)", " (Word count: 412)", "字数：412", "Let me know if you want any changes.", "[End of section]", "（未完待续）", "希望对你有帮助",
        "<think>", "</think>", "<think>one</think>", "`</think>`", "```", "```markdown", "```python", "````", "~~~", "<draft>", "</draft>", "---", "***", "> quoted", "| a | b |", "- item", "1. item",
        "\n", "\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r", " ", "  ", "\t", "　　", "\u200B", "\u200D", "\u200C", "\uFEFF", "\0", "\uD83D", "\uDC68", "👨", "می", "ก", "क्", "\"", "“", "”", "(", ")", "Mr. ",
    ];

    private static readonly Arbitrary<string> Drafts =
        Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces)).ToArbitrary();

    [Property(MaxTest = 1500, Replay = "20261,4711")]
    public Property Cleaning_twice_is_cleaning_once() => Prop.ForAll(Drafts, static draft =>
    {
        var once = Clean(draft, false);
        return (Clean(once, false) == once).Label($"{Show(draft)} -> {Show(once)} -> {Show(Clean(once, false))}");
    });

    [Property(MaxTest = 700, Replay = "20262,4711")]
    public Property Cleaning_a_cut_off_draft_twice_is_cleaning_it_once() => Prop.ForAll(Drafts, static draft =>
    {
        var once = Clean(draft, true);
        return (Clean(once, true) == once).Label($"{Show(draft)} -> {Show(once)} -> {Show(Clean(once, true))}");
    });

    [Property(MaxTest = 700, Replay = "20262,4711")]
    public Property Cleaning_adds_no_word() => Prop.ForAll(Drafts, static draft =>
        TextToken.Read(Clean(draft, false)).Count <= TextToken.Read(draft).Count);

    private static string Show(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Clean(string draft, bool cut)
    {
        var state = ReviewContext.State(["It began.", "They came at dawn. Nobody had come down to the quay since the morning, and the gulls knew it."]);
        return new DraftCleaning(state, PromptSet.English, cut).Clean(draft);
    }
}
