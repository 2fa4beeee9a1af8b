using System.Globalization;
using LongWriter;
using Microsoft.Extensions.AI;
using TinyModel.Corpus;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Texts about invented held-out topics by the model that is shipped: by the pipeline, and in one call; beside them texts of the generator.</summary>
internal sealed class SamplesStage : IStage
{
    public const string Pipeline = "by the pipeline";
    public const string OneCall = "in one call";
    public const string Generator = "by the generator, of training topics";

    private const int Texts = 40;
    private const int Shown = 3;

    public string Name => "samples";

    public string Summary => "Writes texts about held-out topics with the final model, and checks them.";

    public async Task RunAsync(Lab lab, CancellationToken stop)
    {
        var file = Path.Combine(lab.Root, "results", "samples.json");
        if (File.Exists(file))
            return;

        // How texts are drawn was chosen by other questions.
        var questions = Ask(lab, "shown sample").ToList();
        var ways = new List<(string Way, IReadOnlyList<Sample> Samples)>
        {
            (Pipeline, await PipelineAsync(lab, questions, stop)),
            (OneCall, await OneCallAsync(lab, questions, stop)),
            (Generator, [.. questions.Select((q, i) => Generated(lab, q, i))]),
        };
        Arms.WriteLines(Path.Combine(lab.Folder("samples"), "samples.md"), ways.SelectMany(static w => w.Samples.Take(Shown).SelectMany(s => new[] { $"# {w.Way}: {s.Question.Prompt}", "", s.Text, "" })));
        var results = ways.Select(static w => Measure(w.Way, w.Samples)).ToList();
        foreach (var r in results)
            lab.Say(string.Create(CultureInfo.InvariantCulture, $"samples, {r.Way}: {r.Words.Mean:F0} words, {r.Ended:P0} ended, S_l {r.LengthScore:F1}, topic in {r.Topic:P0} of the sections, a sentence {r.Repeated:F1} times in 2,000 words (at most twice: {r.AtMostTwice:P0}), distinct-3 {r.Distinct3:F3}"));
        lab.Save(file, results, ResultJson.Default.IReadOnlyListSampleResult);
    }

    internal static IEnumerable<Question> Ask(Lab lab, string series)
    {
        for (var i = 0; i < Texts; i++)
        {
            var choices = Choices.For(lab.Seed, series, i);
            var topic = Topics.Draw(choices, lab.Grammar, Split.HeldOut, invented: 1);
            var hero = Person.Draw(choices, lab.Grammar, Split.HeldOut, []);
            yield return new(Instruction.Write(choices, DocumentGenerator.Genres[i % DocumentGenerator.Genres.Count], topic, hero, LengthWish.Words, lab.Scale.SampleWords), lab.Scale.SampleWords, topic.Head);
        }
    }

    private static async Task<IReadOnlyList<Sample>> PipelineAsync(Lab lab, IReadOnlyList<Question> questions, CancellationToken stop)
    {
        await using var pipeline = new Experiment.Pipeline(lab, PreferenceStage.ModelOf(lab), questions.Count, controlled: true);
        return await Task.WhenAll(questions.Select(async question =>
        {
            var (document, fault) = await pipeline.WriteAsync(question, question.Required, stop);
            return document is null
                ? new Sample(question, $"({fault})", [], 0, false)
                : new Sample(question, string.Join("\n\n", document.Sections.Select(static s => s.Text)), [.. document.Sections.Select(static s => s.Text)], document.Words, true, document.Cut);
        }));
    }

    private static async Task<IReadOnlyList<Sample>> OneCallAsync(Lab lab, IReadOnlyList<Question> questions, CancellationToken stop)
    {
        // As a user asks the shipped model.
        using var client = LongWriterTiny.Load(PreferenceStage.ModelOf(lab), o => (o.Threads, o.MaxConcurrency) = (lab.Threads, questions.Count));
        return await Task.WhenAll(questions.Select(async (question, i) =>
        {
            var answer = await client.GetResponseAsync(question.Prompt, new() { Seed = i + 1 }, stop);
            return new Sample(question, answer.Text, Forms.Sections(answer.Text), Forms.BodyWords(answer.Text), answer.FinishReason == ChatFinishReason.Stop);
        }));
    }

    private static Sample Generated(Lab lab, Question question, int index)
    {
        var choices = Choices.For(lab.Seed, "sample of the generator", index);
        var (genre, topic, hero) = Subject.Draw(choices, lab.Grammar);
        var document = new DocumentGenerator(lab.Grammar, lab.Scale.ParagraphSentences).Write(choices, genre, topic, hero, DocumentGenerator.Divide(choices, question.Required, lab.Scale.SectionWords), Split.Training);
        return new(question with { Topic = topic.Head }, document.Text, [.. document.Sections.Select(static s => s.Text)], document.Words, true);
    }

    internal static SampleResult Measure(string way, IReadOnlyList<Sample> samples)
    {
        var written = samples.Where(static s => s.Sections.Count > 0).ToList();
        var bodies = written.Select(static s => string.Join("\n\n", s.Sections)).ToList();
        var repeated = written.Zip(bodies, static (s, body) => TextChecks.MostRepeated(body) * Math.Min(1, 2_000.0 / Math.Max(1, s.Words))).ToList();
        return new(
            way, samples.Count, Statistics.MeanInterval([.. samples.Select(static s => (double)s.Words)]), samples.Average(static s => s.Ended ? 1.0 : 0),
            samples.Average(static s => s.Ended ? LongWriter.LengthScore.Compute(s.Question.Required, s.Words) : 0),
            samples.Average(static s => s.Sections.Select(text => TextChecks.Mentions(text, s.Question.Topic) ? 1.0 : 0).DefaultIfEmpty(0).Average()),
            samples.Average(static s => s.Cut), repeated.Average(), repeated.Average(static r => r <= 2 ? 1.0 : 0), bodies.Average(TextChecks.Distinct3));
    }

    internal sealed record Sample(Question Question, string Text, IReadOnlyList<string> Sections, int Words, bool Ended, double Cut = 0);
}
