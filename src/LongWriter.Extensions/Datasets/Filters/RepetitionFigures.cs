using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>How a text repeats itself.</summary>
internal sealed record RepetitionFigures
{
    // Four rounds, and at least 24 words of them: a chorus is shorter.
    private const int LoopRounds = 4;
    private const int LoopUnits = 24 * TextToken.Word;
    private const int LongestPeriod = 60;
    private const int SameSentences = 3;

    private const double SameWords = 0.6;
    private const int SentencesBack = 200;

    // Rows of a table may be alike; a table that is stuck has little else.
    private const int LeastRows = 5;

    /// <summary>The share of the text that lies in runs of 20 words which stand in it before.</summary>
    public double RepeatedShare { get; private init; }

    /// <summary>The share of the text that lies in sentences that have 60 % of their words in common with one of the 200 before, in any order (Jaccard similarity).</summary>
    public double RewordedShare { get; private init; }

    /// <summary>What is said again and again without anything between, shortened; null where nothing is.</summary>
    public string? Loop { get; private init; }

    public static RepetitionFigures Of(string text)
    {
        var read = new ReviewedText(text);
        read.MarkExempt();
        return new() { Loop = FindLoop(read), RepeatedShare = Repeated(read), RewordedShare = Reworded(read) };
    }

    /// <summary>The share of 4-grams that stand in the text before: rep-4 (Welleck et al., 2019).</summary>
    public static double RepFour(string text)
    {
        var tokens = TextToken.Read(text);
        if (tokens.Count < 4)
            return 0;

        var hash = new RollingHash(tokens);
        var seen = new HashSet<ulong>(tokens.Count);
        for (var i = 0; i + 4 <= tokens.Count; i++)
            seen.Add(hash.Of(i, i + 4));
        return 1 - ((double)seen.Count / (tokens.Count - 3));
    }

    private static double Repeated(ReviewedText read)
    {
        if (read.Units == 0)
            return 0;

        var seen = new HashSet<ulong>();
        read.ForEachSpan(static mark => mark.IsExempt || mark.IsTableOrCode, (first, end, hash) =>
        {
            if (!seen.Add(hash))
                read.MarkRepeated(first, end);
        });
        var units = 0;
        for (var i = 0; i < read.Tokens.Count; i++)
            units += read.IsRepeated(i) ? read.Tokens[i].Units : 0;
        return (double)units / read.Units;
    }

    /// <summary>What is said anew in other words: sentences that have most of their words in common with one of the sentences before.</summary>
    private static double Reworded(ReviewedText read)
    {
        var sentences = new List<(ulong[] Words, ulong Hash)>();
        var units = 0;
        foreach (var sentence in read.Sentences)
        {
            if (sentence.Kind is not (TextLineKind.Text or TextLineKind.ListItem) || sentence.Units < ReviewedText.SentenceUnits || read.IsExempt(sentence))
                continue;

            var hash = read.HashOf(sentence);
            var words = read.Tokens[sentence.First..sentence.EndToken].ConvertAll(static t => t.Hash).Distinct().Order().ToArray();
            for (var i = sentences.Count - 1; i >= Math.Max(0, sentences.Count - SentencesBack); i--)
            {
                var (other, said) = sentences[i];
                // A refrain is said again on purpose; where too much is, the spans tell. A list has none.
                if (said == hash && sentence.Kind != TextLineKind.ListItem)
                    continue;

                // Of sizes too far apart it cannot be.
                var near = Math.Min(words.Length, other.Length) >= SameWords * Math.Max(words.Length, other.Length) && Shingles.Jaccard(words, other) >= SameWords;
                if (!near)
                    continue;

                units += sentence.Units;
                break;
            }

            sentences.Add((words, hash));
        }

        return read.Units == 0 ? 0 : (double)units / read.Units;
    }

    /// <summary>A row of a table that comes again and again, where half of the rows are repeats.</summary>
    private static string? FindRow(ReviewedText read)
    {
        var seen = new Dictionary<ulong, int>();
        int rows = 0, again = 0;
        ReviewedSentence? most = null;
        foreach (var row in read.Sentences)
        {
            if (row.Kind != TextLineKind.Table || row.Units < 4 * TextToken.Word)
                continue;

            rows++;
            ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, read.HashOf(row), out var known);
            again += known ? 1 : 0;
            if (++times >= LeastRows)
                most = row;
        }

        return most is not null && again * 2 >= rows ? Shown(read.Text[most.Start..most.End]) : null;
    }

    private static string? FindLoop(ReviewedText read)
    {
        var tokens = read.Tokens;
        var code = new bool[tokens.Count];
        foreach (var sentence in read.Sentences.Where(static s => s.IsTableOrCode || s.Kind == TextLineKind.Quote))
            Array.Fill(code, true, sentence.First, sentence.EndToken - sentence.First);

        for (var period = 1; period <= Math.Min(LongestPeriod, tokens.Count / LoopRounds); period++)
        {
            // A run of that many equal words cannot hide between two places that are as far apart.
            var least = period * (LoopRounds - 1);
            for (var place = period + least - 1; place < tokens.Count; place += least)
            {
                if (!IsSame(place, period))
                    continue;

                var i = place;
                while (i > period && IsSame(i - 1, period))
                    i--;
                for (var run = 1; i < tokens.Count && IsSame(i, period); run++, i++)
                {
                    if (run >= least && read.UnitsOf(i - run - period + 1, i + 1) >= LoopUnits)
                        return Shown(read.Text[tokens[i - period + 1].Start..tokens[i].End]);
                }

                place = Math.Max(place, i);
            }
        }

        return SameSentence(read) ?? FindRow(read);

        bool IsSame(int i, int period) => tokens[i].Hash == tokens[i - period].Hash && !code[i];
    }

    private static string? SameSentence(ReviewedText read)
    {
        var same = 1;
        for (var i = 1; i < read.Sentences.Count; i++)
        {
            var (before, sentence) = (read.Sentences[i - 1], read.Sentences[i]);
            same = sentence.Units >= ReviewedText.SentenceUnits && !sentence.IsTableOrCode && read.HashOf(before) == read.HashOf(sentence) ? same + 1 : 1;
            if (same >= SameSentences)
                return Shown(read.Text[sentence.Start..sentence.End]);
        }

        return null;
    }

    private static string Shown(string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 60 ? line[..60] + "…" : line;
}
