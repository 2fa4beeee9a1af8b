using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A text read for repeats: its tokens and sentences with what is known about each.</summary>
internal sealed class ReviewedText
{
    /// <summary>The least size of a sentence that counts: 8 words or 16 Chinese characters.</summary>
    public const int SentenceUnits = 8 * TextToken.Word;

    /// <summary>The least size of a span that counts: 20 words or 40 Chinese characters.</summary>
    public const int SpanUnits = 20 * TextToken.Word;

    private const int VerseUnits = 10 * TextToken.Word;
    private const int LowercaseVerseUnits = 7 * TextToken.Word;
    private const int RefrainUnits = 12 * TextToken.Word;

    private readonly RollingHash _hash;
    private readonly TokenMark[] _marks;

    public ReviewedText(string text)
    {
        Text = text;
        Lines = TextLine.Read(text);
        Tokens = TextToken.Read(text);
        _hash = new(Tokens);
        _marks = new TokenMark[Tokens.Count];
        Sentences = ReadSentences();
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its lines.</summary>
    public List<TextLine> Lines { get; }

    /// <summary>Its tokens.</summary>
    public List<TextToken> Tokens { get; }

    /// <summary>Its sentences that have a word.</summary>
    public List<ReviewedSentence> Sentences { get; }

    /// <summary>Its size in quarters of a word.</summary>
    public int Units => UnitsOf(0, Tokens.Count);

    /// <summary>The hash of a sentence's words.</summary>
    public ulong HashOf(ReviewedSentence sentence) => _hash.Of(sentence.First, sentence.EndToken);

    /// <summary>The hash of the words between two tokens.</summary>
    public ulong HashOf(int first, int end) => _hash.Of(first, end);

    /// <summary>Whether a token is part of a repeat.</summary>
    public bool IsRepeated(int token) => _marks[token].IsRepeated;

    /// <summary>The size of the tokens between two, in quarters of a word.</summary>
    public int UnitsOf(int first, int end)
    {
        var units = 0;
        foreach (var token in CollectionsMarshal.AsSpan(Tokens)[first..end])
            units += token.Units;
        return units;
    }

    /// <summary>Marks a sentence as a repeat.</summary>
    public void MarkRepeated(ReviewedSentence sentence)
    {
        for (var i = sentence.First; i < sentence.EndToken; i++)
            _marks[i].IsRepeated = true;
    }

    /// <summary>Marks a span as a repeat. Spans come in ascending order.</summary>
    public void MarkRepeated(int first, int end)
    {
        // they overlap: what the span before has marked is not walked again
        for (var i = end - 1; i >= first && !_marks[i].IsRepeated; i--)
            _marks[i].IsRepeated = true;
    }

    /// <summary>
    /// Marks what may be said again: headings, tables, code, block quotes, long quotations, verse and short lines.
    /// </summary>
    public void MarkExempt()
    {
        foreach (var sentence in Sentences)
        {
            if (sentence.IsTableOrCode || sentence.Kind is TextLineKind.Heading or TextLineKind.Quote)
                Exempt(sentence.First, sentence.EndToken);
        }

        foreach (var (start, end) in Quotations.Find(Text, Lines))
        {
            var (first, after) = (TokenAt(start), TokenAt(end));
            if (UnitsOf(first, after) >= SentenceUnits)
                Exempt(first, after);
        }

        for (var i = 0; i < Lines.Count;)
        {
            var after = i + 1;
            while (after < Lines.Count && Lines[i].Kind == TextLineKind.Text && Lines[after].Kind == TextLineKind.Text)
                after++;
            MarkLines(CollectionsMarshal.AsSpan(Lines)[i..after]);
            i = after;
        }
    }

    /// <summary>Marks what stands in the instruction or the source material.</summary>
    /// <param name="source">The hashes of every run of 8 words in them.</param>
    public void MarkSource(HashSet<ulong> source)
    {
        if (source.Count == 0)
            return;

        var marked = 0;
        ForEachWindow(Tokens, SentenceUnits, static _ => false, (first, end, hash) =>
        {
            if (!source.Contains(hash))
                return;
            Exempt(Math.Max(first, marked), end);
            marked = end;
        });
    }

    /// <summary>
    /// Marks refrains: a repeated sentence that was kept before, or comes again inside one section, and that stands between sentences
    /// that are not repeated. A writer that is stuck repeats its neighbours too.
    /// </summary>
    public void MarkRefrains()
    {
        for (var i = 0; i < Sentences.Count; i++)
        {
            var sentence = Sentences[i];
            var alone = (i == 0 || !Sentences[i - 1].IsRepeated) && (i + 1 == Sentences.Count || !Sentences[i + 1].IsRepeated);
            if (sentence.IsRepeated && sentence.IsKept && alone)
                Exempt(sentence.First, sentence.EndToken);
        }
    }

    /// <summary>Whether at least half of a sentence may be said again.</summary>
    public bool IsExempt(ReviewedSentence sentence)
    {
        var units = 0;
        for (var i = sentence.First; i < sentence.EndToken; i++)
            units += _marks[i].IsExempt ? Tokens[i].Units : 0;
        return units * 2 >= sentence.Units;
    }

    /// <summary>Whether a sentence is a refrain's line: short, a paragraph of its own, and not right behind another copy of itself.</summary>
    /// <param name="sentence">The number of the sentence.</param>
    /// <param name="previous">The sentence that will stand before it.</param>
    public bool IsRefrainLine(int sentence, ReviewedSentence? previous)
    {
        var it = Sentences[sentence];
        return it.Kind == TextLineKind.Text
            && it.Units <= RefrainUnits
            && (previous is null || HashOf(previous) != HashOf(it))
            && (sentence == 0 || Sentences[sentence - 1].Block != it.Block)
            && (sentence + 1 == Sentences.Count || Sentences[sentence + 1].Block != it.Block);
    }

    /// <summary>Calls for every run of tokens of <see cref="SpanUnits"/> in which nothing is passed over, once for each first token.</summary>
    public void ForEachSpan(Func<TokenMark, bool> passOver, Action<int, int, ulong> found) =>
        ForEachWindow(Tokens, _hash, SpanUnits, i => passOver(_marks[i]), found);

    /// <summary>Calls for every run of tokens of a size in which nothing is passed over, once for each first token.</summary>
    public static void ForEachWindow(List<TextToken> tokens, int size, Func<int, bool> passOver, Action<int, int, ulong> found) =>
        ForEachWindow(tokens, new RollingHash(tokens), size, passOver, found);

    private static void ForEachWindow(List<TextToken> tokens, RollingHash hash, int size, Func<int, bool> passOver, Action<int, int, ulong> found)
    {
        int first = 0, units = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (passOver(i))
            {
                (first, units) = (i + 1, 0);
                continue;
            }

            units += tokens[i].Units;
            while (units >= size)
            {
                if (units - tokens[i].Units < size)
                    found(first, i + 1, hash.Of(first, i + 1));
                units -= tokens[first++].Units;
            }
        }
    }

