using System.Text.Json;
using LongWriter.Cli.Writing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Cli.Evaluation;

/// <summary>What <c>longwriter eval predict</c> does.</summary>
internal sealed class EvalPredictAction(CliEnvironment environment)
{
    public async Task<int> RunAsync(EvalPredictArguments arguments, PredictionOptions options, CliSettings given, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(arguments.Output) || Directory.Exists(arguments.Output))
            throw new UsageException("--out names no file.");
        if (!options.Resume && File.Exists(arguments.Output) && new FileInfo(arguments.Output).Length > 0)
            throw new UsageException($"{arguments.Output} holds the answers of an earlier run. --resume goes on with them; or name another --out.");
        if (arguments.Journal is not null && !arguments.Pipeline)
            throw new UsageException("--journal is for --pipeline: a single call has none.");

        var prompts = ReadPrompts(arguments.Input);
        var settings = await Providers.ResolveAsync(given, environment, cancellationToken);
        var services = new ServiceCollection();
        services.AddSingleton(environment.TimeProvider);
        var builder = services.AddLongWriter(settings.Apply);
        Providers.Use(builder, settings, environment);
        if (arguments.Journal is not null)
            builder.UseJournal(arguments.Journal);
        await using var provider = services.BuildServiceProvider();

        var watch = new EvalWatch(environment);
        watch.Say($"Model   {Providers.Describe(settings)}, {(arguments.Pipeline ? "pipeline" : "single calls")}");
        watch.Say($"Prompts {Figures.Number(prompts.Rows.Count)}{(arguments.Input is null ? " that come with the tool" : "")}, {Figures.Count(options.Samples, "answer")} each");
        options = options with
        {
            OnNotice = notice => watch.Say(notice.Message),
            // With a seed for each call the tiny model would give a plan that cannot be used again and again; it derives its seeds itself.
            Seed = arguments.Pipeline && settings[CliSettings.Provider] == Providers.Tiny ? null : options.Seed,
            WriterSettings = string.Join(' ', settings.Values.OrderBy(static v => v.Key, StringComparer.Ordinal).Select(static v => $"{v.Key}={v.Value}")),
        };
        var predictor = arguments.Pipeline
            ? new Predictor(provider.GetRequiredService<ILongWriter>(), options)
            : new Predictor(provider.GetRequiredKeyedService<IChatClient>(Options.DefaultName), options, environment.TimeProvider);
        return await watch.RunAsync(async () =>
        {
            var answers = await predictor.PredictAsync(prompts.Rows, arguments.Output, watch, cancellationToken);
            var report = new EvalLengthReport(arguments.Output, LengthEvaluation.Of(new(answers, prompts.Broken) { Replaced = prompts.Replaced }), prompts.Broken) { FaultyRows = prompts.Faulty };
            await environment.Output.WriteLineAsync(arguments.Json ? JsonSerializer.Serialize(report, CliJson.Line.EvalLengthReport) : $"File    {arguments.Output}\n{report.ToText()}");
        });
    }

    private EvaluationRows<BenchmarkPrompt> ReadPrompts(string? path)
    {
        if (path is null)
            return new(BenchmarkPrompt.Shipped, []);

        var prompts = BenchmarkPrompt.Read(EvalFiles.Check(path));
        EvalFiles.Tell(path, prompts.Broken, prompts.Faulty, environment);
        return prompts.Rows.Count > 0 ? prompts : throw new UsageException($"--in {path} has no prompts that can be used. Give JSON Lines with 'prompt', 'type', 'length'.");
    }
}
