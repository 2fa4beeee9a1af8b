using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>A text as terms are looked for in it: words folded, Chinese without what stands between its characters.</summary>
internal sealed class TermText
{
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
        Chinese = chinese.ToString();
    }

    public List<TermWord> Words { get; } = [];

    public string Chinese { get; }

    public static bool IsChinese(char c) => c is >= '\u3400' and <= '\u9FFF';

    public string Show(int start, int end, bool chinese) => chinese ? Chinese[start..end] : string.Join(' ', Words[start..end].Select(static w => w.Plain ?? w.Text));

    private void End(StringBuilder word)
    {
        if (word.Length == 0)
            return;

        var text = word.ToString();
        word.Clear();
        var digits = text.Where(char.IsAsciiDigit).ToArray();
        long? number = text.All(static c => char.IsAsciiDigit(c) || c is ',') && digits.Length is > 0 and < 10 ? long.Parse(digits, CultureInfo.InvariantCulture) : null;
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
internal readonly record struct TermWord(string Text, string? Plain, long? Number);
