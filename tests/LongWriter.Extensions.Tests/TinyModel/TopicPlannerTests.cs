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
        Assert.Equal(10 - 5, answers.Count);
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
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel(TinyModelFolder.Path).UseChatClient(_ => new TestChatClient(_ => answers.Dequeue()));
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<ILongWriter>().PlanAsync(new WritingRequest(instruction) { Length = 300 });
    }

    private sealed class OwnPlanner : IPlanner
    {
        public Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken) => Task.FromResult(WritingPlan.Create(("A point", 300)));
    }
}
