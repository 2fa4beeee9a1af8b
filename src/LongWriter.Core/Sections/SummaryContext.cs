using System.Globalization;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// The writer sees a running summary of what the window has left behind, and the window. The summary is made by the role
/// <see cref="WritingRoles.Summarizer"/>, once for each move of the window, and journaled.
/// </summary>
public sealed class SummaryContext : IContextPolicy
{
    internal const string KeyPrefix = "summary:";
    private const int SummaryWords = 400;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<string>> SelectAsync(WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        var from = WindowContext.StartOf(state.Sections, context.WindowWords);
        var window = context.GetRunCache(static () => new ContextParts()).Of(state.Sections, from);
        if (from == 0)
            return window;

        var summary = await SummaryUpToAsync(from, state, context, cancellationToken).ConfigureAwait(false);
        return [PromptTemplate.Fill(context.Prompts.SummarySoFar, ("summary", summary)), .. window];
    }

    /// <summary>Each summary rests on the one before it, so the chain is rebuilt from the journal without a call.</summary>
    private static async ValueTask<string> SummaryUpToAsync(int end, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        var (summary, done) = ("", 0);
        for (var i = 1; i <= state.Sections.Count; i++)
        {
            var start = WindowContext.StartOf(new SectionSlice(state.Sections, i), context.WindowWords);
            if (start <= done)
                continue;

            var (before, from, to) = (summary, done, start);
            summary = await context.RememberAsync(
                $"{KeyPrefix}{to}", token => SummarizeAsync(before, state.Sections, from, to, context, token), cancellationToken).ConfigureAwait(false);
            done = to;
        }

        return done == end ? summary : throw new InvalidOperationException($"The window starts at {end}, the summary ends at {done}.");
    }

    private static async Task<string> SummarizeAsync(
        string before, IReadOnlyList<WrittenSection> sections, int from, int to, WritingContext context, CancellationToken cancellationToken)
    {
        var text = string.Join(WritingDocument.SectionSeparator, sections.Skip(from).Take(to - from).Select(static s => s.Text));
        var prompt = PromptTemplate.Fill(
            context.Prompts.Summarize, ("summary", before), ("text", text), ("words", SummaryWords.ToString(CultureInfo.InvariantCulture)));
        var options = new ChatOptions
        {
            MaxOutputTokens = (int)(2 * SummaryWords * TokenEstimate.PerWordUpper(context.Language)) + context.Options.ReasoningTokens,
        };
        var response = await context.GetChatClient(WritingRoles.Summarizer)
            .GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken).ConfigureAwait(false);
        // What a refusal or a model thinking aloud says is no summary, and the writer would take it for one.
        var summary = ReasoningBlocks.Remove(response.Text).Trim();
        if (response.FinishReason == ChatFinishReason.ContentFilter || RefusalDetector.IsRefusal(summary))
            throw new LongWriterException(LongWriterError.Refused, "The summarizer declines to sum up the text so far; give its role another model or use ContextMode.Window.");

        return summary.Length > 0
            ? summary
            : throw new LongWriterException(LongWriterError.EmptyAnswer, "The summarizer answered with nothing; give its role another model or use ContextMode.Window.");
    }

    private sealed class SectionSlice(IReadOnlyList<WrittenSection> sections, int count) : IReadOnlyList<WrittenSection>
    {
        public int Count => count;

        public WrittenSection this[int index] => sections[index];

        public IEnumerator<WrittenSection> GetEnumerator() => sections.Take(count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
