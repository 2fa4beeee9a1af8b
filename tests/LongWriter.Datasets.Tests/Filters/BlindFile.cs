using System.Text;
using System.Text.Json;

namespace LongWriter.Tests;

/// <summary>
/// 540 further rows, 30 bad and 30 good ones a filter, written by somebody who did not know the rules and who avoided the obvious words. The rules were
/// mended looking at the even lines only; what the odd lines measured before they were looked at too stands in docs/datasets.md.
/// </summary>
internal static class BlindFile
{
    public static readonly IReadOnlyList<BlindRow> Rows = Read();

    private static List<BlindRow> Read()
    {
        using var stream = typeof(BlindFile).Assembly.GetManifestResourceStream("BlindRows.jsonl")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rows = new List<BlindRow>();
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            var fields = row.RootElement;
            rows.Add(new(
                fields.GetProperty("filter").GetString()!,
                fields.GetProperty("bad").GetBoolean(),
                new DatasetRow("1", fields.GetProperty("prompt").GetString()!) { Text = fields.TryGetProperty("text", out var text) ? text.GetString() : null },
                rows.Count + 1));
        }

        return rows;
    }
}

/// <summary>A row with what a filter should say of it.</summary>
/// <param name="Filter">The filter's name.</param>
/// <param name="Bad">Whether it is to be rejected.</param>
/// <param name="Row">The row.</param>
/// <param name="Line">Its line, from 1 on; 0 for those of <see cref="BlindRows"/>.</param>
internal sealed record BlindRow(string Filter, bool Bad, DatasetRow Row, int Line);
