using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

public sealed class TopicPlannerTests
{
    private const string Lost = "2. The lamp by the well - 0150 words\n1. The end of the lamp - 0150 words\n";
    private const string Kept = "2. The grovub by the well - 0150 words\n1. The end of it - 0150 words\n";

    [Fact]
    public async Task A_plan_that_loses_the_topic_is_drawn_again()
    {
        var answers = new Queue<string>([Lost, Kept, Lost]);
        var plan = await PlanAsync(answers, "Write a story about a grovub.");

        Assert.Equal("The grovub by the well", plan.Steps[0].MainPoint);
        Assert.Single(answers);
    }

    [Fact]
    public async Task After_the_last_try_the_plan_is_taken_as_it_is()
    {
        var answers = new Queue<string>(Enumerable.Repeat(Lost, 10));
        var plan = await PlanAsync(answers, "Write a story about a grovub.");

        Assert.Equal("The lamp by the well", plan.Steps[0].MainPoint);
        Assert.Equal(10 - 8, answers.Count);
    }

    [Fact]
    public async Task An_instruction_without_a_topic_costs_one_plan()
    {
        var answers = new Queue<string>([Lost, Kept]);
        await PlanAsync(answers, "Write a long story.");

        Assert.Single(answers);
    }

    [Fact]
    public async Task A_plan_is_not_given_up_for_one_that_cannot_be_used()
    {
        var answers = new Queue<string>([Lost, .. Enumerable.Repeat("None.", 10)]);
        var plan = await PlanAsync(answers, "Write a story about a grovub.");

        Assert.Equal("The lamp by the well", plan.Steps[0].MainPoint);
    }

    [Fact]
    public async Task Plans_that_cannot_be_used_and_plans_that_lose_the_topic_are_counted_together()
    {
        var answers = new Queue<string>(Enumerable.Repeat<string[]>(["None.", Lost], 10).SelectMany(static a => a));
        var plan = await PlanAsync(answers, "Write a story about a grovub.");

        Assert.Equal("The lamp by the well", plan.Steps[0].MainPoint);
        Assert.Equal(20 - 8, answers.Count);
    }

    [Fact]
    public async Task A_budget_that_ends_while_a_plan_is_drawn_again_leaves_the_plan_there()
    {
        var answers = new Queue<string>(Enumerable.Repeat(Lost, 10));
        await using var provider = Provide(_ => answers.Dequeue());
        var document = await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest("Write a story about a grovub.") { Length = 300, Budget = new() { MaxCalls = 1 } });

        Assert.Equal((WritingStatus.BudgetExhausted, 2), (document.Status, document.Plan.Steps.Count));
        Assert.Equal("The lamp by the well", document.Plan.Steps[0].MainPoint);
    }

    [Fact]
    public async Task A_model_that_fails_while_a_plan_is_drawn_again_leaves_the_plan_there()
    {
        var calls = 0;
        await using var provider = Provide(_ => calls++ == 0 ? Lost : throw new LongWriterException(LongWriterError.Authentication, "The key is gone."));
        var plan = await provider.GetRequiredService<ILongWriter>().PlanAsync(new WritingRequest("Write a story about a grovub.") { Length = 300 });

        Assert.Equal("The lamp by the well", plan.Steps[0].MainPoint);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_cancelled_drawing_keeps_nothing()
    {
        using var stop = new CancellationTokenSource();
        await using var provider = Provide(_ =>
        {
            stop.Cancel();
            return Lost;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => provider.GetRequiredService<ILongWriter>().PlanAsync(new WritingRequest("Write a story about a grovub.") { Length = 300 }, stop.Token));
    }

    [Fact]
    public async Task A_plan_in_parts_is_not_drawn_again_since_its_parts_are_remembered()
    {
        var notices = new List<string>();
        await using var provider = Provide(static prompt => prompt.StartsWith("Plan the ", StringComparison.Ordinal)
            ? "1. The lamp by the well - 6200 words\n2. The end of the lamp - 6200 words\n3. The lamp is lost - 6200 words\n"
            : Steps(prompt));
        var plan = default(WritingPlan);
        await foreach (var update in provider.GetRequiredService<ILongWriter>().WriteStreamingAsync(new WritingRequest("Write a story about a grovub.") { Length = 18_600, PlanOnly = true }))
        {
            if (update is NoticeUpdate { Notice: var notice })
                notices.Add(notice.Message);
            if (update is DocumentFinishedUpdate { Document: var document })
                plan = document.Plan;
        }

        Assert.InRange(plan!.Steps.Count, 70, 100);
        Assert.DoesNotContain(notices, static n => n.Contains("drawn again", StringComparison.Ordinal));

        static string Steps(string prompt)
        {
            var part = prompt[(prompt.IndexOf("Part ", StringComparison.Ordinal) + "Part ".Length)..][..1];
            return string.Concat(Enumerable.Range(1, 28).Select(i => $"{i}. The lamp number {part} of the {i} wells - 0220 words\n"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_planner_of_the_apps_own_stays(bool first)
    {
        var services = new ServiceCollection();
        var builder = services.AddLongWriter();
        if (first)
            builder.UsePlanner<OwnPlanner>();
        builder.UseTinyModel(TinyModelFolder.Path);
        if (!first)
            builder.UsePlanner<OwnPlanner>();
        using var provider = services.BuildServiceProvider();

        Assert.IsType<OwnPlanner>(provider.GetRequiredService<ILongWriter>().GetService(typeof(IPlanner)));
    }

    [Fact]
    public void A_planner_that_the_app_makes_itself_stays()
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton<IPlanner>("", static (_, _) => new OwnPlanner());
        services.AddLongWriter().UseTinyModel(TinyModelFolder.Path);
        using var provider = services.BuildServiceProvider();

        Assert.IsType<OwnPlanner>(provider.GetRequiredService<ILongWriter>().GetService(typeof(IPlanner)));
    }

    private static async Task<WritingPlan> PlanAsync(Queue<string> answers, string instruction)
    {
        await using var provider = Provide(_ => answers.Dequeue());
        return await provider.GetRequiredService<ILongWriter>().PlanAsync(new WritingRequest(instruction) { Length = 300 });
    }

    private static ServiceProvider Provide(Func<string, string> answer)
    {
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel(TinyModelFolder.Path).UseChatClient(_ => new TestChatClient(answer));
        return services.BuildServiceProvider();
    }

    private sealed class OwnPlanner : IPlanner
    {
        public Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken) => Task.FromResult(WritingPlan.Create(("A point", 300)));
    }
}
