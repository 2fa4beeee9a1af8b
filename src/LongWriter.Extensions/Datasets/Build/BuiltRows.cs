using System.Reflection;

namespace LongWriter;

/// <summary>Makes rows of what journals hold.</summary>
internal sealed class BuiltRows(BuildParts parts)
{
    private static readonly string Version = typeof(LongWriterOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private readonly RowCleaner _cleaner = new(parts.Options.Markdown);
    private readonly Dictionary<string, string> _models = Models(parts);

    /// <summary>The row with its text, cleaned.</summary>
    public async Task<(DatasetRow Row, WritingRun? Run)> ReadAsync(RowWork work, CancellationToken cancellationToken)
    {
        if (work.RunId is not { } id)
        {
            var given = _cleaner.Clean(work.Row);
            return (given with { Provenance = new(null) { PromptHash = RowFigures.Hash(given.Prompt), Version = Version, Repetition = Repetition(given) } }, null);
        }

        var run = await parts.Runs.ReadRunAsync(id, cancellationToken).ConfigureAwait(false);
        var row = _cleaner.Clean(work.Row with
        {
            Text = run.Text,
            Sections = [.. run.Sections.Select(static s => s.Text)],
            Plan = run.Plan?.ToString(),
            Language = run.Language,
            Required = run.Length?.Words,
        });
        var settings = await SettingsAsync(id, cancellationToken).ConfigureAwait(false);
        return (row with
        {
            Provenance = new(id)
            {
                Models = ModelsOf(settings),
                Settings = settings,
                PromptHash = RowFigures.Hash(row.Prompt),
                Version = Version,
                Selected = work.Selected,
                Repetition = Repetition(row),
            },
        }, run);
    }

    private static double Repetition(DatasetRow row) => Math.Round(RepetitionFigures.RepFour(row.Text ?? ""), 4);

    /// <summary>The settings stand in the run's first record.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> SettingsAsync(string id, CancellationToken cancellationToken)
    {
        var history = new RunHistory();
        await foreach (var line in parts.Runs.ReadAsync(id, cancellationToken).ConfigureAwait(false))
        {
            history.Apply(RunRecordCodec.Decode(line.Span));
            break;
        }

        return history.Settings;
    }

    /// <summary>The models that the run was written with, which need not be those of now.</summary>
    private Dictionary<string, string> ModelsOf(IReadOnlyDictionary<string, string>? settings)
    {
        var models = new Dictionary<string, string>(_models, StringComparer.Ordinal);
        foreach (var role in new[] { WritingRoles.Planner, WritingRoles.Writer })
        {
            if (settings?.GetValueOrDefault($"role:{role}")?.Split("; ") is [var first, ..] && first.StartsWith("model=", StringComparison.Ordinal) && first.Length > "model=".Length)
                models[role] = first["model=".Length..];
        }

        return models;
    }

    private static Dictionary<string, string> Models(BuildParts parts)
    {
        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in new[] { BuildParts.SelectorRole, WritingRoles.Planner, WritingRoles.Writer })
        {
            if (parts.ModelOf(role) is { } model)
                models[role] = model;
        }

        return models;
    }
}
