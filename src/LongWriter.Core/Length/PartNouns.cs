using System.Collections.Frozen;

namespace LongWriter;

/// <summary>The nouns that a document's parts go by.</summary>
internal static class PartNouns
{
    private static readonly FrozenSet<string> English = FrozenSet.Create(
        "chapter", "section", "part", "essay", "article", "story", "entry", "letter", "post", "paragraph", "page", "poem", "scene", "act", "episode",
        "email", "review", "volume", "piece", "lesson", "unit", "blog", "speech", "script", "summary", "report", "paper", "topic", "question",
        "answer", "monologue", "dialogue", "description", "profile", "module", "slide", "recipe", "text", "biography", "note", "response", "item");

    /// <summary>Longer ones first, so that 章节 is not read as 章.</summary>
    private static readonly (string Noun, string Base)[] Chinese =
    [
        ("部分", "部分"), ("章节", "章"), ("段落", "段"), ("小节", "节"), ("故事", "篇"), ("文章", "篇"), ("方面", "方面"), ("主题", "方面"), ("板块", "部分"), ("模块", "部分"), ("单元", "单元"),
        ("场景", "幕"), ("问题", "问题"), ("篇", "篇"), ("章", "章"), ("段", "段"), ("节", "节"), ("幕", "幕"), ("集", "集"), ("封", "封"), ("首", "首"), ("回", "回"),
        ("卷", "卷"), ("份", "份"), ("则", "则"), ("期", "期"), ("页", "页"), ("场", "场"), ("点", "点"),
    ];

    /// <summary>Parts of which a document has one, and which are not what an instruction is about as a whole.</summary>
    public static readonly FrozenSet<string> Components = FrozenSet.Create(
        "abstract", "introduction", "intro", "conclusion", "preface", "foreword", "afterword", "prologue", "epilogue", "bio", "caption", "quote",
        "quotation", "title", "headline", "tagline", "synopsis", "blurb", "body", "sidebar", "footnote", "paragraph", "section", "chapter", "part",
        "opening", "ending", "summary", "outline", "appendix", "excerpt", "postscript", "cta");

    public static readonly string[] ChineseComponents =
        ["摘要", "引言", "导语", "导言", "开头", "结尾", "结论", "标题", "题目", "前言", "序言", "后记", "尾声", "小结", "正文", "开篇", "附录", "绪论"];

    /// <summary>The base form of an English noun that names a part.</summary>
    public static bool TryGetEnglish(ReadOnlySpan<char> word, bool plural, out string part)
    {
        var single = word.ToString();
        var isPlural = single.EndsWith('s') && !single.EndsWith("ss", StringComparison.Ordinal);
        if (isPlural)
            single = single.EndsWith("ies", StringComparison.Ordinal) ? single[..^3] + "y" : single.EndsWith("ches", StringComparison.Ordinal) ? single[..^2] : single[..^1];

        part = English.TryGetValue(single, out var known) ? known : "";
        return part.Length > 0 && isPlural == plural;
    }

    /// <summary>The base form of a Chinese part noun or measure word that a text starts with, also behind 个 or 一.</summary>
    public static bool TryGetChinese(ReadOnlySpan<char> text, out string part, out int length)
    {
        var skipped = 0;
        while (skipped < text.Length && skipped < 2 && text[skipped] is '个' or '個' or '一' or ' ')
            skipped++;

        foreach (var (noun, name) in Chinese)
        {
            if (text[skipped..].StartsWith(noun))
            {
                part = name;
                length = skipped + noun.Length;
                return true;
            }
        }

        part = "";
        length = 0;
        return false;
    }
}
