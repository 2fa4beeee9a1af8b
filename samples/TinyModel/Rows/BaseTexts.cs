using System.Globalization;
using LongWriter;
using TinyModel.Corpus;
using TinyModel.Experiment;

namespace TinyModel.Rows;

/// <summary>Texts to pre-train on: whole documents, some with a title, with headings, or with the words so far after each paragraph. Nothing in them says how long they are going to be.</summary>
internal sealed class BaseTexts(Lab lab)
{
    /// <summary>What stands before a number of words.</summary>
    public const string CountMark = "Words: ";

    /// <summary>What a list to copy begins with.</summary>
    public const string ListMark = "List: ";

    // A wider model with a larger vocabulary does not begin to copy within 3 million tokens of lists that stand twice. Of a list of two or three words that stands eight times
    // nearly all can be foretold, by looking a few tokens back; with that learned, longer ones follow.
    private const int RepeatedItems = 32;

    private readonly DocumentGenerator _generator = new(lab.Grammar, lab.Scale.ParagraphSentences);

    /// <summary>A text.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="least">The least words.</param>
    /// <param name="most">The most words.</param>
    /// <param name="invented">The share of invented topics.</param>
    public (string Text, CorpusDocument Document) Make(long number, int least, int most, double invented = Topics.Inventions)
    {
        var choices = Choices.For(lab.Seed, "base", number);
        var (genre, topic, hero) = Subject.Draw(choices, lab.Grammar, invented);
        while (true)
        {
            var headings = choices.Uniform() < 0.25;
            var document = _generator.Write(choices, genre, topic, hero, DocumentGenerator.Divide(choices, choices.LogUniform(least, most), lab.Scale.SectionWords), Split.Training, resolved: headings);
            if (HeldOut.Covers(document.Words))
                continue;

            var text = headings ? WithHeadings(document) : choices.Uniform() < 0.5 ? WithCounts(document) : document.Text;
            return (choices.Uniform() < 0.75 ? Title(choices, document) + CorpusDocument.Break + text : text, document);
        }
    }

    /// <summary>A list of words, and the same list again, the more often the shorter it is, or figures in order. Texts of a small world can be foretold so well that a model of this size learns late, or never, to look back at what was said; here nothing else helps.</summary>
    public string Copy(long number)
    {
        var choices = Choices.For(lab.Seed, "copy", number);
        if (choices.Chance(0.2))
        {
            var figures = Enumerable.Range(0, choices.Between(2, 8)).Select(_ => ListItems.Figure(choices)).ToList();
            return $"{ListMark}{string.Join(' ', figures)}.{CorpusDocument.Break}In order: {string.Join(' ', figures.Order(StringComparer.Ordinal))}.";
        }

        var count = choices.LogUniform(2, 24);
        var items = string.Join(' ', Enumerable.Range(0, count).Select(_ => ListItems.Draw(choices, lab.Grammar)));
        return $"{ListMark}{items}." + string.Concat(Enumerable.Repeat($"{CorpusDocument.Break}Again: {items}.", Math.Clamp(RepeatedItems / count, 1, 8)));
    }

    /// <summary>What the text is about, and who is in it.</summary>
    private static string Title(Choices choices, CorpusDocument document) => choices.Below(3) switch
    {
        0 => $"{document.Hero.Full}: {document.Topic.Phrase}",
        1 => $"A {document.Genre} about {document.Topic.WithArticle}",
        _ => $"The {document.Topic.Phrase}",
    };

    /// <summary>With the number of words so far below each paragraph: a number is perceived, not obeyed.</summary>
    private static string WithCounts(CorpusDocument document)
    {
        var words = 0;
        return string.Join(CorpusDocument.Break, document.Text.Split(CorpusDocument.Break).Select(paragraph =>
        {
            words += WordCounters.LongWriter.Count(paragraph);
            return string.Create(CultureInfo.InvariantCulture, $"{paragraph}{CorpusDocument.Break}{CountMark}{words:0000}");
        }));
    }

    /// <summary>With a numbered heading over each section.</summary>
    private static string WithHeadings(CorpusDocument document) =>
        string.Join(CorpusDocument.Break, document.Sections.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {s.Point}\n\n{s.Text}")));
}
