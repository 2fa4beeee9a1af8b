using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using TinyModel.Corpus;
using TinyModel.Experiment;
using TinyModel.Stages;

namespace TinyModel.Report;

/// <summary>What one run of the experiment came to, read from its <c>results</c> folder; a part is null where the run has not come so far.</summary>
internal sealed partial class RunResults
{
    private readonly string _folder;
    private readonly string _root;

    /// <param name="folder">A folder whose name is the scale and the seed: <c>small-1</c>.</param>
    public RunResults(string folder)
    {
        _root = folder;
        _folder = Path.Combine(folder, "results");
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        Scale = Scale.Get(Name[..Name.LastIndexOf('-')]);
        Seed = Name[(Name.LastIndexOf('-') + 1)..];
    }

    /// <summary>Whether a folder is that of a run, by its name.</summary>
    public static bool IsRun(string folder) => RunName().IsMatch(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));

    public string Name { get; }

    public Scale Scale { get; }

    public string Seed { get; }

    public CorpusReport? Corpus => Read("corpus", CorpusJson.Default.CorpusReport);

    public BaseResult? Base => Read("base", ResultJson.Default.BaseResult);

    public AgentResult? AgentWrite => Read("agentwrite", ResultJson.Default.AgentResult);

    public PreferenceResult? Preferences => Read("dpo", ResultJson.Default.PreferenceResult);

    public IReadOnlyList<SampleResult>? Samples => Read("samples", ResultJson.Default.IReadOnlyListSampleResult);

    /// <summary>What the stages took, by name.</summary>
    public IReadOnlyList<(string Name, StageCost Cost)> Costs => !Directory.Exists(StageClock.FolderOf(_root)) ? [] :
        [.. Directory.EnumerateFiles(StageClock.FolderOf(_root), "*.json").Order(StringComparer.Ordinal)
            .Select(static f => (Path.GetFileNameWithoutExtension(f), JsonSerializer.Deserialize(File.ReadAllBytes(f), ResultJson.Default.StageCost)!))];

    /// <summary>The curve of an arm.</summary>
    public ArmResult? Arm(string stage, string arm) => Read($"{stage}-{arm}", ResultJson.Default.ArmResult);

    [GeneratedRegex(@"^(?:small|full)-[0-9]+$")]
    private static partial Regex RunName();

    private T? Read<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        var file = Path.Combine(_folder, name + ".json");
        return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), type) : null;
    }
}
