using System.Globalization;
using LongWriter;
using TinyModel.Corpus;
using TinyModel.Experiment;

namespace TinyModel.Rows;

/// <summary>Texts to pre-train on: whole documents, some with headings, some with the words so far after each paragraph. Nothing in them says how long they are going to be.</summary>
internal sealed class BaseTexts(Lab lab)
{
    /// <summary>What stands before a number of words.</summary>
    public const string CountMark = "Words: ";

    private readonly DocumentGenerator _generator = new(lab.Grammar, lab.Scale.ParagraphSentences);

    /// <summary>A text.</summary>
    public (string Text, CorpusDocument Document) Make(long number, int least, int most)
    {
        var choices = Choices.For(lab.Seed, "base", number);
        var (genre, topic, hero) = Subject.Draw(choices, lab.Grammar);
        while (true)
        {
            var headings = choices.Uniform() < 0.25;
            var document = _generator.Write(choices, genre, topic, hero, DocumentGenerator.Divide(choices, choices.LogUniform(least, most), lab.Scale.SectionWords), Split.Training, resolved: headings);
            if (HeldOut.Covers(document.Words))
                continue;

            return (headings ? WithHeadings(document) : choices.Uniform() < 0.5 ? WithCounts(document) : document.Text, document);
        }
    }

    /// <summary>With the number of words so far below each paragraph: a number is perceived, not obeyed.</summary>
    private static string WithCounts(CorpusDocument document)
    {
        var words = 0;
        return string.Join(CorpusDocument.Break, document.Text.Split(CorpusDocument.Break).Select(paragraph =>
        {
            words += WordCounters.LongWriter.Count(paragraph);
            return string.Create(CultureInfo.InvariantCulture, $"{paragraph}{CorpusDocument.Break}{CountMark}{words}");
        }));
    }

    /// <summary>With a numbered heading over each section.</summary>
    private static string WithHeadings(CorpusDocument document) =>
        string.Join(CorpusDocument.Break, document.Sections.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {s.Point}\n\n{s.Text}")));
}
