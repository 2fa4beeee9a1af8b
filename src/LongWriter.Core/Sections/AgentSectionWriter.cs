using System.Globalization;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// The default section writer (AgentWrite, step II). One user message: a head that is the same for all sections, the text so
/// far as parts, and at the end the step with its adjusted length and the reviewers' complaint; so that the prompt of a section
/// begins with that of the section before it, and servers reuse what they have read.
/// </summary>
public sealed class AgentSectionWriter : ISectionWriter
{
    /// <inheritdoc />
    public IAsyncEnumerable<ChatResponseUpdate> WriteAsync(SectionAssignment assignment, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ArgumentNullException.ThrowIfNull(context);
        var options = new ChatOptions { MaxOutputTokens = assignment.MaxOutputTokens };
        if (assignment is { Action: SectionAction.Shorten, Previous: { } draft })
        {
            var prompt = PromptTemplate.Fill(context.Prompts.Shorten, ("words", Number(assignment.Budget.Words)), ("draft", draft.Text));
            return context.GetChatClient(WritingRoles.Shortener).GetStreamingResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken);
        }

        var contents = new List<AIContent>(assignment.Context.Count + 3) { new TextContent(HeadOf(assignment.State, context)) };
        foreach (var part in assignment.Context)
            contents.Add(new TextContent(part));
        contents.Add(new TextContent(StepOf(assignment, context.Prompts)));
        return context.GetChatClient(WritingRoles.Writer).GetStreamingResponseAsync([new ChatMessage(ChatRole.User, contents)], options, cancellationToken);
    }

    private static string HeadOf(WritingState state, WritingContext context)
    {
        var head = context.GetRunCache(static () => new HeadCache());
        return head.Get(state.Plan, () => PromptTemplate.Fill(
            context.Prompts.WriteHead,
            ("task", state.Request.Instruction),
            ("details", RequestDetails.Render(state.Request, context)),
            ("plan", state.Plan.ToString(context.Prompts, withIds: false))));
    }

    private static string StepOf(SectionAssignment assignment, PromptSet prompts)
    {
        var state = assignment.State;
        var place = state.Plan.Steps.Count == 1 ? prompts.PlaceOnly : state.IsLast ? prompts.PlaceLast : prompts.PlaceMiddle;
        var common = (Number: ("number", Number(state.Index + 1)), Count: ("count", Number(state.Plan.Steps.Count)), Point: ("point", state.Step.MainPoint),
            Words: ("words", Number(assignment.Budget.Words)), Place: ("place", place));
        if (assignment is { Action: SectionAction.Continue, Previous: { } draft })
            return PromptTemplate.Fill(prompts.ContinueStep, common.Number, common.Count, common.Point, common.Words, common.Place, ("draft", draft.Text));

        var feedback = assignment.Feedback is { Length: > 0 } complaint ? PromptTemplate.Fill(prompts.Feedback, ("complaint", complaint)) : "";
        return PromptTemplate.Fill(prompts.Step, common.Number, common.Count, common.Point, common.Words, common.Place, ("feedback", feedback));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed class HeadCache
    {
        private readonly Lock _lock = new();
        private (WritingPlan Plan, string Head)? _known;

        public string Get(WritingPlan plan, Func<string> make)
        {
            lock (_lock)
            {
                if (_known is not { } known || !ReferenceEquals(known.Plan, plan))
                    _known = known = (plan, make());

                return known.Head;
            }
        }
    }
}
