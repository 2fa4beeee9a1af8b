using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Recognises a published chat template by texts that only it has.</summary>
internal static partial class TemplateMarkers
{
    /// <summary>The template, or null where it is not a known one.</summary>
    /// <param name="text">The checkpoint's template, in Jinja.</param>
    /// <param name="isLlama3">Whether the vocabulary is that of Llama 3.</param>
    public static ChatTemplate? Recognise(string text, bool isLlama3)
    {
        if (text.Contains("<|start_header_id|>"))
            return text.Contains("Cutting Knowledge Date") ? KnownTemplates.Llama31() : KnownTemplates.Llama3();

        if (text.Contains("[gMASK]") && text.Contains("<sop>"))
            return KnownTemplates.Glm4();

        if (text.Contains("<|im_start|>"))
            return text.Contains("enable_thinking") ? KnownTemplates.Qwen3(thinks: false) : KnownTemplates.ChatMl(DefaultSystem(text));

        if (text.Contains("[SYSTEM_PROMPT]") || !text.Contains("[INST]"))
            return null;

        if (isLlama3)
            return KnownTemplates.LongWriterLlama();

        return text.Contains("<<SYS>>") ? KnownTemplates.Llama2() : Mistral(text);
    }

    private static ChatTemplate Mistral(string text)
    {
        var open = text.Contains("[INST] ") ? "[INST] " : "[INST]";
        var close = text.Contains(" [/INST]") ? " [/INST]" : "[/INST]";
        var answer = SpaceBeforeAnswer().IsMatch(text) ? " " : "";
        var name = (open, close) switch { ("[INST] ", " [/INST]") => "mistral", ("[INST] ", _) => "mistral-v3", _ => "mistral-nemo" };
        return KnownTemplates.Mistral(name, open, close, answer, text.Contains("loop.last and system_message") ? SystemPlacement.LastUserTurn : SystemPlacement.FirstUserTurn);
    }

    // A whole system turn as one literal is what the template puts where the conversation has none.
    private static string? DefaultSystem(string text) =>
        SystemLiteral().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"['""]<\|im_start\|>system(?:\\n|\n)([^'""<>{}\\]*)<\|im_end\|>")]
    private static partial Regex SystemLiteral();

    [GeneratedRegex(@"(?:' '|"" "") *\+ *(?:message\b|content\b)")]
    private static partial Regex SpaceBeforeAnswer();
}
