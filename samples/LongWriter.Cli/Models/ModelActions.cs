using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>What the commands on a model's files do.</summary>
internal sealed class ModelActions(CliEnvironment environment)
{
    public async Task<int> InfoAsync(string path, bool json)
    {
        var report = ModelReport.Of(path, ConfigOf(path));
        await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.ModelReport) : report.ToText());
        return ExitCode.Done;
    }

    public async Task<int> RandomAsync(string config, string folder, ulong seed, string? tokenizer, bool forTraining)
    {
        if (tokenizer is not null && !Directory.Exists(tokenizer))
            throw new UsageException($"--tokenizer {tokenizer} is no folder.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException($"--out {folder} is not empty. Name a folder that is not there yet.");

        var made = RandomCheckpoint.Write(config, folder, new() { Seed = seed, ForTraining = forTraining, TokenizerFolder = tokenizer });
        if (tokenizer is null)
            ByteLevelVocabulary.Write(folder, made.VocabularySize);

        await environment.Output.WriteLineAsync(folder);
        await environment.Error.WriteLineAsync($"{made.Architecture} of random weights, {Figures.Number(new ModelInfo(made).Parameters)} parameters: what it writes is noise.");
        return ExitCode.Done;
    }

    public async Task<int> ExportAsync(string path, string file, string type, CancellationToken cancellationToken)
    {
        using var weights = HuggingFaceCheckpoint.Open(path);
        var format = type switch { "f32" => GgufExportFormat.Float32, "f16" => GgufExportFormat.Float16, "q8_0" => GgufExportFormat.Int8, _ => GgufExportFormat.BFloat16 };
        var export = GgufExporter.Export(weights, path, file, format, cancellationToken: cancellationToken);
        foreach (var note in export.Notes)
            await environment.Error.WriteLineAsync("note: " + Printable.Line(note));
        await environment.Output.WriteLineAsync(file);
        return ExitCode.Done;
    }

    private static ModelConfig ConfigOf(string path)
    {
        if (!File.Exists(path))
            return ModelConfigReader.Read(path);

        using var gguf = GgufCheckpoint.Open(path);
        return gguf.Config;
    }
}
