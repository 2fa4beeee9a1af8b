using System.Text.Json;

namespace LongWriter;

/// <summary>A prompt of a benchmark.</summary>
/// <param name="Id">Its name in the set; the same in every run.</param>
/// <param name="Prompt">What is asked.</param>
public sealed record BenchmarkPrompt(string Id, string Prompt)
{
    /// <summary>The kind of text, such as "Popular Science"; empty where the file names none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The required length in words; <see langword="null"/> where the file has none that can be used.</summary>
    public int? Length { get; init; }

    /// <summary>The prompt's language as a BCP 47 tag; the file's, else detected.</summary>
    public string Language { get; init; } = "en";

    /// <summary>What the prompt asks of numbered parts; <see langword="null"/> where nothing can be checked. In a file: <c>units</c>.</summary>
    public UnitTask? Units { get; init; }

    /// <summary>What is wrong with parts of the row that were left out, such as numbered parts that cannot be used.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Fields of the row that this package does not know, by name; they are handed on to the answers.</summary>
    public IReadOnlyDictionary<string, JsonElement> OtherFields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Whether <see cref="Id"/> is the number of the line, since the row names none.</summary>
    internal bool IsNumbered { get; init; }

    /// <summary>
    /// 24 prompts that come with the package: English and Chinese, each of the seven types of LongBench-Write and each of its four buckets of length.
    /// Too few to rank models with; enough to see a pipeline work.
    /// </summary>
    public static IReadOnlyList<BenchmarkPrompt> Shipped => ShippedPrompts.All;

    /// <summary>
    /// Reads JSON Lines in the form of LongBench-Write and LongWrite-Ruler: <c>prompt</c>, <c>type</c>, <c>length</c>; and <c>id</c> (the line's number otherwise) and
    /// <c>language</c> where they are there. Other fields are handed on; empty lines are passed over.
    /// </summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be read.</exception>
    public static EvaluationRows<BenchmarkPrompt> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return RowFile.Read(path, static (line, number) => RowFields.Read(line, number).ToPrompt(), static p => p.Id, static p => p.Faults);
    }
}
