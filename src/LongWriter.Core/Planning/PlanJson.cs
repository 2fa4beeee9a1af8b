using System.Text.Json;

namespace LongWriter;

/// <summary>
/// Reads a plan that was given as JSON: an array of steps, an object that holds one, an object a step, in a code fence or
/// with text around it.
/// </summary>
internal static class PlanJson
{
    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal)
    {
        "steps", "paragraphs", "sections", "plan", "outline", "chapters", "parts", "items", "segments", "subsections", "writingplan",
        "段落", "计划", "章节", "部分", "步骤", "大纲",
    };

    private static readonly string[] MainKeys = ["mainpoint", "mainpoints", "mainidea", "keypoint", "keypoints", "point", "要点", "主要内容", "主要观点"];
    private static readonly string[] TitleKeys = ["title", "heading", "name", "topic", "subject", "标题", "主题"];
    private static readonly string[] TextKeys = ["description", "content", "summary", "details", "focus", "text", "goal", "purpose", "about", "内容", "说明", "描述"];
    private static readonly string[] CountKeys = ["wordcount", "words", "targetwordcount", "targetwords", "wordbudget", "estimatedwordcount", "count", "length", "字数", "目标字数", "预计字数"];
    private static readonly string[] NumberKeys = ["number", "index", "no", "order", "id", "paragraph", "section", "step", "part", "chapter", "paragraphnumber", "sectionnumber", "序号", "编号", "段落"];

    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyList<PlanEntry> Read(string text, PlanLabels labels)
    {
        foreach (var candidate in Candidates(text))
        {
            var entries = new List<PlanEntry>();
            try
            {
                using var document = JsonDocument.Parse(candidate, Options);
                ReadValue(document.RootElement, null, labels, entries);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // Not JSON after all, or an escaped lone surrogate in it: the next reader's turn.
                continue;
            }

            if (entries.Count > 0)
                return entries;
        }

        return [];
    }

    // The inside of each code fence, then from the first bracket of a line to the last one of the text.
    private static IEnumerable<string> Candidates(string text)
    {
        const string Fence = "```";
        var open = text.IndexOf(Fence, StringComparison.Ordinal);
        while (open >= 0)
        {
            var begin = text.IndexOf('\n', open);
            var close = begin < 0 ? -1 : text.IndexOf(Fence, begin, StringComparison.Ordinal);
            if (begin < 0)
                break;

            var inside = text[begin..(close < 0 ? text.Length : close)].Trim();
            if (inside.StartsWith('[') || inside.StartsWith('{'))
                yield return inside;

            open = close < 0 ? -1 : text.IndexOf(Fence, close + Fence.Length, StringComparison.Ordinal);
        }

        for (var at = text.AsSpan().IndexOfAny('[', '{'); at >= 0;)
        {
            if (text.AsSpan(0, at).TrimEnd([' ', '\t']) is not [.., not ('\n' or '\r' or ':' or '：')])
            {
                var end = text.LastIndexOf(text[at] == '[' ? ']' : '}');
                if (end > at)
                {
                    yield return text[at..(end + 1)];
                    yield return $"[{text[at..(end + 1)].Replace("}\r\n{", "},{", StringComparison.Ordinal).Replace("}\n{", "},{", StringComparison.Ordinal)}]";
                }

                break;
            }

            var next = text.AsSpan(at + 1).IndexOfAny('[', '{');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static void ReadValue(JsonElement value, int? number, PlanLabels labels, List<PlanEntry> entries)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    ReadValue(item, null, labels, entries);
                break;
            case JsonValueKind.String when PlanLine.Scan(MainPointText.Fold(value.GetString()!), labels) is { IsBlank: false } line:
                entries.Add(line.Exact ?? new(line.Number ?? number, line.Point, line.Count, line.Id));
                break;
            case JsonValueKind.Object:
                ReadObject(value, number, labels, entries);
                break;
        }
    }

    private static void ReadObject(JsonElement value, int? number, PlanLabels labels, List<PlanEntry> entries)
    {
        var properties = value.EnumerateObject().Select(static p => (Key: KeyOf(p.Name), p.Name, p.Value)).ToList();
        var containers = properties.Where(static p => Containers.Contains(p.Key) && p.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object).ToList();
        if (containers.Count > 0)
        {
            foreach (var (_, _, inner) in containers)
                ReadValue(inner, null, labels, entries);

            return;
        }

        if (properties.Any(static p => MainKeys.Contains(p.Key) || TitleKeys.Contains(p.Key) || TextKeys.Contains(p.Key) || CountKeys.Contains(p.Key)))
        {
            entries.Add(ReadStep(properties.Select(static p => (p.Key, p.Value)).ToList(), number, labels));
            return;
        }

        // { "Paragraph 1": { … }, "Paragraph 2": "…" }
        foreach (var (_, name, inner) in properties)
        {
            var text = PlanGlyphs.Normalize(name) + ")";
            var at = 0;
            if (PlanNumbering.TryRead(text, ref at, labels, out var figure, out _))
                ReadValue(inner, figure, labels, entries);
            else if (inner.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                ReadValue(inner, null, labels, entries);
        }
    }

    private static PlanEntry ReadStep(List<(string Key, JsonElement Value)> properties, int? number, PlanLabels labels)
    {
        var title = Find(properties, TitleKeys);
        var main = Find(properties, MainKeys) ?? Find(properties, TextKeys);
        string? id = null;
        foreach (var (key, value) in properties.Where(static p => NumberKeys.Contains(p.Key)))
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var figure))
            {
                number = figure;
                continue;
            }

            var text = TextOf(value);
            var normal = PlanGlyphs.Normalize(text) + ")";
            var at = 0;
            if (PlanNumbering.TryRead(normal, ref at, labels, out figure, out _) && at >= normal.Length - 1)
                number = figure;
            else if (key == "id" && PlanStep.IsValidId(text))
                id = text;
            else if (text.Length > 0)
                title ??= text;
        }

        var point = string.Join(": ", new[] { title, main }.Where(static t => !string.IsNullOrWhiteSpace(t)));
        return new(number, PlanLine.CleanPoint(point), Count(properties, labels), id);
    }

    private static long? Count(List<(string Key, JsonElement Value)> properties, PlanLabels labels)
    {
        foreach (var (_, value) in properties.Where(static p => CountKeys.Contains(p.Key)))
        {
            if (value.ValueKind == JsonValueKind.Number)
                return (long)Math.Clamp(Math.Round(value.GetDouble()), -1e12, 1e12);

            var text = PlanGlyphs.Normalize(TextOf(value));
            var at = 0;
            if (PlanCount.TryRead(text, ref at, labels, needUnit: false, out var words))
                return words;
        }

        return null;
    }

    private static string? Find(List<(string Key, JsonElement Value)> properties, string[] keys)
    {
        foreach (var key in keys)
        {
            var text = properties.Where(p => p.Key == key).Select(static p => TextOf(p.Value)).FirstOrDefault(static t => t.Length > 0);
            if (text is not null)
                return text;
        }

        return null;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(TextOf).Where(static t => t.Length > 0)),
        _ => "",
    };

    private static string KeyOf(string name) => MainPointText.Key(name);
}
