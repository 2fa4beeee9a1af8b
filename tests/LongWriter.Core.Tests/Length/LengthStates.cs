using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>States and drafts by hand.</summary>
internal static class LengthStates
{
    public static LongWriterOptions Options { get; } = new();

    public static WritingContext Context(LongWriterOptions? options = null) => WritingContext.Create(new TestChatClient(), options ?? Options);

    /// <summary>A document of steps of 500 words, some of which are written.</summary>
    public static WritingState State(int steps, int words, params (int Asked, int Written)[] sections) => new(
        new WritingRequest("Write."),
        new WritingPlan([.. Enumerable.Range(0, steps).Select(static i => new PlanStep($"s{i}", $"Point {i}", 500))]),
        words,
        sections.Length,
        [.. sections.Select(static (s, i) => new WrittenSection(i, $"s{i}", s.Asked, s.Written, "") { DraftWords = s.Written })]);

    public static SectionDraft Draft(int words, ChatFinishReason? finish = null, SectionAction action = SectionAction.Write, int left = 2, int number = 1, double? cost = null) =>
        new(number, Text(words), 500, words)
        {
            Action = action,
            FinishReason = finish ?? ChatFinishReason.Stop,
            DraftsLeft = left,
            DraftWords = words,
            Verdict = cost is { } c ? new SectionVerdict { Cost = c } : null,
        };

    /// <summary>Sentences of ten words, no two of them the same; the last is left open where the number does not come out even.</summary>
    public static string Text(int words, int salt = 0) => string.Join(' ', Enumerable.Range(1, words).Select(i => (i % 10) switch
    {
        1 => "The",
        2 => "tree" + Letters(salt) + Letters(i / 10),
        0 => "orchard.",
        _ => "old",
    }));

    private static string Letters(int number) => $"{(char)('a' + (number / 26 % 26))}{(char)('a' + (number % 26))}";
}
