using System.Text;

namespace LongWriter;

/// <summary>Works on the sentences of a text that is there already.</summary>
internal static class DraftSentences
{
    /// <summary>Takes sentences out of the later part of a draft until it has about so many words; its last sentence stays.</summary>
    public static string Shorten(ProseLanguage prose, string draft, int words)
    {
        var sentences = Split(prose, draft);
        if (prose.Count(draft) <= words || sentences.Count < 2)
            return draft;

        var last = sentences[^1];
        var left = words - prose.Count(last);
        var text = new StringBuilder();
        foreach (var sentence in sentences.SkipLast(1))
        {
            var length = prose.Count(sentence);
            if (length > left && length - left > left)
                break;

            text.Append(sentence);
            left -= length;
            if (left <= 0)
                break;
        }

        return text.Append(last).ToString().TrimEnd();
    }

    /// <summary>Draws passages of two or three sentences out of a text.</summary>
    public static List<string> Passages(ProseLanguage prose, string text, int count, StableRandom random)
    {
        var passages = new List<string>();
        var sentences = Split(prose, text);
        for (var i = 0; i < count && sentences.Count >= 3; i++)
        {
            var length = 2 + random.Next(2);
            var starts = sentences.Count - length + 1;
            var first = random.Next(starts);
            for (var j = 0; j < starts; j++)
            {
                var passage = sentences.GetRange((first + j) % starts, length);
                if (!passage.All(s => prose.Count(s) >= 8) || passage.SkipLast(1).Any(static s => s.Contains('\n')))
                    continue;

                passages.Add(string.Concat(passage).TrimEnd());
                break;
            }
        }

        return passages;
    }

    /// <summary>Divides a text into sentences, each with the white space behind it, so that they concatenate to the text.</summary>
    private static List<string> Split(ProseLanguage prose, string text)
    {
        var sentences = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = prose.SentenceEnd(text, start);
            while (end < text.Length && char.IsWhiteSpace(text[end]))
                end++;

            sentences.Add(text[start..end]);
            start = end;
        }

        return sentences;
    }
}
