using System.Diagnostics;
using TinyModel.Experiment;

namespace TinyModel.Stages;

/// <summary>Runs stages and keeps what each took.</summary>
internal static class StageClock
{
    /// <summary>The folder of a run's costs: a file a stage, or an arm where one was trained for itself.</summary>
    public static string FolderOf(string root) => Path.Combine(root, "results", "cost");

    /// <summary>Runs a stage; its time is kept when it is stopped or fails too.</summary>
    public static async Task RunAsync(IStage stage, Lab lab, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await stage.RunAsync(lab, stop);
        }
        finally
        {
            Keep(lab, lab.Only is { } arm ? $"{stage.Name} {arm}" : stage.Name, clock.Elapsed);
        }
    }

    private static void Keep(Lab lab, string name, TimeSpan time)
    {
        using var process = Process.GetCurrentProcess();
        var file = Path.Combine(FolderOf(lab.Root), name + ".json");
        var before = lab.Load(file, ResultJson.Default.StageCost);
        lab.Save(file, new StageCost(time.TotalMinutes + (before?.Minutes ?? 0), lab.Threads, Math.Max(process.PeakWorkingSet64, before?.PeakBytes ?? 0)), ResultJson.Default.StageCost);
    }
}
