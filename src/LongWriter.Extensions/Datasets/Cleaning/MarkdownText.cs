using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Writes Markdown in one way, or takes its marks out, line by line.</summary>
internal static partial class MarkdownText
{
    public static string Apply(string text, MarkdownForm form)
    {
        if (form == MarkdownForm.Keep)
            return text;

        var result = new StringBuilder(text.Length);
        foreach (var line in TextLine.Read(text))
        {
            var ending = text.AsSpan(line.End, line.Next - line.End);
            if (line.Kind is TextLineKind.Code or TextLineKind.Table or TextLineKind.Blank)
                result.Append(text, line.Start, line.Next - line.Start);
            else
                result.Append(form == MarkdownForm.Strip ? Strip(text, line) : Normalize(text, line)).Append(ending);
        }

        return form == MarkdownForm.Strip ? WhiteSpace.Fold(result.ToString(), keepEnd: false) : result.ToString();
    }

    private static string Strip(string text, TextLine line)
    {
        if (line.Kind == TextLineKind.Rule)
            return "";

        var body = text[(line.Kind is TextLineKind.Heading or TextLineKind.Quote ? line.Content : line.Start)..line.End];
        if (line.Kind == TextLineKind.Heading)
            body = body.TrimEnd('#').TrimEnd();
        if (line.Kind == TextLineKind.ListItem)
            body = Bullet().Replace(body, "$1");
        body = Link().Replace(body, "$1");
        body = Strong().Replace(body, "$2");
        return Emphasis().Replace(body, "$2");
    }

    private static string Normalize(string text, TextLine line)
    {
        if (line.Kind == TextLineKind.Rule)
            return "---";

        var body = text[line.Start..line.End];
        if (line.Kind == TextLineKind.Heading)
            body = body.TrimStart().TrimEnd('#').TrimEnd();
        if (line.Kind == TextLineKind.ListItem)
            body = Bullet().Replace(body, "$1- ");
        body = Strong().Replace(body, "**$2**");
        return Emphasis().Replace(body, "*$2*");
    }

    [GeneratedRegex(@"^(\s*)[-*+•·●▪◦]\s+")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"(?<!!)\[([^\]\n]+)\]\([^)\s]+(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w*_\\])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")]
    private static partial Regex Strong();

    [GeneratedRegex(@"(?<![\w*_\\])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*_])")]
    private static partial Regex Emphasis();
}
