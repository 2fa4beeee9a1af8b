namespace LongWriter.Tests;

/// <summary>A folder with a tiny random model, and runs over it.</summary>
internal sealed class TrainerFolder : IDisposable
{
    private const string Config = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":96,"hidden_size":48,"intermediate_size":96,"num_hidden_layers":2,
        "num_attention_heads":3,"num_key_value_heads":1,"head_dim":16,"max_position_embeddings":256,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu",
        "attention_bias":false,"mlp_bias":false,"tie_word_embeddings":true,"bos_token_id":1,"eos_token_id":2,"torch_dtype":"float32"}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("lw-train").FullName;

    public TrainerFolder(string config = Config)
    {
        var file = Path.Combine(_root, "shape.json");
        File.WriteAllText(file, config);
        RandomCheckpoint.Write(file, Model, new() { Seed = 5, Type = SafetensorsType.F32 });
    }

    public string Model => Path.Combine(_root, "base");

    public string Path_(string name) => Path.Combine(_root, name);

    public TrainingOptions Options(string run) => new()
    {
        OutputFolder = Path_(run),
        PackLength = 64,
        PacksPerStep = 2,
        Epochs = 2,
        Threads = 1,
        Seed = 3,
        CheckpointSteps = 2,
        Precision = TrainingPrecision.Float32,
        LearningRate = new() { Peak = 3e-3 },
        SaveAs = SafetensorsType.F32,
    };

    /// <summary>Rows of many lengths.</summary>
    public static TrainingSequence[] Rows(int count) => [.. Enumerable.Range(0, count).Select(static i => TinyRuns.Sequence(7 + i * 5 % 29, i, t => t > 2))];

    public async Task<List<TrainingProgress>> RunAsync(TrainingOptions options, IReadOnlyList<TrainingSequence> rows, Action<string>? reached = null, TimeProvider? clock = null)
    {
        using var weights = HuggingFaceCheckpoint.Open(Model);
        var trainer = new SftTrainer(weights, rows, options, clock) { Reached = reached };
        var reports = new List<TrainingProgress>();
        await foreach (var report in trainer.TrainAsync())
            reports.Add(report);

        return reports;
    }

    public byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(Path_(run), "model", "model.safetensors"));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
