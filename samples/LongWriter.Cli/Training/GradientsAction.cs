using System.Globalization;
using System.Text.Json;
using LongWriter.Cli.Models;

namespace LongWriter.Cli.Training;

/// <summary>What <c>longwriter train grads</c> does.</summary>
internal sealed class GradientsAction(CliEnvironment environment)
{
    private const int PackLength = 32_768;

    public async Task<int> RunAsync(string path, string data, string file, LossAveraging averaging, bool packed, string? batchFile)
    {
        ResultFile.Prepare(file, "--out");
        ResultFile.Prepare(batchFile, "--batch-out");
        using var model = LocalModel.Open(path);
        var rows = TrainingRows.Read(data, model);
        var packs = SequencePacker.Pack(rows, Math.Max(PackLength, rows.Max(static r => r.Length)));
        var loss = TrainingGradients.Write(model.Weights, packs, file, averaging, packed);
        if (batchFile is not null)
        {
            var batch = rows.Select(row => new BatchRow(row.RowId, row.Ids, row.Labels, packs.TakeWhile(pack => !pack.Sequences.Contains(row)).Count())).ToArray();
            await File.WriteAllTextAsync(batchFile, JsonSerializer.Serialize(batch, CliJson.Line.BatchRowArray) + "\n");
        }

        await environment.Output.WriteLineAsync(loss.ToString("R", CultureInfo.InvariantCulture));
        await environment.Error.WriteLineAsync($"{rows.Count} rows in {packs.Count} packs, {Figures.Number(rows.Sum(static r => r.Targets))} of {Figures.Number(rows.Sum(static r => r.Length))} tokens learned.");
        return ExitCode.Done;
    }
}

/// <summary>A row as it was computed.</summary>
/// <param name="Row">Where it stands.</param>
/// <param name="Ids">Token ids.</param>
/// <param name="Labels">As many; -100 where nothing is learned.</param>
/// <param name="Pack">The pack it is in, from 0.</param>
internal sealed record BatchRow(string Row, IReadOnlyList<int> Ids, IReadOnlyList<int> Labels, int Pack);
