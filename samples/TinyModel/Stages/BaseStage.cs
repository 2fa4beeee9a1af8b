using System.Globalization;
using System.Text.Json;
using LongWriter;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Pre-trains the base model on whole documents, short ones first, and shows that it can write long.</summary>
internal sealed class BaseStage : IStage
{
    // Lists to copy among them, which are left out.
    private const int Samples = 96;

    public string Name => "base";

    public string Summary => "Pre-trains the base model.";

    /// <summary>The folder of the trained base model.</summary>
    public static string ModelOf(Lab lab) => lab.Model("base", Phase(lab.Scale.Base.Count - 1));

    public async Task RunAsync(Lab lab, CancellationToken stop)
    {
        double? loss = null;
        for (var i = FirstOpen(lab); i < lab.Scale.Base.Count; i++)
        {
            var part = i;
            var anneals = lab.Scale.Base[i].Anneals;
            var job = new TrainingJob(lab.Folder("base", Phase(i)), i == 0 ? Start(lab) : lab.Model("base", Phase(i - 1)), anneals ? lab.Scale.Rates.Base * 0.7 : lab.Scale.Rates.Base)
            {
                DecayShare = anneals ? 0.8 : 0.01,
                Floor = anneals ? 0.05 : 1,
            };
            loss = await Training.RunAsync(lab, job, () => Sequences(lab, part), stop) ?? loss;
        }

        var file = Path.Combine(lab.Root, "results", "base.json");
        if (File.Exists(file))
            return;

        var result = await MeasureAsync(lab, loss, stop);
        lab.Say(string.Create(CultureInfo.InvariantCulture,
            $"base: loss {result.Loss:N3} nats a token, generator {result.Entropy:N3}; writes {result.Words.Mean:N0} words (median {result.Median:N0}, longest {result.Longest}), corpus {result.CorpusWords:N0}; {result.Ended:P0} ended; counts off by {result.CountError:P0}"));
        lab.Save(file, result, ResultJson.Default.BaseResult);
    }

    /// <summary>The first phase behind all that are done. A base that was brought here, as the stored one can be, has the last of these alone.</summary>
    internal static int FirstOpen(Lab lab)
    {
        var open = lab.Scale.Base.Count;
        while (open > 0 && !Training.IsDone(lab.Folder("base", Phase(open - 1))))
            open--;
        return open;
    }

    private static string Phase(int index) => string.Create(CultureInfo.InvariantCulture, $"phase-{index + 1}");

    private static string Start(Lab lab)
    {
        var folder = lab.Folder("base", "random");
        if (File.Exists(Path.Combine(folder, "model.safetensors")))
            return folder;

        var tokenizer = lab.LoadTokenizer();
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, Config(lab.Scale, tokenizer));
        RandomCheckpoint.Write(config, folder, new() { Seed = lab.Seed, ForTraining = true, Type = SafetensorsType.F32, TokenizerFolder = lab.TokenizerFolder });
        return folder;
    }

    private static string Config(Scale scale, ModelTokenizer tokenizer) => JsonSerializer.Serialize(
        new LlamaConfig(
            ["LlamaForCausalLM"], "llama", tokenizer.VocabularySize, scale.Width, scale.FeedForward, scale.Layers, scale.Heads, scale.KeyValueHeads, scale.HeadWidth,
            scale.Context, 1e-5, 10_000, true, "silu", tokenizer.SpecialTokens["<|im_end|>"], "float32"),
        ResultJson.Default.LlamaConfig);

    /// <summary>Documents until there are enough tokens; each begins and ends with the end-of-text token, so that a text can be begun from nothing.</summary>
    private static List<TrainingSequence> Sequences(Lab lab, int index)
    {
        var phase = lab.Scale.Base[index];
        var tokenizer = lab.LoadTokenizer();
        var end = tokenizer.SpecialTokens["<|endoftext|>"];
        var texts = new BaseTexts(lab);
        var sequences = new List<TrainingSequence>();
        var tokens = 0;
        for (long i = 10_000_000L * (index + 1); tokens < phase.Tokens; i++)
        {
            int[] ids = [end, .. tokenizer.Encode(i % phase.ListEvery == 0 ? texts.Copy(i) : texts.Make(i, phase.Least, phase.Most, phase.Invented).Text), end];
            // A few of the longest texts about invented topics, whose names take several tokens, do not fit.
            if (ids.Length > lab.Scale.Context)
                continue;

            sequences.Add(TrainingSequence.Of(string.Create(CultureInfo.InvariantCulture, $"base {i}"), ids));
            tokens += ids.Length;
        }

        return sequences;
    }

    private static async Task<BaseResult> MeasureAsync(Lab lab, double? loss, CancellationToken stop)
    {
        var phase = lab.Scale.Base[^1];
        var texts = new BaseTexts(lab);
        var tokenizer = lab.LoadTokenizer();
        double bits = 0, tokens = 0, corpus = 0;
        for (var i = 0; i < 100; i++)
        {
            var document = texts.Make(20_000_000_000 + i, phase.Least, phase.Most).Document;
            bits += document.Bits;
            tokens += tokenizer.Encode(document.Text).Count;
            corpus += document.Words / 100.0;
        }

        using var writer = new Writer(ModelOf(lab), lab.Threads);
        var written = (await writer.FromNothingAsync(Samples, 1, stop)).Where(static a => !a.Text.StartsWith(BaseTexts.ListMark, StringComparison.Ordinal)).ToList();
        var lengths = written.Where(static a => a.Ended).Select(static a => (double)a.Words).ToList();
        return new(
            loss, bits * Math.Log(2) / tokens, Statistics.MeanInterval(lengths), Statistics.Quantile(lengths, 0.5), (int)lengths.Max(), corpus,
            written.Average(static a => a.Ended ? 1.0 : 0.0), written.Select(static a => CountError(a.Text)).OfType<double>().DefaultIfEmpty(1).Average());
    }

    /// <summary>How far the numbers under paragraphs are from the words so far, as a share; null where there are none.</summary>
    private static double? CountError(string text)
    {
        var (words, errors) = (0, new List<double>());
        foreach (var paragraph in text.Split("\n\n"))
        {
            if (!paragraph.StartsWith(BaseTexts.CountMark, StringComparison.Ordinal))
                words += WordCounters.LongWriter.Count(paragraph);
            else if (words > 0 && int.TryParse(paragraph.AsSpan(BaseTexts.CountMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var said))
                errors.Add(Math.Abs(said / (double)words - 1));
        }

        return errors.Count == 0 ? null : errors.Average();
    }
}
