namespace LongWriter;

/// <summary>What becomes of a text's Markdown.</summary>
public enum MarkdownForm
{
    /// <summary>It stays as it is.</summary>
    Keep,

    /// <summary>Headings, lists, emphasis and rules are written in one way: <c>##</c>, <c>-</c>, <c>**</c>, <c>*</c>, <c>---</c>.</summary>
    Normalize,

    /// <summary>Marks are taken out; the text of headings, list items, links and emphasis stays. Code and tables stay as they are.</summary>
    Strip,
}
