using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>A text as terms are looked for in it: words folded, Chinese without what stands between its characters.</summary>
internal sealed class TermText
{
    private const int Heads = 1024;

    // Words by their first two letters: the first such word, and from each word the next one.
    private readonly int[] _heads = new int[Heads];
    private readonly List<(int Word, int Next)> _chain = [(-1, 0)];

    public TermText(string text)
    {
        var chinese = new StringBuilder();
        var word = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = Fold(text[i]);
            if (IsInvisible(c))
                continue;

            if (IsChinese(c))
            {
                End(word);
                chinese.Append(c);
            }
            else if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
                chinese.Append(c);
            }
            else if (c is '\'' or '’' || (IsInside(c) && IsBetweenLetters(text, i)))
            {
                if (c is not ('\'' or '’'))
                    word.Append(c);
            }
            else
            {
                End(word);
            }
        }

        End(word);
        MergeLetters();
        for (var i = 0; i < Words.Count; i++)
        {
            if (Words[i].Number is not null && TermNumbers.IsMeasure(Words, i))
                Words[i] = Words[i] with { IsMeasure = true };
        }

        Chinese = chinese.ToString();
        HasChinese = Chinese.Any(IsChinese);
        Link();
    }

    public List<TermWord> Words { get; } = [];

    public string Chinese { get; }

    public bool HasChinese { get; }

    public static bool IsChinese(char c) => c is >= '\u3400' and <= '\u9FFF';

    /// <summary>The numbers of the words that may match a term, in ascending order: those that begin as it does.</summary>
    public IEnumerable<int> Candidates(string term)
    {
        if (term.Length < 2 || term[1] == '*' || term[0] == '#')
        {
            for (var i = 0; i < Words.Count; i++)
                yield return i;
            yield break;
        }

        for (var link = _heads[Head(term[0], term[1])]; link != 0; link = _chain[link].Next)
            yield return _chain[link].Word;
    }

    public string Show(int start, int end, bool chinese) => chinese ? Chinese[start..end] : string.Join(' ', Words[start..end].Select(static w => w.Plain ?? w.Text));

    private static int Head(char first, char second) => (first * 31 + second) & (Heads - 1);

    private void Link()
    {
        for (var i = Words.Count - 1; i >= 0; i--)
        {
            var (text, plain) = (Words[i].Text, Words[i].Plain);
            if (text.Contains('*'))
            {
                // Letters are hidden: it may begin as anything.
                for (var head = 0; head < Heads; head++)
                    Link(head, i);
                continue;
            }

            var own = HeadOf(text);
            Link(own, i);
            if (plain is not null && HeadOf(plain) is var other && other != own)
                Link(other, i);
        }
    }

    private static int HeadOf(string word) => Head(word[0], word.Length > 1 ? word[1] : '\0');

    private void Link(int head, int word)
    {
        _chain.Add((word, _heads[head]));
        _heads[head] = _chain.Count - 1;
    }

    private void End(StringBuilder word)
    {
        if (word.Length == 0)
            return;

        var text = word.ToString();
        word.Clear();
        var digits = text.Where(char.IsAsciiDigit).ToArray();
        long? number = text.All(static c => char.IsAsciiDigit(c) || c is ',') && digits.Length is > 0 and < 10 ? long.Parse(digits, CultureInfo.InvariantCulture) : TermNumbers.Named(text);
        var swapped = number is null && text.Any(char.IsLetter) && text.Any(static c => !char.IsLetter(c) && c != '*');
        Words.Add(new(text, swapped ? new string([.. text.Select(Letter)]) : null, number));
    }

    /// <summary>Three and more letters that stand alone one after the other are a word that somebody hides.</summary>
    private void MergeLetters()
    {
        for (var i = 0; i < Words.Count; i++)
        {
            var end = i;
            while (end < Words.Count && Words[end].Text.Length == 1 && char.IsLetter(Words[end].Text[0]))
                end++;
            if (end - i < 3)
                continue;

            var merged = string.Concat(Words[i..end].Select(static w => w.Text));
            Words.RemoveRange(i, end - i);
            Words.Insert(i, new(merged, null, null));
        }
    }

    private static char Fold(char c) => char.ToLowerInvariant(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);

    private static bool IsInvisible(char c) => c is '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF';

    private static bool IsInside(char c) => c is '@' or '$' or '!' or '*' or ',';

    // A comma belongs to a number, the others hide letters.
    private static bool IsBetweenLetters(string text, int i)
    {
        if (i == 0 || i + 1 >= text.Length)
            return false;

        return Fold(text[i]) == ',' ? char.IsAsciiDigit(Fold(text[i - 1])) && char.IsAsciiDigit(Fold(text[i + 1])) : IsPart(text[i - 1]) && IsPart(text[i + 1]);
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(Fold(c)) || Fold(c) is '*' or '$' or '@';

    private static char Letter(char c) => c switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    };
}

/// <summary>A word of a text.</summary>
/// <param name="Text">The word, folded.</param>
/// <param name="Plain">The word with digits and signs read as letters, where it has both.</param>
/// <param name="Number">The number that it is, where it is one.</param>
internal readonly record struct TermWord(string Text, string? Plain, long? Number)
{
    /// <summary>Whether the number is a length, a share or a year, and counts no things.</summary>
    public bool IsMeasure { get; init; }
}
