using System.Text.RegularExpressions;
using LongWriter;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TinyModel.Experiment;

namespace TinyModel.Rows;

public class PipelinePromptsTests
{
    private const string Task = "Write a story about the bell in 600 words.";
    private static readonly string[] Points = ["Mara finds the bell", "Mara asks about the bell at the mill", "The bell rings"];

    [Fact]
    public async Task Rows_hold_the_prompts_that_the_pipeline_sends()
    {
        using var model = new PlayedModel(static _ => 20);
        var document = await WriteAsync(model, static b => b.UseLengthController<NoLengthController>());

        Assert.Equal(PipelinePrompts.Plan(Task, 600), model.Prompts[0]);
        var texts = document.Sections.Select(static s => s.Text).ToList();
        for (var i = 0; i < Points.Length; i++)
            Assert.Equal(PipelinePrompts.Section(Task, texts[..i], Points.Length, Points[i], document.Plan.Steps[i].Words), model.Prompts[i + 1]);
    }

    [Fact]
    public async Task Rows_hold_the_prompts_that_the_pipeline_continues_and_shortens_with()
    {
        // The second section ends far too early, the last one too late.
        using var model = new PlayedModel(static prompt =>
            prompt.Contains("Words to add:", StringComparison.Ordinal) ? 14
            : prompt.Contains("Section 2 of", StringComparison.Ordinal) ? 6
            : prompt.Contains("Section 3 of", StringComparison.Ordinal) ? 35
            : 25);
        var document = await WriteAsync(model, static _ => { });
        var texts = document.Sections.Select(static s => s.Text).ToList();

        var (short2, more) = model.Answered("Words to add:");
        Assert.Equal(PipelinePrompts.Continue(Task, texts[..1], Points.Length, Points[1], Number(more, "Words to add"), short2), more);
        var (long3, shorter) = model.Answered("Shorten this.");
        Assert.Equal(PipelinePrompts.Shorten(long3, Number(shorter, "Words")), shorter);
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

    private static async Task<WritingDocument> WriteAsync(PlayedModel model, Action<ILongWriterBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddLongWriter(options =>
        {
            options.Prompts["en"] = TinyPrompts.English;
            options.Context = ContextMode.Window;
            options.WindowWords = PipelinePrompts.WindowWords;
            options.MinStepWords = 100;
            options.MaxStepWords = 300;
        }).UseChatClient(_ => model));
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest(Task) { Length = 600 });
    }

    private static int Number(string prompt, string name) => int.Parse(Regex.Match(prompt, $"^{name}: ([0-9]+)$", RegexOptions.Multiline).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private sealed class PlayedModel(Func<string, int> sentences) : IChatClient
    {
        private readonly List<string> _answers = [];

        public List<string> Prompts { get; } = [];

        /// <summary>The first prompt that has such a text, and what was answered to the one before it.</summary>
        public (string Before, string Prompt) Answered(string text)
        {
            var at = Prompts.FindIndex(p => p.Contains(text, StringComparison.Ordinal));
            Assert.True(at > 0, $"No prompt says '{text}':\n{string.Join("\n\n====\n\n", Prompts)}");
            return (_answers[at - 1], Prompts[at]);
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await System.Threading.Tasks.Task.Yield();
            Prompts.Add(messages.Single().Text);
            var answer = Prompts.Count == 1
                ? PipelinePrompts.PlanAnswer([.. Points.Select(static p => (p, 200))])
                : string.Join(' ', Enumerable.Range(0, sentences(Prompts[^1])).Select(i => $"Sentence number {Corpus.Ordinals.Cardinal(Prompts.Count)} {Corpus.Ordinals.Cardinal(i + 1)} tells of the bell again."));
            _answers.Add(answer);
            yield return new(ChatRole.Assistant, answer) { FinishReason = ChatFinishReason.Stop };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
