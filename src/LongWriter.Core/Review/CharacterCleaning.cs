using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>Takes out characters that no text has on purpose: control characters, lone surrogates, zero-width ones where no script needs them.</summary>
internal static class CharacterCleaning
{
    private const int MaxRun = 8;

    /// <summary>The text with LF line breaks and without such characters.</summary>
    public static string Apply(string text)
    {
        var i = 0;
        while (i < text.Length && IsPlain(text[i]))
            i++;
        if (i == text.Length)
            return text;

        var kept = new StringBuilder(text.Length).Append(text, 0, i);
        while (i < text.Length)
        {
            var status = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                i++;
                continue;
            }

            if (rune.Value == '\r')
                kept.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else if (IsKept(rune, kept, text.AsSpan(i + length)))
                kept.Append(text, i, length);

            i += length;
        }

        return kept.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and < '\u007F' or '\n' or '\t' or (> '\u00A0' and < '\u2000') or (> '\u2060' and < '\uD800');

    private static bool IsKept(Rune rune, StringBuilder before, ReadOnlySpan<char> after) => rune.Value switch
    {
        '\n' or '\t' => true,
        < ' ' or 0x7F or 0xFEFF or 0x2060 or 0xFFFE or 0xFFFF => false,
        0x200C or 0x200D => IsJoinerNeeded(Last(before), Next(after)),
        0x200B => TextToken.IsUnspaced(Last(before).Value) && TextToken.IsUnspaced(Next(after).Value),
        _ => true,
    };

    /// <summary>Whether a joiner or non-joiner does something: between letters of scripts that join, behind an Indic mark, between emoji.</summary>
    private static bool IsJoinerNeeded(Rune before, Rune after)
    {
        if (IsEmoji(before))
            return IsEmoji(after);

        return IsMark(before) && before.Value is >= 0x0900 and < 0x1000 || IsJoining(before) && IsJoining(after);
    }

    private static bool IsJoining(Rune rune) => rune.Value >= 0x0370 && (Rune.IsLetter(rune) || IsMark(rune)) && !TextToken.IsIdeographic(rune.Value);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark && rune.Value is not (>= 0xFE00 and <= 0xFE0F);

    private static bool IsEmoji(Rune rune) => rune.Value is 0xFE0F or 0x20E3 or >= 0x1F000 and <= 0x1FAFF or >= 0x2190 and <= 0x2BFF;

    private static Rune Last(StringBuilder text)
    {
        if (text.Length == 0)
            return default;

        var last = text[^1];
        if (char.IsLowSurrogate(last) && text.Length > 1)
            return new Rune(text[^2], last);
        return new Rune(last);
    }

    private static Rune Next(ReadOnlySpan<char> text)
    {
        // what stands behind more of them than this is no neighbour, and looking further would cost quadratic time
        for (var looked = 0; looked < MaxRun && !text.IsEmpty; looked++)
        {
            var status = Rune.DecodeFromUtf16(text, out var rune, out var length);
            if (status == System.Buffers.OperationStatus.Done && rune.Value is not (0x200B or 0x200C or 0x200D or 0x2060 or 0xFEFF) && (rune.Value >= ' ' || rune.Value is '\n' or '\t' or '\r'))
                return rune;
            text = text[length..];
        }

        return default;
    }
}
