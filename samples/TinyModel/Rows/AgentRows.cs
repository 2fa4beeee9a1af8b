using LongWriter;
using TinyModel.Corpus;
using TinyModel.Experiment;

namespace TinyModel.Rows;

/// <summary>Rows that teach the calls of the pipeline: plans, sections, what is missing of a draft, shorter drafts.</summary>
internal sealed class AgentRows(Lab lab)
{
    private readonly DocumentGenerator _generator = new(lab.Grammar, lab.Scale.ParagraphSentences);

    /// <summary>A plan of a whole text.</summary>
    public ChatLine Plan(long number)
    {
        var choices = Choices.For(lab.Seed, "plan", number);
        var words = Lengths.DrawLong(choices, lab.Scale.SectionWords, lab.Scale.MostWords);
        var steps = DocumentGenerator.Divide(choices, words, lab.Scale.SectionWords);
        var (task, document) = Draw(choices, words, [.. steps.Select(static _ => WriteRows.Least)]);
        return new(PipelinePrompts.Plan(task, words), PipelinePrompts.PlanAnswer([.. document.Sections.Select((s, i) => (s.Point, steps[i]))]), Turns: number % 4 >= 2);
    }

    /// <summary>A section, or what is missing of one, or a shorter form of one.</summary>
    public ChatLine Section(long number)
    {
        var choices = Choices.For(lab.Seed, "section", number);
        var count = choices.LogUniform(1, Math.Max(2, lab.Scale.MostWords / lab.Scale.SectionWords));
        var index = choices.Uniform() < 0.25 ? (choices.Uniform() < 0.5 ? 0 : count - 1) : Math.Min(count - 1, (int)(choices.Uniform() * count));
        var words = (int)(lab.Scale.SectionWords * (0.25 + 1.4 * choices.Uniform()));
        var lengths = Enumerable.Range(0, count).Select(i => i == index ? words : i < index && i >= index - 3 ? (int)(lab.Scale.SectionWords * (0.6 + 0.8 * choices.Uniform())) : WriteRows.Least).ToArray();
        var (task, document) = Draw(choices, Lengths.Draw(choices, lab.Scale.SectionWords, lab.Scale.MostWords), lengths);
        var before = document.Sections.Take(index).Select(static s => s.Text).ToList();
        var section = document.Sections[index];
        var kind = choices.Uniform();
        if (kind < 0.05 && Cut(choices, section.Text) is { } shorter)
            return new(PipelinePrompts.Shorten(section.Text, WordCounters.LongWriter.Count(shorter)), shorter);

        if (kind < 0.12 && Cut(choices, section.Text) is { } begun)
        {
            var rest = section.Text[begun.Length..];
            return new(PipelinePrompts.Continue(task, before, count, section.Point, WordCounters.LongWriter.Count(rest), begun), rest.TrimStart());
        }

        return new(PipelinePrompts.Section(task, before, count, section.Point, words), section.Text, Turns: number % 4 >= 2);
    }

    private (string Task, CorpusDocument Document) Draw(Choices choices, int words, IReadOnlyList<int> lengths)
    {
        var (genre, topic, hero) = Subject.Draw(choices, lab.Grammar);
        var task = Instruction.Write(choices, genre, topic, hero, choices.Uniform() < 0.8 ? LengthWish.Words : LengthWish.Open, words);
        return (task, _generator.Write(choices, genre, topic, hero, lengths, Split.Training, resolved: true));
    }

    // The first sentences of a text, at least one and not all.
    private static string? Cut(Choices choices, string text)
    {
        var ends = Enumerable.Range(1, text.Length - 1).Where(i => text[i - 1] is '.' or '!' or '?' && text[i] is ' ' or '\n').ToList();
        return ends.Count == 0 ? null : text[..choices.Of(ends)];
    }
}
