using System.Text;

namespace LongWriter;

/// <summary>Writes prose of an exact length: paragraphs of three to six sentences, a blank line between them.</summary>
internal static class TextComposer
{
    /// <summary>Writes a text.</summary>
    /// <param name="prose">The language.</param>
    /// <param name="words">The exact length; positive.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="random">The randomness.</param>
    /// <param name="heading">Whether it opens with a heading.</param>
    /// <param name="passages">Passages to work in word for word, where they fit.</param>
    public static string Write(ProseLanguage prose, int words, string subject, StableRandom random, bool heading = false, IReadOnlyList<string>? passages = null)
    {
        var text = new StringBuilder(words * 7);
        var topics = prose.Topics(subject);
        var left = words;
        if (heading && words >= 80)
            left -= Heading(prose, topics, random, text);

        Paragraphs(prose, left, topics, random, text, new Queue<string>(passages ?? []), 0);
        return text.ToString();
    }

    /// <summary>Goes on where a draft breaks off.</summary>
    public static string Continue(ProseLanguage prose, string draft, int words, string subject, StableRandom random)
    {
        var text = new StringBuilder(words * 7);
        var topics = prose.Topics(subject);
        var left = words;
        var sentences = 0;
        var body = draft.AsSpan().TrimEnd();
        if (body.Length > 0 && body[^1] is not ('.' or '!' or '?' or '。' or '！' or '？'))
        {
            text.Append(prose.RestOfSentence(draft, left, random, topics, out var used));
            left -= used;
            sentences = 1;
        }
        else if (body.Length == draft.Length && draft.Length > 0)
        {
            text.Append(prose.SentenceGap);
        }

        Paragraphs(prose, left, topics, random, text, new Queue<string>(), sentences);
        return text.ToString();
    }

    private static void Paragraphs(
        ProseLanguage prose, int left, IReadOnlyList<string> topics, StableRandom random, StringBuilder text, Queue<string> passages, int sentences)
    {
        var most = 3 + random.Next(4);
        var fresh = sentences == 0;
        while (left > 0)
        {
            if (sentences >= most)
            {
                text.Append("\n\n");
                (sentences, most, fresh) = (0, 3 + random.Next(4), true);
            }

            if (!fresh)
                text.Append(prose.SentenceGap);

            fresh = false;
            if (sentences > 0 && passages.TryPeek(out var passage) && prose.Count(passage) is var length && length * 2 <= left)
            {
                text.Append(passages.Dequeue());
                left -= length;
                sentences = most;
                continue;
            }

            text.Append(prose.Sentence(left, random, topics, out var words));
            left -= words;
            sentences++;
        }
    }

    private static int Heading(ProseLanguage prose, IReadOnlyList<string> topics, StableRandom random, StringBuilder text)
    {
        var title = prose.Phrase("heading", random, topics);
        text.Append("## ").Append(char.ToUpperInvariant(title[0])).Append(title, 1, title.Length - 1).Append("\n\n");
        return prose.Count(title);
    }
}
