using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>What makes answers those to one prompt: its id; or, where that is only the number of a line, its text and the required length, since each sample has a line of its own.</summary>
/// <param name="Prompt">The prompt's text, or a hash of it.</param>
/// <param name="Id">The prompt's id; null where it is only the number of a line.</param>
/// <param name="Length">The required length; null where there is none, or the id tells prompts apart.</param>
internal readonly record struct PromptKey(string Prompt, string? Id, int? Length)
{
    public static PromptKey Of(Prediction prediction) =>
        prediction.IsNumbered ? new(prediction.Prompt, null, prediction.Length) : new(prediction.Prompt, prediction.Id, null);

    /// <summary>The same within one file, without keeping texts.</summary>
    public static PromptKey WithoutText(Prediction prediction) => prediction.IsNumbered
        ? new(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(prediction.Prompt))), null, prediction.Length)
        : new("", prediction.Id, null);
}
