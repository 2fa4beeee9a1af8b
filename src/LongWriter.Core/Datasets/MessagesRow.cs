using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LongWriter;

/// <summary>A training row in the form of LongWriter-6k: a task and the document that answers it, as chat messages.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Messages">The user's message and the assistant's.</param>
public sealed record MessagesRow(string Id, IReadOnlyList<MessagesRow.Message> Messages)
{
    /// <summary>The required length in words, or <see langword="null"/> where it is not known.</summary>
    public int? Required { get; init; }

    /// <summary>The words of the assistant's message, by <see cref="Counter"/>.</summary>
    public int? Words { get; init; }

    /// <summary>The name of the counter that the words were counted with.</summary>
    public string? Counter { get; init; }

    /// <summary>S_l of the words against the required length, 0 to 100 (LongWriter, section 4.2).</summary>
    public double? LengthScore { get; init; }

    /// <summary>The document's language as a BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>The request's own data; <see langword="null"/>, and left out of the row, where there is none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>How a row becomes JSON and back, without reflection: snake_case names, <see langword="null"/> left out.</summary>
    public static JsonTypeInfo<MessagesRow> JsonTypeInfo => DatasetJsonContext.Default.MessagesRow;

    /// <summary>
    /// Makes a row of a document: the user's message is the instruction, after it, where there is some, a blank line and the source
    /// material; the assistant's is the document's text.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <returns>The row.</returns>
    public static MessagesRow FromDocument(WritingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var request = document.Request;
        var task = string.IsNullOrEmpty(request.Material) ? request.Instruction : $"{request.Instruction}\n\n{request.Material}";
        return new(document.RunId, [new("user", task), new("assistant", document.Text)])
        {
            Required = document.RequiredLength.Words,
            Words = document.Words,
            Counter = document.Counter,
            LengthScore = document.LengthScore,
            Language = request.Language,
            Metadata = request.Metadata.Count == 0 ? null : request.Metadata,
        };
    }

    /// <summary>A message of a row.</summary>
    /// <param name="Role">Who speaks: <c>user</c> or <c>assistant</c>.</param>
    /// <param name="Content">The text.</param>
    public sealed record Message(string Role, string Content);
}

/// <summary>JSON of data set rows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessagesRow))]
internal sealed partial class DatasetJsonContext : JsonSerializerContext;
