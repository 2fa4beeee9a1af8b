using System.Diagnostics;

namespace LongWriter.Cli.Models;

/// <summary>
/// Writes a document of random tokens as the pipeline does, section by section: each prompt is a head, all sections so far, and a tail of its own.
/// A section was computed behind its tail, so in the next prompt it stands elsewhere and has to be read anew; what is before it has not.
/// </summary>
internal sealed class ReuseBench(LocalModelSource source, DocumentShape shape, CancellationToken cancellationToken)
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1.5);

    public async Task<ReuseReport> RunAsync()
    {
        using var model = new LoadedModel(source, 2 * shape.MostTokens);
        if (shape.MostTokens > model.Decoder.Config.ContextLength)
            throw new UsageException($"The document takes {Figures.Count(shape.MostTokens, "token")}, the model's context has {Figures.Number(model.Decoder.Config.ContextLength)}: lower --sections, --section-tokens, --head-tokens or --tail-tokens.");

        await WarmUpAsync(model);
        var with = await WriteAsync(model, cacheBytes: null);
        var without = await WriteAsync(model, cacheBytes: 0);
        return new(source.Path, shape)
        {
            Decoder = model.Decoder.Info.Name,
            Weights = LocalModelArguments.NameOf(model.Decoder.Info.Weights),
            Threads = model.Decoder.Info.Threads,
            WithReuse = with,
            WithoutReuse = without,
        };
    }

    private async Task<ReuseRun> WriteAsync(LoadedModel model, long? cacheBytes)
    {
        var (promptLength, prefill) = (0, TimeSpan.Zero);
        // One answer runs at a time, so a step that begins inside the prompt is prefill and nothing else.
        var decoder = new ObservedDecoder(model.Decoder, (batch, elapsed) =>
        {
            if (batch[0].Sequence.Length - batch[0].Tokens.Length < Volatile.Read(ref promptLength))
                prefill += elapsed;
        });
        await using var engine = new GenerationEngine(decoder, new() { Seed = 1, CacheBytes = cacheBytes });
        var text = new List<int>(model.Ids(shape.HeadTokens, 0));
        var start = Stopwatch.GetTimestamp();
        for (var section = 1; section <= shape.Sections; section++)
        {
            int[] prompt = [.. text, .. model.Ids(shape.TailTokens, section)];
            Volatile.Write(ref promptLength, prompt.Length);
            text.AddRange(await LoadedModel.WriteAsync(engine, prompt, shape.SectionTokens, cancellationToken));
        }

        return new(engine.Statistics.PrefilledTokens, prefill.TotalSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>The runtime compiles what runs often again and better; until then it is not the model that is measured.</summary>
    private async Task WarmUpAsync(LoadedModel model)
    {
        await using var engine = new GenerationEngine(new ObservedDecoder(model.Decoder, static (_, _) => { }), new() { Seed = 1, CacheBytes = 0 });
        var start = Stopwatch.GetTimestamp();
        do
            await LoadedModel.WriteAsync(engine, model.Ids(Math.Min(shape.MostTokens - shape.SectionTokens, 512), 0), Math.Min(shape.SectionTokens, 8), cancellationToken);
        while (Stopwatch.GetElapsedTime(start) < WarmUpTime);
    }
}

/// <summary>A document's measures.</summary>
/// <param name="Sections">How many sections.</param>
/// <param name="SectionTokens">Tokens of a section.</param>
/// <param name="HeadTokens">Tokens before the text: the task and the plan.</param>
/// <param name="TailTokens">Tokens behind the text so far: what the next section is about.</param>
internal sealed record DocumentShape(int Sections, int SectionTokens, int HeadTokens, int TailTokens)
{
    /// <summary>Tokens of the last prompt with its answer.</summary>
    public int MostTokens => (int)Math.Min(int.MaxValue / 2, HeadTokens + TailTokens + ((long)Sections * SectionTokens));
}
