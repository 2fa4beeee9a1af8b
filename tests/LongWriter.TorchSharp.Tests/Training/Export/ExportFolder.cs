using System.Text.Json;
using YamlDotNet.Serialization;

namespace LongWriter.Tests;

/// <summary>A folder with a run's file, its data and its export.</summary>
internal sealed class ExportFolder : IDisposable
{
    public const string Chats = """
        {"messages":[{"role":"system","content":"Be \"brief\": yes # no"},{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly.\n蜂 🐝"}]}
        {"conversations":[{"from":"human","value":"Do cows?"},{"from":"gpt","value":"No."},{"from":"human","value":"Sure?"},{"from":"gpt","value":"Ye\u200Bs."},{"from":"human","value":"Thanks."}]}
        {"instruction":"Count.","input":"to 2","output":"1 2"}
        """;

    public const string Pairs = """
        {"id":"a","prompt":[{"role":"system","content":"Be dry."},{"role":"user","content":"Do bees fly?"}],"chosen":[{"role":"assistant","content":"Bees fly."}],"rejected":[{"role":"assistant","content":"No."}],"chosen_score":100}
        {"prompt":"Do cows fly?","chosen":"Cows stay.","rejected":"Perhaps."}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("lw-export").FullName;

    public string Out => At("out");

    public string At(string name) => Path.Combine(_root, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    public TrainingRunFile Run(string json) => TrainingRunFile.Read(Write("run.json", json));

    public TrainingRunFile ChatRun(string more = "", string training = "")
    {
        Write("rows.jsonl", Chats);
        return Run($$"""{ "model": "base", "template": "llama-3", "data": [{ "path": "rows.jsonl" }], "training": { "outputFolder": "o"{{training}} }{{more}} }""");
    }

    public TrainingRunFile PairRun(string dpo = "{}", string more = "")
    {
        Write("pairs.jsonl", Pairs);
        return Run($$"""{ "model": "base", "template": "glm-4", "data": [{ "path": "pairs.jsonl" }], "training": { "outputFolder": "o" }, "dpo": {{dpo}}{{more}} }""");
    }

    public LlamaFactoryExport Export(TrainingRunFile run, LlamaFactoryOptions? options = null) => LlamaFactoryExporter.Export(run, Out, options);

    public string Text(string name) => File.ReadAllText(Path.Combine(Out, name));

    /// <summary>A YAML file as another program's parser reads it; all scalars as text.</summary>
    public Dictionary<string, object> Yaml(string name) => new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(Text(name));

    public JsonElement[] Rows(string name) => [.. File.ReadAllLines(Path.Combine(Out, "data", name)).Select(static l => JsonDocument.Parse(l).RootElement)];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
