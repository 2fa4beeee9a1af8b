using System.Text.Json;
using ScottPlot;

namespace LongWriter.Cli.Training;

/// <summary>A run's losses by step as <c>loss.svg</c> beside its metrics.</summary>
internal static class LossPlot
{
    private const string Name = "loss.svg";
    private const int Width = 960;
    private const int Height = 480;

    /// <summary>Draws what <c>metrics.jsonl</c> holds; nothing where it has less than two steps.</summary>
    public static void Write(string folder)
    {
        var metrics = Path.Combine(folder, "metrics.jsonl");
        var steps = File.Exists(metrics) ? Read(metrics) : [];
        if (steps.Count > 1)
            Draw(steps).SaveSvg(Path.Combine(folder, Name), Width, Height);
    }

    private static List<TrainingProgress> Read(string path)
    {
        var steps = new List<TrainingProgress>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                steps.Add(JsonSerializer.Deserialize(line, CliJson.Line.TrainingProgress)!);
            }
            catch (JsonException)
            {
                // The last line of a disk that was full.
                break;
            }
        }

        return steps;
    }

    private static Plot Draw(List<TrainingProgress> steps)
    {
        var plot = new Plot();
        double[] at = [.. steps.Select(static s => (double)s.Step)];
        var each = plot.Add.ScatterLine(at, [.. steps.Select(static s => s.Loss)], Colors.SteelBlue.WithAlpha(0.35));
        each.LegendText = "loss";
        var mean = plot.Add.ScatterLine(at, Smooth([.. steps.Select(static s => s.Loss)]), Colors.SteelBlue);
        (mean.LegendText, mean.LineWidth) = ("running mean", 2);
        var heldOut = steps.Where(static s => s.Evaluation?.Loss is not null).ToList();
        if (heldOut.Count > 0)
        {
            var measured = plot.Add.Scatter(heldOut.Select(static s => (double)s.Step).ToArray(), heldOut.Select(static s => s.Evaluation!.Loss!.Value).ToArray(), Colors.DarkOrange);
            measured.LegendText = "held out";
        }

        plot.XLabel("optimiser step");
        plot.YLabel(steps[0].Preferences is null ? "loss, nats a token" : "loss");
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    /// <summary>An exponential mean over some fiftieth of the run, without the bias of its start (Adam, section 3).</summary>
    private static double[] Smooth(double[] values)
    {
        var decay = 1 - 1 / Math.Max(1, values.Length / 50.0);
        var (sum, weight) = (0.0, 0.0);
        return [.. values.Select(value => (sum = decay * sum + (1 - decay) * value) / (weight = decay * weight + 1 - decay))];
    }
}
