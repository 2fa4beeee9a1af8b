using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Texts in which nothing is left to be filled in, unless a form to be filled in is what was asked for.</summary>
internal sealed partial class PlaceholderFilter : IRowFilter
{
    public string Name => "placeholder";

    public string? FindFault(DatasetRow row) =>
        string.IsNullOrWhiteSpace(row.Text) ? null : Shown(PlaceholderScan.Find(row.Text, new() { IsForm = AsksForForm().IsMatch(row.Prompt) }));

    internal static string? Shown(string? found) => found is null ? null : $"'{(found.Length > 60 ? found[..60] + "…" : found)}'";

    [GeneratedRegex(@"\b(?:template|boilerplate|fill[- ]?in|to be filled|filled out|with blanks|(?:fill|leave) (?:in )?(?:the )?blanks?|placeholders?|worksheet|form letter|mad libs?|cloze)\b|模板|模版|范本|样本|填空|空白处|留空|占位|表格样式", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksForForm();
}

/// <summary>Instructions in which nothing is left to be filled in.</summary>
internal sealed class PromptPlaceholderFilter : IRowFilter
{
    public string Name => "prompt-placeholder";

    public string? FindFault(DatasetRow row) =>
        string.IsNullOrWhiteSpace(row.Prompt) ? null : PlaceholderFilter.Shown(PlaceholderScan.Find(row.Prompt, new() { IsInstruction = true }));
}
