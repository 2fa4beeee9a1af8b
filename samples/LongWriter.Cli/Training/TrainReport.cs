namespace LongWriter.Cli.Training;

/// <summary>What <c>train lm|sft|dpo</c> prints at the end.</summary>
/// <param name="Kind">lm, sft or dpo.</param>
/// <param name="Complete">Whether all steps are taken and the model is written.</param>
/// <param name="Model">The trained model's folder, where the run is complete.</param>
/// <param name="Metrics">The file with each step's figures.</param>
/// <param name="Last">The last step of this part; null where none was left.</param>
internal sealed record TrainReport(string Kind, bool Complete, string? Model, string Metrics, TrainingProgress? Last)
{
    public static TrainReport Of(TrainingKind kind, TrainingOptions options, TrainingProgress? last, bool stopped)
    {
        var model = Path.Combine(options.OutputFolder, "model");
        var complete = !stopped && (last is null || last.Step == last.Steps || EndedEarly(options, last)) && Directory.Exists(model);
        return new(kind.ToString().ToLowerInvariant(), complete, complete ? model : null, Path.Combine(options.OutputFolder, "metrics.jsonl"), last);
    }

    private static bool EndedEarly(TrainingOptions options, TrainingProgress last) =>
        options.Evaluation?.Patience is { } patience && last.Evaluation?.WithoutBetter >= patience;

    public string ToText() => Complete ? Model! : $"Stopped{(Last is null ? "" : $" after step {Last.Step} of {Last.Steps}")}; --resume goes on.";
}
