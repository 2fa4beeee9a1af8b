namespace LongWriter;

/// <summary>Finds every length and every number of parts that an instruction states, in one pass.</summary>
internal sealed class LengthScanner
{
    private const int MostTextInMessages = 40;

    /// <summary>How far behind "word count" or 字数 its number may stand.</summary>
    private const int LabelReach = 64;

    private readonly string _original;
    private readonly string _text;
    private readonly List<LengthMention> _mentions = [];
    private readonly List<PartCount> _counts = [];
    private Numeral? _bare;
    private int _labelEnd = -LabelReach;
    private (PartCount Count, int End) _lastCount;

    private LengthScanner(string instruction) => (_original, _text) = (instruction, FoldedText.Fold(instruction));

    public static (List<LengthMention> Mentions, List<PartCount> Counts) Scan(string instruction)
    {
        var scanner = new LengthScanner(instruction);
        scanner.Scan();
        return (scanner._mentions, scanner._counts);
    }

    private void Scan()
    {
        var quotes = 0;
        var quoted = false;
        var i = 0;
        while (i < _text.Length)
        {
            var c = _text[i];
            switch (c)
            {
                case '\n':
                    (quotes, quoted) = (0, false);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '“' or '「' or '『' or '《':
                    quotes++;
                    break;
                case '”' or '」' or '』' or '》':
                    quotes = Math.Max(0, quotes - 1);
                    break;
            }

            if (IsNumberStart(i) && NumeralReader.TryRead(_text, SkipListNumber(i), out var numeral))
                i = TryReadMention(numeral, quoted || quotes > 0, out var end) ? end : KeepNumber(numeral);
            else if (char.IsAsciiLetterOrDigit(c))
                i = SkipWord(i);
            else
                _labelEnd = _text[i++] is '数' or '數' ? i : _labelEnd;
        }
    }

    private int SkipWord(int start)
    {
        var i = start;
        while (i < _text.Length && char.IsAsciiLetterOrDigit(_text[i]))
            i++;

        if (_text.AsSpan(start, i - start) is "word" or "words" or "count" or "limit" or "target" or "wordcount")
            _labelEnd = i;

        return i;
    }

    private bool IsNumberStart(int i)
    {
        if (i == 0 || !char.IsAscii(_text[i]))
            return true;

        var before = _text[i - 1];
        if (char.IsAsciiLetterOrDigit(before) || before is '_' or '$' or '€' or '£' or '#')
            return false;

        // "GPT-4 words", "v1.5 words"
        return i < 2 || !((before == '-' && char.IsAsciiLetter(_text[i - 2])) || (before == '.' && char.IsAsciiDigit(_text[i - 2])));
    }

    /// <summary>In "1.800字" at the start of a line the 1 numbers the line.</summary>
    private int SkipListNumber(int i)
    {
        var point = i + 1 < _text.Length && char.IsAsciiDigit(_text[i + 1]) ? i + 2 : i + 1;
        if (!char.IsAsciiDigit(_text[i]) || point + 1 >= _text.Length || _text[point] != '.' || !char.IsAsciiDigit(_text[point + 1])
            || !IsLineStart(i))
        {
            return i;
        }

        NumeralReader.TryRead(_text, point + 1, out var numeral);
        return numeral.Scale == 1 && numeral.End < _text.Length && _text[numeral.End] == '字' ? point + 1 : i;
    }

    private bool IsLineStart(int i) => i == 0 || _text[i - 1] == '\n' || (_text[i - 1] == ' ' && (i == 1 || _text[i - 2] == '\n'));

    private int KeepNumber(in Numeral numeral)
    {
        _bare = numeral;
        if (numeral.Low is >= 2 and <= 1000 && numeral.Scale == 1 | numeral.Kind != NumeralKind.Digits
            && (numeral.Start == 0 || _text[numeral.Start - 1] != '第') && FindPart(numeral.End, out var end) is { } part)
        {
            var count = new PartCount(numeral.Start, (int)numeral.Low, part);
            _counts.Add(count);
            _lastCount = (count, end);
        }

        return numeral.End;
    }

    /// <summary>The part noun that a number counts: "five short diary entries", 五篇, 十个章节.</summary>
    private string? FindPart(int start, out int end)
    {
        var after = _text.AsSpan(start, Math.Min(48, _text.Length - start));
        if (PartNouns.TryGetChinese(after, out var part, out var length))
        {
            end = start + length;
            return part;
        }

        end = start;
        for (var words = 0; words < 3; words++)
        {
            var from = end;
            while (from < _text.Length && from - end < 2 && _text[from] is ' ' or '-')
                from++;

            var to = from;
            while (to < _text.Length && char.IsAsciiLetter(_text[to]) && to - from < 16)
                to++;

            if (to == from || from == end)
                return null;

            end = to;
            if (PartNouns.TryGetEnglish(_text.AsSpan(from, to - from), true, out part))
                return part;
        }

        return null;
    }

