namespace LongWriter;

/// <summary>Where the sections of an answer stand in it.</summary>
internal static class SectionTexts
{
    /// <summary>Why sections are not those of a response; null where they are.</summary>
    public static string? Fault(IReadOnlyList<PredictedSection> sections, string response)
    {
        if (sections.Count == 0)
            return null;

        var length = sections.Sum(static s => (long)s.Characters) + (sections.Count - 1) * (long)WritingDocument.SectionSeparator.Length;
        return length == response.Length ? null : $"has sections of {length} characters together with their blank lines; its response has {response.Length}";
    }

    /// <summary>The texts of the pipeline's sections.</summary>
    public static List<string> Of(Prediction prediction)
    {
        var texts = new List<string>(prediction.Sections.Count);
        var start = 0;
        foreach (var section in prediction.Sections)
        {
            texts.Add(prediction.Response.Substring(start, section.Characters));
            start += section.Characters + WritingDocument.SectionSeparator.Length;
        }

        return texts;
    }

    /// <summary>The texts between a document's headings; one where there are none. What stands before the first heading is one too.</summary>
    public static List<string> ByHeading(string text)
    {
        var texts = new List<string>();
        var start = 0;
        foreach (var line in TextLine.Read(text))
        {
            if (line.Kind != TextLineKind.Heading || line.Start == start)
                continue;
            if (!text.AsSpan(start, line.Start - start).IsWhiteSpace())
                texts.Add(text[start..line.Start]);
            start = line.Start;
        }

        if (!text.AsSpan(start).IsWhiteSpace())
            texts.Add(text[start..]);
        return texts;
    }
}
