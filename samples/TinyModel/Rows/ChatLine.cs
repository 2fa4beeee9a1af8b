using System.Text.Json;
using System.Text.Json.Serialization;
using LongWriter;

namespace TinyModel.Rows;

/// <summary>A row to learn from: one question, one answer.</summary>
/// <param name="Prompt">What the user says; the row has its numbers as the model reads them.</param>
/// <param name="Answer">What the model learns to say.</param>
/// <param name="Turns">Whether only the turns of the answer are learned (<see cref="Experiment.Training.Turns"/>).</param>
internal sealed record ChatLine(string Prompt, string Answer, bool Turns = false)
{
    /// <summary>As a line of a <c>messages</c> file. An answer's last line has an end as all others have: so at each end of line it is decided whether another line follows, and nowhere else.</summary>
    public string ToJson() => JsonSerializer.Serialize(new([new("user", LongWriterTiny.ReadableNumbers(Prompt)), new("assistant", Answer + "\n")]), RowJson.Default.Row);

    internal sealed record Row(IReadOnlyList<Message> Messages);

    internal sealed record Message(string Role, string Content);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChatLine.Row))]
internal sealed partial class RowJson : JsonSerializerContext;
