using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public partial class AgentWritePlannerTests
{
    private const string Good = "Paragraph 1 - Main Point: Alpha - Word Count: 400 words\nParagraph 2 - Main Point: Beta - Word Count: 600 words";

    [Fact]
    public async Task A_good_answer_becomes_the_plan_at_the_required_length()
    {
        var client = new TestChatClient(Good);
        var context = new PlanningContext(client);
        var plan = await Plan(context, "Write about {task} and $PLAN$", 1500);
        Assert.Equal(WritingPlan.Create(("Alpha", 600), ("Beta", 900)), plan);
        Assert.Equal(1500, plan.Words);
        Assert.Equal([WritingRoles.Planner], context.Roles);
        Assert.Empty(context.Notices);
        var (prompt, options) = Assert.Single(client.Calls);
        Assert.Contains("Write about {task} and $PLAN$", prompt, StringComparison.Ordinal);
        Assert.Contains("is to have 1500 words", prompt, StringComparison.Ordinal);
        Assert.Contains("between 200 and 1000 words", prompt, StringComparison.Ordinal);
        Assert.InRange(options!.MaxOutputTokens!.Value, 4 * 80, 8192);
    }

    [Fact]
    public async Task Style_title_audience_and_material_reach_the_model()
    {
        var client = new TestChatClient(Good);
        await new AgentWritePlanner().PlanAsync(new("Write.") { Length = 1000, Title = "T1", Style = "S1", Audience = "A1", Material = "M1" }, new PlanningContext(client), default);
        Assert.All(["Title: T1", "Style: S1", "Readers: A1", "<material>\nM1\n</material>"], said => Assert.Contains(said, client.Calls[0].Prompt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_short_document_is_one_step_without_a_call()
    {
        var client = new TestChatClient();
        var plan = await Plan(new PlanningContext(client), "Write a note\nabout tea. " + new string('x', 400), 399);
        Assert.Empty(client.Calls);
        var step = Assert.Single(plan.Steps);
        Assert.Equal(399, step.Words);
        Assert.StartsWith("Write a note about tea.", step.MainPoint, StringComparison.Ordinal);
        Assert.InRange(step.MainPoint.Length, 200, 300);
    }

    [Fact]
    public async Task Without_a_required_length_the_plan_decides()
    {
        var client = new TestChatClient("1. Alpha (450 words)\n2. Beta (700 words)\n3. Gamma");
        var plan = await Plan(new PlanningContext(client), "Write.", null);
        Assert.Equal([450, 700, 575], plan.Steps.Select(static s => s.Words));
        Assert.Contains("Nobody has fixed the length", client.Calls[0].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_plan_is_asked_for_again_with_its_fault_named()
    {
        var client = new TestChatClient("Sorry, what?", "", Good);
        var context = new PlanningContext(client);
        var plan = await Plan(context, "Write.", 1000);
        Assert.Equal(1000, plan.Words);
        Assert.Equal(3, client.Calls.Count);
        Assert.DoesNotContain("could not be used", client.Calls[0].Prompt, StringComparison.Ordinal);
        Assert.Contains("no line of it has the form of a step", client.Calls[1].Prompt, StringComparison.Ordinal);
        Assert.Contains("it was empty", client.Calls[2].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("form of a step", client.Calls[2].Prompt, StringComparison.Ordinal);
        Assert.All(client.Calls, call => Assert.StartsWith(client.Calls[0].Prompt, call.Prompt, StringComparison.Ordinal));
        Assert.Equal([NoticeKind.Retry, NoticeKind.Retry], context.Notices.Select(static n => n.Kind));
    }

    [Theory]
    [InlineData("Paragraph 1 - Main Point: Same thing - Word Count: 400 words\nParagraph 2 - Main Point: same Thing. - Word Count: 600 words", "same main point")]
    [InlineData("1. Alpha (300 words)\n2. Beta (300 words)\n...\n9. Omega (300 words)", "number 3 is missing")]
    [InlineData("Paragraph 1 - Main Point: [what the section covers, in detail] - Word Count: 400 words", "placeholder")]
    [InlineData("Paragraph 1 - Main Point: Alpha - Word Count: -400 words", "-400")]
    public async Task When_all_tries_fail_the_error_names_the_last_fault_and_quotes_the_answer(string answer, string fault)
    {
        var client = new TestChatClient(_ => answer);
        var error = await Assert.ThrowsAsync<LongWriterException>(() => Plan(new PlanningContext(client, new() { MaxPlanAttempts = 2 }), "Write.", 1000));
        Assert.Equal(LongWriterError.MalformedPlan, error.Error);
        Assert.Equal("run-1", error.RunId);
        Assert.Equal(2, client.Calls.Count);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Contains(answer[..20], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_of_unfit_lengths_is_made_to_fit_after_the_last_try()
    {
        var client = new TestChatClient(_ => Good);
        var context = new PlanningContext(client);
        var plan = await Plan(context, "Write.", 3000);
        Assert.Equal(3, client.Calls.Count);
        Assert.Contains("too few steps (2)", client.Calls[1].Prompt, StringComparison.Ordinal);
        Assert.Equal(3000, plan.Words);
        Assert.All(plan.Steps, static s => Assert.InRange(s.Words, 200, 1000));
        Assert.Equal([NoticeKind.Retry, NoticeKind.Retry, NoticeKind.Warning], context.Notices.Select(static n => n.Kind));
    }

    [Fact]
    public async Task Steps_that_repeat_others_are_left_out_after_the_last_try()
    {
        var client = new TestChatClient(_ => "1. The mill (300 words)\n2. The fire (300 words)\n3. The mill. (300 words)\n4. The feast (400 words)");
        var context = new PlanningContext(client);
        var plan = await Plan(context, "Write.", 1500);
        Assert.Equal(3, client.Calls.Count);
        Assert.Contains("step 3 has the same main point", client.Calls[2].Prompt, StringComparison.Ordinal);
        Assert.Equal([("The mill", 450), ("The fire", 450), ("The feast", 600)], plan.Steps.Select(static s => (s.MainPoint, s.Words)));
        Assert.Equal([NoticeKind.Retry, NoticeKind.Retry, NoticeKind.Warning], context.Notices.Select(static n => n.Kind));
        Assert.Contains("left out (1)", context.Notices[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_of_symbols_alone_are_kept_after_the_last_try()
    {
        var context = new PlanningContext(new TestChatClient(_ => "1. ★ (500 words)\n2. ★ (500 words)"), new() { MaxPlanAttempts = 1 });
        var plan = await Plan(context, "Write.", 1000);
        Assert.Equal([("★", 500), ("★", 500)], plan.Steps.Select(static s => (s.MainPoint, s.Words)));
        Assert.Empty(context.Notices);
    }

    [Fact]
    public async Task An_answer_cut_off_at_the_cap_is_never_taken()
    {
        var answers = new Queue<ChatResponse>([TestChatClient.Answer(Good, ChatFinishReason.Length), TestChatClient.Answer(Good)]);
        var client = new TestChatClient((_, _) => Task.FromResult(answers.Dequeue()));
        await Plan(new PlanningContext(client), "Write.", 1000);
        Assert.Contains("cut off", client.Calls[1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_content_filter_is_a_refusal_and_not_asked_again()
    {
        var client = new TestChatClient((_, _) => Task.FromResult(TestChatClient.Answer(Good, ChatFinishReason.ContentFilter)));
        var error = await Assert.ThrowsAsync<LongWriterException>(() => Plan(new PlanningContext(client), "Write.", 1000));
        Assert.Equal(LongWriterError.Refused, error.Error);
        Assert.Single(client.Calls);
    }

    [Fact]
    public async Task The_output_cap_stays_within_what_the_model_can_take()
    {
        var client = new TestChatClient(_ => Good) { Service = static type => type == typeof(ModelLimits) ? new ModelLimits(2048) : null };
        await Plan(new PlanningContext(client), "Write.", 2000);
        Assert.Equal(1024, client.Calls[0].Options!.MaxOutputTokens);
        var thinking = new TestChatClient(_ => Good);
        await Plan(new PlanningContext(thinking, new() { ReasoningTokens = 9000 }), "Write.", 2000);
        Assert.InRange(thinking.Calls[0].Options!.MaxOutputTokens!.Value, 9320, 20000);
    }

    [Fact]
    public async Task Chinese_prompts_get_Chinese_plans_and_faults()
    {
        var client = new TestChatClient("好的。", "段落1 - 要点：起源 - 字数：100字\n段落2 - 要点：发展 - 字数：100字\n段落3 - 要点：结局 - 字数：800字");
        var plan = await Plan(new PlanningContext(client, language: "zh"), "写一篇1000字的文章", 1000);
        Assert.Contains("里面没有一行符合规定的格式", client.Calls[1].Prompt, StringComparison.Ordinal);
        Assert.Equal([("起源；发展", 200), ("结局", 800)], plan.Steps.Select(static s => (s.MainPoint, s.Words)));
    }

    [Theory]
    [InlineData(21_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public async Task A_long_document_is_planned_in_parts_and_adds_up(int words)
    {
        var client = new TestChatClient(Divide);
        var plan = await Plan(new PlanningContext(client), "Write a long one.", words);
        Assert.Equal(words, plan.Words);
        Assert.All(plan.Steps, static s => Assert.InRange(s.Words, 200, 1000));
        Assert.Equal(plan.Steps.Count, plan.Steps.Select(static s => s.Id).Distinct().Count());
        Assert.InRange(client.Calls.Count, 3, 60);
        Assert.All(client.Calls.Skip(1), static call => Assert.Contains("Plan part ", call.Prompt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Planning_that_was_killed_goes_on_at_the_part_it_was_at()
    {
        var whole = new TestChatClient(Divide);
        var undisturbed = await Plan(new PlanningContext(whole), "Write a long one.", 60_000);
        for (var stop = 1; stop < whole.Calls.Count; stop += 4)
        {
            var memory = new Dictionary<string, string>();
            var left = stop;
            var dying = new TestChatClient((prompt, _) => left-- > 0 ? Task.FromResult(TestChatClient.Answer(Divide(prompt))) : throw new IOException("killed"));
            await Assert.ThrowsAsync<IOException>(() => Plan(new PlanningContext(dying, memory: memory), "Write a long one.", 60_000));
            var resumed = new TestChatClient(Divide);
            Assert.Equal(undisturbed, await Plan(new PlanningContext(resumed, memory: memory), "Write a long one.", 60_000));
            Assert.Equal(whole.Calls.Count - stop, resumed.Calls.Count);
        }
    }

    [Fact]
    public async Task A_part_that_repeats_another_is_asked_for_again()
    {
        var asked = 0;
        var client = new TestChatClient(prompt => prompt.Contains("Plan part 2 only", StringComparison.Ordinal) && asked++ == 0 ? Divide(prompt.Replace("Plan part 2 only", "Plan part 1 only", StringComparison.Ordinal)) : Divide(prompt));
        var context = new PlanningContext(client);
        var plan = await Plan(context, "Write a long one.", 30_000);
        Assert.Contains("same main point", Assert.Single(context.Notices).Message, StringComparison.Ordinal);
        Assert.Equal(plan.Steps.Count, plan.Steps.Select(static s => s.MainPoint).Distinct().Count());
    }

    [Fact]
    public async Task A_length_that_cannot_be_planned_is_an_invalid_request()
    {
        var error = await Assert.ThrowsAsync<LongWriterException>(() => Plan(new PlanningContext(new TestChatClient()), "Write.", 0));
        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
    }

    [Fact]
    public async Task Cancelling_stops_the_planning()
    {
        using var source = new CancellationTokenSource();
        var client = new TestChatClient(async (_, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return TestChatClient.Answer(Good);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AgentWritePlanner().PlanAsync(new("Write.") { Length = 1000 }, new PlanningContext(client), source.Token));
    }

    private static Task<WritingPlan> Plan(WritingContext context, string instruction, int? words) =>
        new AgentWritePlanner().PlanAsync(new(instruction) { Length = words is { } w ? new LengthTarget(w) : null }, context, default);

    // Answers as a middling model would: sums that are a little off, sections numbered on from part to part.
    private static string Divide(string prompt)
    {
        if (PartsPattern().Match(prompt) is { Success: true } parts)
        {
            var count = int.Parse(parts.Groups[2].Value, CultureInfo.InvariantCulture);
            var each = int.Parse(parts.Groups[1].Value, CultureInfo.InvariantCulture) / count;
            return string.Join('\n', Enumerable.Range(1, count).Select(i => $"Paragraph {i} - Main Point: Theme {i} - Word Count: {each + (i % 3 * 100)} words"));
        }

        var part = PartPattern().Match(prompt);
        var words = int.Parse(part.Groups[2].Value, CultureInfo.InvariantCulture);
        var sections = Math.Max(words / 480, 1);
        return string.Join('\n', Enumerable.Range(1, sections).Select(i => $"{part.Groups[1].Value}.{i} Main Point: Aspect {i} of theme {part.Groups[1].Value} - Word Count: {440 + (i % 4 * 30)} words"));
    }

    [GeneratedRegex(@"is to have (\d+) words\. Divide it into about (\d+) parts")]
    private static partial Regex PartsPattern();

    [GeneratedRegex(@"Plan part (\d+) only: [^\n]*\nIt is to have (\d+) words")]
    private static partial Regex PartPattern();
}
