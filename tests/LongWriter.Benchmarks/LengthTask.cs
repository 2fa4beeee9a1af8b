using System.Text.Json;

namespace LongWriter.Benchmarks;

/// <summary>A row of LongBench-Write.</summary>
internal sealed record LengthTask(string Prompt, int Length)
{
    public static IReadOnlyList<LengthTask> Read(string path) =>
    [
        .. File.ReadLines(path).Where(static line => line.Length > 0).Select(static line =>
        {
            using var row = JsonDocument.Parse(line);
            return new LengthTask(row.RootElement.GetProperty("prompt").GetString()!, row.RootElement.GetProperty("length").GetInt32());
        }),
    ];
}
