using System.Text.Json;
using LongWriter.Cli.Writing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Cli.Datasets;

/// <summary>What <c>longwriter dataset pairs</c> does.</summary>
internal sealed class DatasetPairsAction(CliEnvironment environment)
{
    private readonly Lock _error = new();

    public async Task<int> RunAsync(string data, string file, PreferencePairOptions options, CliSettings given, bool json, CancellationToken cancellationToken)
    {
        if (!File.Exists(data))
            throw new UsageException($"--data {data} is no file.");
        if (string.IsNullOrWhiteSpace(file) || Directory.Exists(file))
            throw new UsageException("--out names no file.");

        var samples = PreferencePairBuilder.SamplesPath(file);
        if (!options.Resume && File.Exists(samples))
            throw new UsageException($"{samples} holds the samples of an earlier run. --resume goes on with them; or name another --out.");

        var instructions = PairInstruction.Read(data);
        var settings = await Providers.ResolveAsync(given, environment, cancellationToken);
        var services = new ServiceCollection();
        services.AddSingleton(environment.TimeProvider);
        Providers.Use(services.AddLongWriter(), settings, environment);
        await using var provider = services.BuildServiceProvider();
        Say($"Model  {Providers.Describe(settings)}");
        Say($"Data   {Figures.Count(instructions.Count, "instruction")}, {options.Samples} answers each");
        var builder = new PreferencePairBuilder(
            provider.GetRequiredKeyedService<IChatClient>(Options.DefaultName), options with { OnNotice = notice => Say(notice.Message) }, environment.TimeProvider);
        return await KeptWork.RunAsync(
            async () =>
            {
                var report = await builder.BuildAsync(instructions, file, new Samples(this), cancellationToken);
                var result = PairsReport.Of(file, samples, options, report);
                await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(result, CliJson.Line.PairsReport) : result.ToText());
                return ExitCode.Done;
            },
            "The samples are kept; the same command with --resume goes on.",
            Say);
    }

    private void Say(string line)
    {
        lock (_error)
            environment.Error.WriteLine(Printable.Line(line));
    }

    // Progress<T> would tell of samples after the run's end.
    private sealed class Samples(DatasetPairsAction action) : IProgress<PairProgress>
    {
        public void Report(PairProgress value) =>
            action.Say($"Sample {Figures.Number(value.Samples)}/{Figures.Number(value.TotalSamples)}: {value.RowId}, {Figures.Number(value.Words)} words");
    }
}
