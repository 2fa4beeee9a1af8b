using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Rough token figures for caps, budgets and context checks. They are estimates by language, replaced by what the server
/// reports wherever it does.
/// </summary>
internal static class TokenEstimate
{
    /// <summary>Tokens a word that no usual tokenizer exceeds for ordinary prose: a first cap must not cut what was asked for.</summary>
    public static double PerWordUpper(string language) => language.Split('-', 2)[0] switch
    {
        "en" => 1.6,
        "zh" or "ja" => 1.6,
        "de" or "fr" or "es" or "it" or "pt" or "nl" => 2.2,
        _ => 4.0,
    };

    /// <summary>
    /// Tokens a character that prompts of a request take at most: material in Chinese counts as Chinese, whatever is written from it.
    /// </summary>
    public static double PerPromptCharacter(WritingRequest request, string language)
    {
        var (wide, all) = (0, 0);
        foreach (var text in (ReadOnlySpan<string?>)[request.Instruction, request.Material])
        {
            all += text?.Length ?? 0;
            foreach (var c in text.AsSpan())
                wide += c >= '\u2E80' ? 1 : 0;
        }

        return Math.Max(PerCharacterUpper(language), wide * 10L > all ? PerCharacterUpper("zh") : 0);
    }

    /// <summary>A generous upper estimate of a prompt's tokens, from lengths alone: linear in the number of parts, not in their text.</summary>
    public static long UpperOf(IEnumerable<ChatMessage> messages, double perCharacter)
    {
        long characters = 0;
        foreach (var message in messages)
        {
            characters += 16;
            foreach (var content in message.Contents)
                characters += content is TextContent text ? text.Text.Length : 256;
        }

        return (long)(characters * perCharacter) + 16;
    }

    /// <summary>A lower estimate of a prompt's tokens, from lengths alone: no usual tokenizer packs ordinary text tighter.</summary>
    public static long LowerOf(IEnumerable<ChatMessage> messages)
    {
        long characters = 0;
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
                characters += content is TextContent text ? text.Text.Length : 0;
        }

        return characters / 8;
    }

    /// <summary>An upper estimate of the tokens of a number of characters.</summary>
    public static double PerCharacterUpper(string language) => language.Split('-', 2)[0] switch
    {
        "en" => 0.35,
        "zh" or "ja" or "ko" => 1.6,
        _ => 0.7,
    };

    /// <summary>The tokens of a text that a server streamed without saying how many they are.</summary>
    public static long OfStreamed(int characters, string language) => (long)Math.Ceiling(characters * PerCharacterUpper(language));
}
