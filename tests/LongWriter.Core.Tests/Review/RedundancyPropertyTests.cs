using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace LongWriter.Tests;

public class RedundancyPropertyTests
{
    private static readonly string[] Pieces =
    [
        "Nobody had come down to the quay since the morning bell.", "从早上钟声响过以后就再也没有人来过码头。", "It rained.", "“No person shall moor a vessel at the quay at night,” he read.",
        "The ropes were coiled and the nets were mended and the lamps were trimmed and the boats lay side by side along the wall.", "他来了。", "Mr. Hale", "3.14", "# ", "## The quay\n", "- ", "1. ", "> ", "| a | b |\n",
        "```\n", "\n", "\n\n", "\n\n", " ", " ", "“", "”", "\"", "\0", "\uD83D", "…", "***\n", "One two three four five six seven eight nine ten. ",
    ];

    private static readonly string[] Prose =
    [
        "Nobody had come down to the quay since the morning bell. ", "从早上钟声响过以后就再也没有人来过码头。", "It rained. ", "The dog slept. ", "Mr. Hale had gone inland for the day. ", "他来了。",
        "The ropes were coiled and the nets were mended and the lamps were trimmed and the boats lay side by side along the wall. ",
        "One two three four five six seven eight nine ten. ", "Ten nine eight seven six five four three two one. ", "\n\n", "\n\n", "\n\n- ", "\n\n## The quay\n\n",
    ];

    private static readonly Arbitrary<string> Texts = Drafts(Pieces);

    // what an earlier section has twice is a refrain, and left alone
    private static readonly Arbitrary<string> WithoutRefrains = Gen.Elements(Prose).ListOf().Select(static p => string.Concat(p.Distinct())).ToArbitrary();

    [Property(MaxTest = 1500, Replay = "20263,4711")]
    public Property What_is_left_is_at_least_half_and_made_of_the_draft() => Prop.ForAll(Texts, Texts, static (earlier, draft) =>
    {
        var verdict = Review(draft, [earlier, "Something else."]);
        if (verdict.Text is null)
            return verdict.Cost is >= 0 and <= 1;

        var left = TextToken.Read(verdict.Text).Select(t => t.Hash).ToList();
        var all = TextToken.Read(draft).Select(t => t.Hash).ToList();
        return left.Count > 0 && left.Count < all.Count && verdict.Cost is >= 0 and <= 1 && IsSubsequence(left, all);
    });

    [Property(MaxTest = 1500, Replay = "20264,4711")]
    public Property A_stripped_draft_has_no_repeats_left() => Prop.ForAll(WithoutRefrains, Drafts(Prose), static (earlier, draft) =>
    {
        var verdict = Review(draft, [earlier, "Something else."]);
        var again = verdict.Text is null ? verdict : Review(verdict.Text, [earlier, "Something else."]);
        return (verdict.Text is null || again.Next is null).Label($"{verdict.Text}\n---\n{again.Feedback}\n---\n{again.Text}");
    });

    private static Arbitrary<string> Drafts(string[] pieces) => Gen.Elements(pieces).ListOf().Select(static p => string.Concat(p)).ToArbitrary();

    private static bool IsSubsequence(List<ulong> part, List<ulong> whole)
    {
        var at = 0;
        foreach (var hash in whole)
        {
            if (at < part.Count && part[at] == hash)
                at++;
        }

        return at == part.Count;
    }

    private static SectionVerdict Review(string draft, string[] sections) =>
        new RedundancyReviewer().ReviewAsync(new SectionDraft(1, draft, 400, 400), ReviewContext.State(sections), ReviewContext.Make(), default).Result;
}
