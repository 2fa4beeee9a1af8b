namespace LongWriter;

/// <summary>Renders what a request says beside its instruction, for the <c>details</c> placeholder of prompts.</summary>
public static class RequestDetails
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ar"] = "Arabic",
        ["bg"] = "Bulgarian",
        ["cs"] = "Czech",
        ["da"] = "Danish",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["fa"] = "Persian",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["hu"] = "Hungarian",
        ["id"] = "Indonesian",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
        ["nb"] = "Norwegian",
        ["nl"] = "Dutch",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sk"] = "Slovak",
        ["sv"] = "Swedish",
        ["th"] = "Thai",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["vi"] = "Vietnamese",
        ["zh"] = "Chinese",
        ["zh-Hant"] = "Traditional Chinese",
        ["zh-TW"] = "Traditional Chinese",
    };

    /// <summary>
    /// Title, style, audience, language (where the prompts are in another one) and source material, a line each; those that
    /// are not given are left out.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The run's context; its prompts give the wording.</param>
    /// <returns>The lines, each ended by a line break; empty where there is nothing to say.</returns>
    public static string Render(WritingRequest request, WritingContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var prompts = context.Prompts;
        (string Template, string? Value)[] details =
        [
            (prompts.TitleDetail, request.Title),
            (prompts.StyleDetail, request.Style),
            (prompts.AudienceDetail, request.Audience),
            (prompts.LanguageDetail, SameLanguage(context.Language, prompts.Language) ? null : NameOf(context.Language)),
            (prompts.MaterialDetail, request.Material),
        ];
        return string.Concat(details.Where(static d => !string.IsNullOrWhiteSpace(d.Value)).Select(static d => PromptTemplate.Fill(d.Template, ("value", d.Value!)) + "\n"));
    }

    private static bool SameLanguage(string one, string other) => string.Equals(Primary(one), Primary(other), StringComparison.OrdinalIgnoreCase);

    private static string Primary(string tag) => tag.Split('-', 2)[0];

    // A name is understood by more models than a tag. The runtime's own names depend on the machine.
    private static string NameOf(string tag) => Names.TryGetValue(tag, out var name) || Names.TryGetValue(Primary(tag), out name) ? name : tag;
}
