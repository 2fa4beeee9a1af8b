using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class ChatOptionsTests
{
    [Fact]
    public async Task A_call_whose_stage_sets_no_cap_has_one_nevertheless()
    {
        var counting = new CountingChatClient(Writers.Simulated());

        await Writers.Compose(counting, Writers.Quick(static o => o.ReasoningTokens = 500), planner: new CaplessPlanner()).WriteAsync(Writers.Request(400));

        Assert.Equal(4_596, counting.Calls[0].Options!.MaxOutputTokens);
    }

    [Fact]
    public async Task A_cap_is_never_more_than_the_model_can_give()
    {
        var counting = new CountingChatClient(new LimitedChatClient(Writers.Simulated(), new ModelLimits(null, 300)));

        await Writers.Compose(counting, planner: new CaplessPlanner()).WriteAsync(Writers.Planned(1, 900));

        Assert.All(counting.Calls, static c => Assert.InRange(c.Options!.MaxOutputTokens!.Value, 1, 300));
    }

    [Fact]
    public async Task Options_lie_over_one_another_by_role_and_the_smallest_cap_wins()
    {
        var counting = new CountingChatClient(Writers.Simulated());
        var options = Writers.Quick(static o =>
        {
            o.ChatOptions[WritingRoles.Writer] = new ChatOptions { Temperature = 0.1f, ModelId = "by-options", AdditionalProperties = new() { ["a"] = 1, ["b"] = 1 } };
            o.ChatOptions[WritingRoles.Planner] = new ChatOptions { Temperature = 0.9f };
        });
        var request = Writers.Request(900) with
        {
            ChatOptions = new Dictionary<string, ChatOptions>
            {
                [WritingRoles.Writer] = new() { ModelId = "by-request", MaxOutputTokens = 333, AdditionalProperties = new() { ["b"] = 2 } },
            },
        };

        await Writers.Compose(counting, options).WriteAsync(request);

        var plan = counting.Calls[0].Options!;
        Assert.Equal((0.9f, null), (plan.Temperature, plan.ModelId));
        Assert.All(counting.Calls.Skip(1), static c =>
        {
            Assert.Equal((0.1f, "by-request"), (c.Options!.Temperature, c.Options.ModelId));
            Assert.Equal((1, 2), (c.Options.AdditionalProperties!["a"], c.Options.AdditionalProperties["b"]));
            Assert.InRange(c.Options.MaxOutputTokens!.Value, 1, 333);
        });
        Assert.Null(request.ChatOptions[WritingRoles.Writer].Temperature);
        Assert.Equal("by-options", options.ChatOptions[WritingRoles.Writer].ModelId);
    }

    [Fact]
    public void Every_option_there_is_can_be_laid_over()
    {
        var above = new ChatOptions
        {
            ConversationId = "c",
            Instructions = "i",
            Temperature = 1,
            MaxOutputTokens = 1,
            TopP = 1,
            TopK = 1,
            FrequencyPenalty = 1,
            PresencePenalty = 1,
            Seed = 1,
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
            ResponseFormat = ChatResponseFormat.Text,
            ModelId = "m",
            StopSequences = ["s"],
            AllowMultipleToolCalls = true,
            ToolMode = ChatToolMode.Auto,
            Tools = [],
            RawRepresentationFactory = static _ => null,
            AdditionalProperties = new() { ["a"] = 1 },
        };
        var below = new ChatOptions();

        ChatOptionsMerge.Over(below, above);

        // A member that a later version of the abstraction adds shows here. The two left out continue a call; a stage never does.
        foreach (var property in typeof(ChatOptions).GetProperties().Where(static p => p.Name is not ("AllowBackgroundResponses" or "ContinuationToken" or "AdditionalProperties")))
        {
            Assert.NotNull(property.GetValue(above));
            Assert.Equal(property.GetValue(above), property.GetValue(below));
        }
    }

    private sealed class CaplessPlanner : IPlanner
    {
        public async Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken)
        {
            await context.GetChatClient(WritingRoles.Planner).GetResponseAsync("What comes first?", cancellationToken: cancellationToken);
            return WritingPlan.Create(("Everything", request.Length!.Value.Words));
        }
    }
}
