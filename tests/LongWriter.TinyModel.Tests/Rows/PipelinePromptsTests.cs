using System.Text.RegularExpressions;
using LongWriter;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TinyModel.Experiment;

namespace TinyModel.Rows;

public class PipelinePromptsTests
{
    [Fact]
    public async Task Rows_hold_the_prompts_that_the_pipeline_sends()
    {
        const string task = "Write a story about the bell in 600 words.";
        string[] points = ["Mara finds the bell", "Mara asks about the bell at the mill", "The bell rings"];
        using var model = new PlayedModel(points);
        var services = new ServiceCollection();
        services.AddLongWriter(options =>
        {
            options.Prompts["en"] = TinyPrompts.English;
            options.Context = ContextMode.Window;
            options.WindowWords = PipelinePrompts.WindowWords;
            options.MinStepWords = 100;
            options.MaxStepWords = 300;
        }).UseChatClient(_ => model).UseLengthController<NoLengthController>();
        await using var provider = services.BuildServiceProvider();
        var document = await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest(task) { Length = 600 });

        Assert.Equal(PipelinePrompts.Plan(task, 600), model.Prompts[0]);
        var texts = document.Sections.Select(static s => s.Text).ToList();
        for (var i = 0; i < points.Length; i++)
            Assert.Equal(PipelinePrompts.Section(task, texts[..i], points.Length, points[i], document.Plan.Steps[i].Words), model.Prompts[i + 1]);
    }

    [Fact]
    public void A_plan_of_the_rows_is_one_that_the_pipeline_reads()
    {
        (string Point, int Words)[] steps = [("Mara - who is old - finds the bell", 120), ("The bell rings", 80)];
        var plan = WritingPlan.Parse(PipelinePrompts.PlanAnswer(steps), TinyPrompts.English);
        Assert.Equal(steps, plan.Steps.Select(static s => (s.MainPoint, s.Words)));
    }

    [Fact]
    public void Rows_are_free_of_what_is_held_out()
    {
        var rows = new WriteRows(new(Scale.Full, 1, "unused", null, TextWriter.Null));
        foreach (var row in Enumerable.Range(0, 300).Select(i => rows.Make(i, 400)))
        {
            var words = WordCounters.LongWriter.Count(row.Answer);
            Assert.InRange(words, 45, 400);
            Assert.False(Corpus.HeldOut.Covers(words));
            Assert.DoesNotContain(Regex.Matches(row.Prompt, @"\b([\d,]+)(?= words|-word)").Select(static m => int.Parse(m.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)), Corpus.HeldOut.Covers);
        }
    }

    [Fact]
    public void A_cap_changes_the_length_alone()
    {
        var rows = new WriteRows(new(Scale.Full, 1, "unused", null, TextWriter.Null));
        foreach (var i in Enumerable.Range(0, 50))
        {
            var (low, high) = (rows.Make(i, 100), rows.Make(i, 400));
            Assert.Equal(Regex.Replace(low.Prompt, @"[\d,]+", "N"), Regex.Replace(high.Prompt, @"[\d,]+", "N"));
        }
    }

    private sealed class PlayedModel(string[] points) : IChatClient
    {
        public List<string> Prompts { get; } = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Prompts.Add(messages.Single().Text);
            var answer = Prompts.Count == 1
                ? PipelinePrompts.PlanAnswer([.. points.Select(static p => (p, 200))])
                : string.Join(' ', Enumerable.Range(0, 20).Select(i => $"Sentence number {Corpus.Ordinals.Cardinal(Prompts.Count * 20 + i)} tells of the bell again."));
            yield return new(ChatRole.Assistant, answer) { FinishReason = ChatFinishReason.Stop };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
