using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>Loads a model and lets it go on from a prompt.</summary>
internal sealed class GenerateAction(GenerateArguments arguments, CliEnvironment environment)
{
    // So many positions' logits are in memory at once.
    private const int LogitChunk = 64;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var options = arguments.Model.Options(arguments.Template, arguments.Seed);
        using var model = LocalModel.Open(arguments.Model.Path, options);
        var prompt = await ReadPromptAsync(model, cancellationToken);
        var tokensFile = ResultFile.Prepare(arguments.TokensOut, "--tokens-out");
        var logitsFile = ResultFile.Prepare(arguments.LogitsOut, "--logits-out");
        model.EnsureFits();
        using var decoder = arguments.Model.Load(model.Weights, options);
        if (logitsFile is not null)
            WriteLogits(decoder, prompt, logitsFile, cancellationToken);

        var report = arguments.MaxTokens == 0
            ? new GenerateReport("", [], "length") { PromptTokens = prompt.Length }
            : await GenerateAsync(model, decoder, prompt, cancellationToken);
        if (tokensFile is not null)
            await File.WriteAllTextAsync(tokensFile, JsonSerializer.Serialize(report.Tokens, CliJson.Line.Int32Array), CancellationToken.None);
        if (arguments.Json)
            await environment.Output.WriteLineAsync(JsonSerializer.Serialize(report, CliJson.Line.GenerateReport));

        return ExitCode.Done;
    }

    private async Task<int[]> ReadPromptAsync(LocalModel model, CancellationToken cancellationToken)
    {
        if (arguments.PromptIds is { } list)
            return TokenIds.Parse(list, "--prompt-ids", model.Config.VocabularySize) is { Length: > 0 } given ? given : throw new UsageException("--prompt-ids holds no token id.");

        var text = arguments.Prompt == "-" ? await environment.Input.ReadToEndAsync(cancellationToken) : arguments.Prompt!;
        if (!arguments.Raw)
            return [.. model.Template.Render([new("user", text)], model.Tokenizer).Ids];

        int[] ids = [.. model.Tokenizer.BosTokenId is { } begin ? [begin] : Array.Empty<int>(), .. model.Tokenizer.Encode(text)];
        return ids.Length > 0 ? ids : throw new UsageException("--prompt is empty; with --raw a model needs some text to go on from.");
    }

    private async Task<GenerateReport> GenerateAsync(LocalModel model, IDecoder decoder, int[] prompt, CancellationToken cancellationToken)
    {
        var sampling = model.Sampling;
        if (arguments.Temperature is { } temperature)
            sampling = sampling with { Temperature = (float)temperature };

        await using var engine = new GenerationEngine(decoder, new() { Seed = arguments.Seed ?? 0 }, environment.TimeProvider);
        var watch = Stopwatch.GetTimestamp();
        var generation = engine.Start(
            new(prompt) { Sampling = sampling with { Seed = arguments.Seed ?? 0 }, MaxTokens = arguments.MaxTokens, StopTokenIds = StopsOf(model) }, cancellationToken);
        var stream = model.Tokenizer.CreateStream(prompt);
        var (ids, text) = (new List<int>(), new StringBuilder());
        await foreach (var token in generation.WithCancellation(cancellationToken))
        {
            ids.Add(token.Id);
            await WriteAsync(stream.Add(token.Id));
        }

        await WriteAsync(stream.Flush());
        if (!arguments.Json)
            await environment.Output.WriteLineAsync();

        var result = generation.Result!;
        var report = new GenerateReport(text.ToString(), [.. ids], Finish(result.Finish))
        {
            PromptTokens = result.PromptTokens,
            OutputTokens = result.OutputTokens,
            StopToken = result.StopTokenId,
            ElapsedSeconds = Math.Round(Stopwatch.GetElapsedTime(watch).TotalSeconds, 3),
        };
        await environment.Error.WriteLineAsync(
            $"{Figures.Count(report.PromptTokens, "prompt token")}, {Figures.Count(ids.Count, "token")} written, {Figures.Score(ids.Count / Math.Max(report.ElapsedSeconds, 1e-3))} a second; ended by {report.FinishReason}.");
        return report;

        async Task WriteAsync(string part)
        {
            text.Append(part);
            if (!arguments.Json)
                await environment.Output.WriteAsync(part);
        }
    }

    private int[] StopsOf(LocalModel model) =>
        arguments.Raw || arguments.PromptIds is not null ? [.. model.StopTokenIds] : [.. model.StopTokenIds.Union(model.Template.StopTokens(model.Tokenizer))];

    private static void WriteLogits(IDecoder decoder, int[] prompt, string file, CancellationToken cancellationToken)
    {
        var vocabulary = decoder.Config.VocabularySize;
        using var sequence = decoder.CreateSequence();
        SafetensorsWriter.Write(file, [new("logits", SafetensorsType.F32, [prompt.Length, vocabulary], stream =>
        {
            var logits = new float[Math.Min(LogitChunk, prompt.Length) * vocabulary];
            for (var start = 0; start < prompt.Length; start += LogitChunk)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(LogitChunk, prompt.Length - start);
                decoder.Forward([new(sequence, prompt.AsMemory(start, count), LogitRows.All)], logits);
                stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(logits.AsSpan(0, count * vocabulary)));
            }
        })]);
    }

    private static string Finish(GenerationFinish finish) => finish switch
    {
        GenerationFinish.StopToken => "stop",
        GenerationFinish.Loop => "loop",
        _ => "length",
    };
}
