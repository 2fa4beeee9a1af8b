using System.Globalization;
using System.Text.Json;
using LongWriter.Cli.Writing;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LongWriter.Cli.Datasets;

/// <summary>What <c>longwriter dataset build</c> does.</summary>
internal sealed class DatasetBuildAction(CliEnvironment environment)
{
    private readonly Lock _error = new();

    public async Task<int> RunAsync(
        string[] files, string folder, DatasetBuildOptions options, ModelPrice? price, CliSettings given, bool dryRun, bool json, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(folder) || File.Exists(folder))
            throw new UsageException("--out names no folder.");

        var faults = new List<RowFault>();
        var rows = files.SelectMany(file => DatasetRows.Read("--instructions", file, environment, cancellationToken, faults.Add)).ToList();
        if (rows.Count == 0)
            throw new UsageException("--instructions has no row.");

        var settings = await Providers.ResolveAsync(given, environment, cancellationToken);
        var services = new ServiceCollection();
        services.AddSingleton(environment.TimeProvider);
        var builder = services.AddLongWriter(writing =>
        {
            if (price is not null)
                writing.Prices[""] = price;
            settings.Apply(writing);
        });
        Providers.Use(builder, settings, environment);
        builder.AddDatasetBuilder(folder, options with { OnNotice = notice => Say(notice.Message), Faults = faults });
        await using var provider = services.BuildServiceProvider();
        var build = provider.GetRequiredService<DatasetBuilder>();
        if (dryRun)
        {
            var estimate = build.Estimate(rows, cancellationToken);
            await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(EstimateReport.Of(estimate), CliJson.Line.EstimateReport) : DatasetText.Of(estimate));
            return ExitCode.Done;
        }

        Say($"Model  {Providers.Describe(settings)}");
        Say($"Data   {Figures.Count(rows.Count, "instruction")}, {options.Concurrency} at a time");
        return await KeptWork.RunAsync(
            async () =>
            {
                var report = await BuildAsync(build, rows, cancellationToken);
                await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.DatasetBuildReport) : DatasetText.Of(folder, report));
                return report.Stopped is not null ? ExitCode.Interrupted : report.Pending + report.Faults > 0 ? Missing(folder, report) : ExitCode.Done;
            },
            "What is written is kept; the same command goes on.",
            Say);
    }

    private int Missing(string folder, DatasetBuildReport report)
    {
        if (report.Faults > 0)
            Say($"{Figures.Count(report.Faults, "line")} set aside, told in {Path.Combine(folder, "rejected.jsonl")}.");
        if (report.Pending > 0)
            Say($"{Figures.Count(report.Pending, "row")} pending, told in {Path.Combine(folder, "pending.jsonl")}; the same command goes on with them.");
        return ExitCode.Incomplete;
    }

    private async Task<DatasetBuildReport> BuildAsync(DatasetBuilder build, List<DatasetRow> rows, CancellationToken cancellationToken)
    {
        if (environment.Terminal is not { } terminal)
            return await build.BuildAsync(rows, new Lines(this, environment.TimeProvider), cancellationToken);

        DatasetBuildReport? report = null;
        await terminal.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn()).StartAsync(async context =>
        {
            var task = context.AddTask("0 rows", maxValue: Math.Max(1, rows.Count));
            report = await build.BuildAsync(rows, new Live(task), cancellationToken);
        });
        return report!;
    }

    private static string Line(DatasetBuildProgress p)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"Rows {p.Finished:N0}/{p.Rows:N0}: {p.Written:N0} written, {p.Rejected:N0} left out, {p.Pending:N0} pending; {p.Words:N0} words, {p.TokensPerSecond:N0} tokens/s, {p.Concurrency} at a time");
        if (p.Cost is { } cost && cost > 0)
            line += string.Create(CultureInfo.InvariantCulture, $", cost {cost:0.00}");
        return p.TimeLeft is { } left ? $"{line}, {Figures.Time(left)} left" : line;
    }

    private void Say(string line)
    {
        lock (_error)
            environment.Error.WriteLine(Printable.Line(line));
    }

    /// <summary>A line for every row, and at most one a second.</summary>
    private sealed class Lines(DatasetBuildAction action, TimeProvider time) : IProgress<DatasetBuildProgress>
    {
        private long? _said;

        public void Report(DatasetBuildProgress value)
        {
            if (value.Finished < value.Rows && _said is { } before && time.GetElapsedTime(before) < TimeSpan.FromSeconds(1))
                return;

            _said = time.GetTimestamp();
            action.Say(Line(value));
        }
    }

    private sealed class Live(ProgressTask task) : IProgress<DatasetBuildProgress>
    {
        public void Report(DatasetBuildProgress value)
        {
            task.MaxValue = Math.Max(1, value.Rows);
            task.Value = value.Finished;
            task.Description = Markup.Escape(Line(value));
        }
    }
}
