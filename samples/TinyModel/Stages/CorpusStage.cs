using System.Globalization;
using TinyModel.Corpus;
using TinyModel.Experiment;

namespace TinyModel.Stages;

/// <summary>Checks the corpus that all models learn from, and shows some of it. The texts themselves are made where they are learned from.</summary>
internal sealed class CorpusStage : IStage
{
    private const int Documents = 2_000;

    public string Name => "corpus";

    public string Summary => "Checks the generated corpus.";

    public Task RunAsync(Lab lab, CancellationToken stop)
    {
        var file = Path.Combine(lab.Root, "results", "corpus.json");
        if (File.Exists(file))
            return Task.CompletedTask;

        var documents = Enumerable.Range(0, Documents).Select(i => Make(lab, i)).ToList();
        var report = CorpusChecks.Of(documents, Names(lab.Grammar), Topics.Nouns(lab.Grammar));
        lab.Say(string.Create(CultureInfo.InvariantCulture,
            $"corpus: {report.Documents} documents, {report.Words:N0} words, {report.Vocabulary} word forms, {report.BitsPerWord:N2} bits a word, distinct-3 {report.Distinct3:N3} and no sentence more than {report.MostRepeated} times in 2,000 words, {report.NearDuplicates:P2} near-duplicates, {report.Leaks} leaks, {report.MetElsewhere.Count} held-out ordinary nouns met elsewhere, lengths off by {report.LengthError:P1}, topic in {report.TopicSections:P0} of sections"));
        File.WriteAllText(Path.Combine(lab.Folder("corpus"), "samples.md"), string.Join("\n\n---\n\n", documents.Take(10).Select(static d => $"# {d.Document.Genre}: {d.Document.Topic.Phrase}, {d.Document.Words} of {d.Asked}\n\n{d.Document.Text}")));
        var faults = report.Faults().ToList();
        if (faults.Count > 0)
            throw new InvalidDataException(string.Join('\n', faults));

        lab.Save(file, report, CorpusJson.Default.CorpusReport);
        return Task.CompletedTask;
    }

    private static HashSet<string> Names(Grammar grammar) => [.. grammar["name.he"].Alternatives.Concat(grammar["name.she"].Alternatives).Select(static a => a.Pieces[0].Text)];

    private static (CorpusDocument Document, int Asked) Make(Lab lab, int i)
    {
        var generator = new DocumentGenerator(lab.Grammar, lab.Scale.ParagraphSentences);
        var choices = Choices.For(lab.Seed, "check", i);
        while (true)
        {
            var words = i % 10 == 0 ? choices.Between(1_800, 2_200) : choices.LogUniform(100, 1_200);
            var document = generator.Write(
                choices, choices.Of(DocumentGenerator.Genres), Topics.Draw(choices, lab.Grammar, Split.Training), Person.Draw(choices, lab.Grammar, Split.Training, []),
                DocumentGenerator.Divide(choices, words, DocumentGenerator.TypicalSection), Split.Training);
            if (!HeldOut.Covers(document.Words))
                return (document, words);
        }
    }
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[System.Text.Json.Serialization.JsonSerializable(typeof(CorpusReport))]
internal sealed partial class CorpusJson : System.Text.Json.Serialization.JsonSerializerContext;
