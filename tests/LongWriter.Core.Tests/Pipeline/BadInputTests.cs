using System.Globalization;

namespace LongWriter.Tests;

public class BadInputTests
{
    private readonly CountingChatClient _client = new(Writers.Simulated());

    public static TheoryData<string, WritingRequest> Unusable => new()
    {
        { "instruction is empty", new("") },
        { "instruction is empty", new(" \r\n\t ") },
        { "1,048,576 characters", new(new string('x', 1 << 20)) },
        { "has to be positive", new("Write.") { Length = 0 } },
        { "has to be positive", new("Write.") { Length = -5 } },
        { "more than MaxRequiredWords", new("Write.") { Length = 10_000_000 } },
        { "more than", new("Write a novel of 10 million words.") },
        { "contradict", new("Write an essay of at least 2,000 words and at most 1,000 words.") },
        { "contradicts itself", new("Write.") { Length = new LengthTarget(500, 600, 400) } },
        { "contradicts itself", new("Write.") { Length = new LengthTarget(500, 600, 700) } },
        { "contradicts itself", new("Write.") { Length = new LengthTarget(500, null, 400) } },
        { "contradicts itself", new("Write.") { Length = new LengthTarget(500, -1, 600) } },
        { "language tag", new("Write.") { Language = "" } },
        { "language tag", new("Write.") { Language = "en_US" } },
        { "language tag", new("Write.") { Language = "English, please" } },
        { "language tag", new("Write.") { Language = "-" } },
        { "language tag", new("Write.") { Language = "en--us" } },
        { "language tag", new("Write.") { Language = "12" } },
        { "language tag", new("Write.") { Language = "../../en" } },
        { "run id", new("Write.") { Id = "../escape" } },
        { "run id", new("Write.") { Id = "a/b" } },
        { "run id", new("Write.") { Id = "a\\b" } },
        { "run id", new("Write.") { Id = "" } },
        { "run id", new("Write.") { Id = "NUL" } },
        { "no steps", new("Write.") { Plan = new WritingPlan([]) } },
        { "the id 'a'", new("Write.") { Plan = new WritingPlan([new("a", "One", 100), new("b", "Two", 100), new("a", "Three", 100)]) } },
        { "more than MaxRequiredWords", new("Write.") { Plan = new WritingPlan([.. Enumerable.Range(0, 300).Select(static i => new PlanStep($"s{i}", "Much", 10_000_000))]) } },
        { "more than MaxRequiredWords", new("Write.") { Length = 500, Plan = new WritingPlan([.. Enumerable.Range(0, 300).Select(static i => new PlanStep($"s{i}", "Much", 10_000_000))]) } },
        { "MaxCalls", new("Write.") { Budget = new WritingBudget { MaxCalls = -1 } } },
        { "MaxTime", new("Write.") { Budget = new WritingBudget { MaxTime = TimeSpan.FromSeconds(-1) } } },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task An_unusable_request_is_refused_before_anything_is_spent_and_says_why(string reason, WritingRequest request)
    {
        var store = new InMemoryJournalStore();

        var error = await Assert.ThrowsAsync<LongWriterException>(() => _client.AsLongWriter(Writers.Quick(), store).WriteAsync(request));

        Assert.Equal((LongWriterError.InvalidRequest, false), (error.Error, error.IsResumable));
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(error.Message.Length < 600, "The message is short, whatever the input is.");
        Assert.Empty(_client.Calls);
        Assert.Empty(await JournalAssert.ListAsync(store));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("zh-Hant")]
    [InlineData("en-US")]
    [InlineData("de-CH-1996")]
    [InlineData("x-klingon")]
    [InlineData("sr-Latn-RS")]
    public async Task A_language_tag_as_it_should_be_is_taken(string tag)
    {
        var document = await _client.AsLongWriter(Writers.Quick()).WriteAsync(Writers.Planned(1) with { Language = tag });

        Assert.Equal(tag, document.Request.Language);
    }

    public static TheoryData<string, string> Strange => new()
    {
        { "a NUL \0 inside", "a NUL \uFFFD inside" },
        { "مرحبا \u202Eright to left\u202C بالعالم", "مرحبا \u202Eright to left\u202C بالعالم" },
        { "emoji 👩‍🌾🌳 and e\u0301 and 한글", "emoji 👩‍🌾🌳 and e\u0301 and 한글" },
        { "about {task} and {plan} and {words} and $PLAN$ and {{x}} and {", "about {task} and {plan} and {words} and $PLAN$ and {{x}} and {" },
        { "a quote \" and a back\\slash and </task> and a\u2028line", "a quote \" and a back\\slash and </task> and a\u2028line" },
    };

    // Not among the data of the theory: what passes through the runner has no lone surrogates left.
    [Fact]
    public Task A_lone_surrogate_is_replaced_and_the_run_resumes_under_it() =>
        Strange_text_reaches_the_model_and_the_journal_and_the_run_resumes_under_it("a lone \uD83D surrogate and another \uDE00 one", "a lone \uFFFD surrogate and another \uFFFD one");

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task Strange_text_reaches_the_model_and_the_journal_and_the_run_resumes_under_it(string given, string told)
    {
        using var folder = new TemporaryFolder();
        var store = new FileJournalStore(folder.Path);
        var request = new WritingRequest("Write " + given)
        {
            Id = "strange",
            Length = 500,
            Language = "en",
            Material = given,
            Style = given,
            Title = given,
            Audience = given,
            Metadata = new Dictionary<string, string> { ["k"] = given },
        };
        var writer = _client.AsLongWriter(Writers.Quick(), store);

        await writer.PlanAsync(request);
        var document = await writer.WriteAsync(request);

        Assert.Equal(WritingStatus.Completed, document.Status);
        foreach (var (prompt, _) in _client.Calls.Where(static c => !c.Prompt.Contains("Length of the shortened", StringComparison.Ordinal)))
        {
            Assert.Contains("Write " + told, prompt, StringComparison.Ordinal);
            Assert.Contains("Style: " + told, prompt, StringComparison.Ordinal);
            Assert.Contains(told + "\n</material>", prompt, StringComparison.Ordinal);
        }

        var run = await store.ReadRunAsync("strange");
        Assert.Equal(("Write " + told, told, told), (run.Request.Instruction, run.Request.Material, run.Request.Title));
        Assert.Equal(document.Text, run.Text);
        Assert.Single(Directory.GetFiles(folder.Path, "*.jsonl"));
    }

    [Fact]
    public async Task A_budget_in_the_request_of_nothing_at_all_writes_nothing()
    {
        var document = await _client.AsLongWriter().WriteAsync(Writers.Planned(2) with { Budget = new WritingBudget { MaxCalls = 0 } });

        Assert.Equal((WritingStatus.BudgetExhausted, ""), (document.Status, document.Text));
        Assert.Empty(_client.Calls);
    }

    [Fact]
    public async Task A_plan_of_a_custom_planner_is_held_to_the_same_rules()
    {
        var twice = new WritingPlan([new("a", "One", 100), new("a", "Two", 100)]);
        var much = new WritingPlan([.. Enumerable.Range(0, 300).Select(static i => new PlanStep(i.ToString(CultureInfo.InvariantCulture), "Much", 10_000_000))]);

        Assert.Contains("the id 'a'", await FaultAsync(twice), StringComparison.Ordinal);
        Assert.Contains("MaxRequiredWords", await FaultAsync(much), StringComparison.Ordinal);
        Assert.Contains("no steps", await FaultAsync(new WritingPlan([])), StringComparison.Ordinal);
        Assert.Empty(_client.Calls);

        async Task<string> FaultAsync(WritingPlan plan)
        {
            var error = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(_client, planner: new FixedPlanner(plan)).WriteAsync(new("Write.")));
            Assert.Equal(LongWriterError.MalformedPlan, error.Error);
            return error.Message;
        }
    }

    [Fact]
    public async Task Two_steps_of_the_same_words_are_two_sections()
    {
        // A cache by what is displayed would write the second one never.
        var plan = WritingPlan.Create(("The same main point", 100), ("The same main point", 100), ("Another", 100));

        var document = await _client.AsLongWriter(Writers.Quick()).WriteAsync(new WritingRequest("Write.") { Plan = plan });

        Assert.Equal(3, document.Sections.Count);
        Assert.NotEqual(document.Sections[0].StepId, document.Sections[1].StepId);
        Assert.NotEqual(document.Sections[0].Text, document.Sections[1].Text);
    }

    private sealed class FixedPlanner(WritingPlan plan) : IPlanner
    {
        public Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken) => Task.FromResult(plan);
    }
}
