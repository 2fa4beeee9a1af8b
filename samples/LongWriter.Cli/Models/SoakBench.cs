using TorchSharp;

namespace LongWriter.Cli.Models;

/// <summary>
/// Generates tokens through the engine, text after text, and looks at what the process holds. Texts share the beginning of their prompts and
/// finished ones are kept up to a bound that the first of them fill, so that sequences are begun, forked, kept and dropped all the time.
/// </summary>
internal sealed class SoakBench(LocalModelSource source, int tokens, CancellationToken cancellationToken)
{
    private const int SharedTokens = 64;
    private const int OwnTokens = 16;
    private const int SamplesOfText = 2;
    private const int WarmUpTexts = 64;

    private readonly List<SoakSample> _samples = [];

    public async Task<SoakReport> RunAsync()
    {
        using var model = new LoadedModel(source, 4 * SoakReport.MostInterval * SamplesOfText);
        var room = model.Decoder.Config.ContextLength - SharedTokens - OwnTokens;
        var interval = Math.Min(Math.Clamp(tokens / SoakReport.LeastSamples, 1, SoakReport.MostInterval), room / SamplesOfText);
        if (interval < 1)
            throw new UsageException($"The model's context has {Figures.Count(model.Decoder.Config.ContextLength, "token")}; a soak takes texts of {SharedTokens + OwnTokens + SamplesOfText} at least.");

        // What runs often is compiled again and better, and that takes memory too; what runs once a text gets there only after many of them.
        await GenerateAsync(model, 1, WarmUpTexts * SamplesOfText, static (_, _) => { });
        await GenerateAsync(model, interval, tokens, Sample);
        return new(source.Path, interval, SamplesOfText, _samples)
        {
            Decoder = model.Decoder.Info.Name,
            Weights = LocalModelArguments.NameOf(model.Decoder.Info.Weights),
            Threads = model.Decoder.Info.Threads,
            Tokens = tokens,
        };
    }

    private async Task GenerateAsync(LoadedModel model, int interval, int most, Action<ObservedDecoder, int> sample)
    {
        var text = interval * SamplesOfText;
        var generated = 0;
        ObservedDecoder? decoder = null;
        decoder = new(model.Decoder, (batch, _) =>
        {
            // A step inside a prompt gives no token.
            var given = batch.Sum(static chunk => chunk.LogitRowCount);
            generated += given;
            if (given > 0 && generated % interval == 0)
                sample(decoder!, generated);
        });
        var cache = (long)(1.5 * (SharedTokens + OwnTokens + text) * model.Decoder.Info.KeyValueBytesPerToken);
        await using var engine = new GenerationEngine(decoder, new() { Seed = 1, CacheBytes = cache });
        var shared = model.Ids(SharedTokens, 0);
        for (var done = 0; done < most; done += text)
            await LoadedModel.WriteAsync(engine, [.. shared, .. model.Ids(OwnTokens, 1 + done)], Math.Min(text, most - done), cancellationToken);
    }

    /// <summary>Runs between two steps on the thread that makes them, so nothing is on its way.</summary>
    private void Sample(ObservedDecoder decoder, int generated)
    {
        // Before a collection: a tensor that is left to the collector has been forgotten too.
        long? tensors = decoder.Info.Name == LocalModelArguments.TorchSharp ? torch.Tensor.TotalCount : null;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _samples.Add(new(generated, Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), decoder.KeyValueBytes, decoder.LiveSequences, tensors));
    }
}
