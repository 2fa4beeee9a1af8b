using System.Globalization;
using LongWriter;
using TinyModel.Experiment;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Learns the vocabulary from texts of the corpus, and prompts.</summary>
internal sealed class TokenizerStage : IStage
{
    private const int Texts = 6_000;

    // Words with the space before them, single digits, and each end of line for itself.
    private const string Words = @" ?\p{L}+|\p{N}|\n| ?[^\s\p{L}\p{N}]+|\s";

    public string Name => "tokenizer";

    public string Summary => "Learns the vocabulary.";

    public Task RunAsync(Lab lab, CancellationToken stop)
    {
        var file = Path.Combine(lab.TokenizerFolder, "tokenizer.json");
        if (File.Exists(file))
            return Task.CompletedTask;

        var texts = new BaseTexts(lab);
        var agent = new AgentRows(lab);
        var trained = new ByteLevelTokenizerTrainer(new() { VocabularySize = lab.Scale.Vocabulary, Template = "chatml", Pattern = Words }).Train(
            Enumerable.Range(0, Texts).SelectMany(i => (i % 4) switch
            {
                0 => new[] { agent.Section(i).Prompt, agent.Plan(i).Answer },
                1 => Enumerable.Range(0, 4).Select(k => texts.Copy(4L * i + k)).ToArray(), // Invented nouns come in two or three tokens where their syllables are learned.
                _ => [texts.Make(i, 60, 600).Text],
            }), stop);
        trained.Save(lab.TokenizerFolder);

        var tokenizer = lab.LoadTokenizer();
        long tokens = 0, words = 0;
        for (var i = 0; i < 200; i++)
        {
            var text = texts.Make(1_000_000 + i, 100, 600).Document.Text;
            tokens += tokenizer.Encode(text).Count;
            words += WordCounters.LongWriter.Count(text);
        }

        lab.Say(string.Create(CultureInfo.InvariantCulture, $"tokenizer: {trained.VocabularySize} tokens, {trained.DistinctWords} distinct words, {(double)tokens / words:N3} tokens a word"));
        return Task.CompletedTask;
    }
}