    private void MarkLines(ReadOnlySpan<TextLine> lines)
    {
        if (lines[0].Kind is not (TextLineKind.Text or TextLineKind.ListItem))
            return;

        int widest = 0, upper = 0;
        foreach (var line in lines)
        {
            var units = UnitsOf(TokenAt(line.Content), TokenAt(line.End));
            widest = Math.Max(widest, units);
            upper += char.IsLower(Text[line.Content]) ? 0 : 1;
            if (units < SentenceUnits)
                Exempt(TokenAt(line.Content), TokenAt(line.End));
        }

        // stanzas: lines that are all short and, unless they are very short, begin like lines
        var verse = lines.Length > 1 && widest <= VerseUnits && (widest <= LowercaseVerseUnits || upper * 3 >= lines.Length * 2);
        if (verse)
            Exempt(TokenAt(lines[0].Content), TokenAt(lines[^1].End));
    }

    private void Exempt(int first, int end)
    {
        for (var i = first; i < end; i++)
            _marks[i].IsExempt = true;
    }

    /// <summary>The number of the first token that starts at or behind a character.</summary>
    private int TokenAt(int index)
    {
        int low = 0, high = Tokens.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Tokens[middle].Start < index)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private List<ReviewedSentence> ReadSentences()
    {
        var sentences = new List<ReviewedSentence>();
        var token = 0;
        foreach (var sentence in TextSegments.Sentences(Text, Lines))
        {
            while (token < Tokens.Count && Tokens[token].Start < sentence.Start)
                token++;

            var first = token;
            var units = 0;
            for (; token < Tokens.Count && Tokens[token].Start < sentence.End; token++)
            {
                units += Tokens[token].Units;
                _marks[token].IsTableOrCode = sentence.Kind is TextLineKind.Table or TextLineKind.Code;
            }

            if (units > 0)
                sentences.Add(new(sentence.Start, sentence.End, sentence.Block, sentence.Kind, first, token, units));
        }

        return sentences;
    }
}

/// <summary>What is known about a token.</summary>
internal record struct TokenMark(bool IsTableOrCode, bool IsExempt, bool IsRepeated);

/// <summary>A sentence with its tokens and what is known about it.</summary>
internal sealed record ReviewedSentence(int Start, int End, int Block, TextLineKind Kind, int First, int EndToken, int Units)
{
    /// <summary>Whether it stands in an earlier section.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>Whether the earlier sections have it more than once.</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether it is to be dropped.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Whether it is a line of a table or of code.</summary>
    public bool IsTableOrCode => Kind is TextLineKind.Table or TextLineKind.Code;
}