    private bool TryReadMention(in Numeral numeral, bool quoted, out int end)
    {
        end = numeral.End;
        var (low, high, start, numberEnd) = (numeral.Low, numeral.High, numeral.Start, numeral.End);
        var bound = LengthBounds.ReadAfter(_text, ref end);
        var hasUnit = LengthUnits.TryRead(_text, ref end, out var attributive);
        var isRange = numeral.IsPair;
        if (LengthRanges.TryRead(_text, numeral, end, hasUnit, out var range))
        {
            (low, high, isRange) = (range.Low, range.High, true);
            end = numberEnd = range.Last.End;
            bound = LengthBounds.ReadAfter(_text, ref end);
            hasUnit = LengthUnits.TryRead(_text, ref end, out attributive);
            if (LengthRanges.IsChange(new LengthSurroundings(_text, start, start).SentenceBefore))
                (low, isRange, start) = (high, false, range.Last.Start);
        }

        if (!hasUnit && !(start - _labelEnd < LabelReach && IsPlainNumber(numberEnd)))
            return false;

        var (minimum, maximum, label) = LengthBounds.ReadBefore(new LengthSurroundings(_text, start, start).ClauseBefore, out _);
        if (!hasUnit && !label)
            return false;

        if (!isRange && numeral.Kind != NumeralKind.Digits && high < 20 || IsVague(numeral))
            return false;

        var afterUnit = LengthBounds.ReadAfter(_text, ref end);
        minimum |= bound.Minimum | afterUnit.Minimum;
        maximum |= bound.Maximum | afterUnit.Maximum;
        if (IsNegative(numeral))
            (low, high) = (-low, -high);
        else if (!isRange && minimum | maximum && FindOtherBound(numeral, minimum) is { } other)
            (low, high, isRange) = (Math.Min(low, other), Math.Max(low, other), true);

        var stated = _original[start..Math.Min(end, start + MostTextInMessages)];
        var tolerance = LengthRanges.ReadTolerance(_text, ref end);
        var mention = (isRange, tolerance) switch
        {
            (true, _) => new LengthMention(start, end, stated, (low + high) / 2, low, high, false),
            (_, > 0) => new LengthMention(start, end, stated, low, low * (1 - tolerance), low * (1 + tolerance), true),
            _ => new LengthMention(start, end, stated, low, minimum ? low : null, maximum ? low : null, !minimum && !maximum),
        };

        var placed = LengthScopes.Place(mention, attributive, minimum | maximum | label | isRange, quoted, new LengthSurroundings(_text, start, end));
        if (placed is not null)
            _mentions.Add(WithCount(placed, start, end, attributive));

        return true;
    }

    /// <summary>The 300 of "at least 300 and at most 400 words", which has no unit of its own.</summary>
    private double? FindOtherBound(in Numeral numeral, bool isMinimum)
    {
        if (_bare is not { } bare || numeral.Start - bare.End is <= 0 or >= 32 || (isMinimum ? bare.Low <= numeral.Low : bare.Low >= numeral.Low))
            return null;

        var (minimum, maximum, _) = LengthBounds.ReadBefore(new LengthSurroundings(_text, bare.Start, bare.Start).ClauseBefore, out _);
        return (isMinimum ? maximum : minimum) ? bare.Low : null;
    }

    /// <summary>Finds the number of parts that stands right in front: "five entries of 400 words", "three 500-word essays", 三篇800字.</summary>
    private LengthMention WithCount(LengthMention mention, int start, int end, bool attributive)
    {
        if (_lastCount.End > 0 && start - _lastCount.End is >= 0 and < 24 && mention.Scope is LengthScope.Whole or LengthScope.Each or LengthScope.Component)
        {
            var between = _text.AsSpan(_lastCount.End, start - _lastCount.End).Trim();
            var chinese = _text[_lastCount.End - 1] > 0x2E80;
            if (between.StartsWith("of") | between.StartsWith("with") | between.StartsWith("at ") | between.StartsWith("having")
                || (chinese && between.IsEmpty))
            {
                return mention with { Scope = LengthScope.Each, Part = _lastCount.Count.Part, Count = _lastCount.Count.Count };
            }
        }

        if (attributive && _bare is { Low: >= 2 and <= 1000 } bare && _text.AsSpan(bare.End, Math.Max(0, start - bare.End)).Trim(" x").IsEmpty
            && FindPart(end, out _) is { } part)
        {
            return mention with { Scope = LengthScope.Each, Part = part, Count = (int)bare.Low };
        }

        if (mention.Scope != LengthScope.Each || mention.Count > 0)
            return mention;

        for (var i = _counts.Count - 1; i >= Math.Max(0, _counts.Count - 16); i--)
        {
            if (mention.Part is "" || _counts[i].Part == mention.Part)
                return mention with { Part = _counts[i].Part, Count = _counts[i].Count };
        }

        return mention;
    }

    /// <summary>"A few hundred words" and 上万字 state nothing to hold a text to.</summary>
    private bool IsVague(in Numeral numeral)
    {
        var before = _text.AsSpan(0, numeral.Start).TrimEnd();
        if (before.IsEmpty || before.Length == 1)
            return false;

        return before[^1] is '几' or '数' or '幾' && !before.EndsWith("字数") || (before[^1] == '上' && before[^2] != '以')
            || (numeral.Kind == NumeralKind.English && before.EndsWith("few") | before.EndsWith("several") | before.EndsWith("couple of"));
    }

    private bool IsNegative(in Numeral numeral)
    {
        var i = numeral.Start - 1;
        if (i >= 0 && _text[i] == '负')
            return true;

        return i >= 1 && _text[i] == '-' && _text[i - 1] == ' ' && i >= 2 && _text[i - 2] != '\n' && !char.IsAsciiDigit(_text[i - 2]);
    }

    /// <summary>Behind a label a number needs no unit, but it must not number a list or carry another unit.</summary>
    private bool IsPlainNumber(int end)
    {
        var next = end;
        while (next < _text.Length && next - end < 2 && _text[next] == ' ')
            next++;

        if (next == _text.Length)
            return true;

        var c = _text[next];
        if (c is ')' or '、' or '%' || (c == '.' && end >= 2 && !char.IsAsciiDigit(_text[end - 2])))
            return false;

        return !char.IsAsciiLetter(c) && (c < 0x2E80 || "左上以内之的，。；！为起及或到至".Contains(c));
    }
}
