using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LongWriter;

/// <summary>The paper's counter (LongWriter, section 4.2); see <see cref="WordCounters.LongWriter"/>.</summary>
internal sealed class LongWriterWordCounter : IWordCounter
{
    // Categories of which Python's \w consists, beside the underscore. .NET's own \w also takes marks and joiners, so its \b
    // lies elsewhere.
    private const int WordCategories =
        1 << (int)UnicodeCategory.UppercaseLetter | 1 << (int)UnicodeCategory.LowercaseLetter |
        1 << (int)UnicodeCategory.TitlecaseLetter | 1 << (int)UnicodeCategory.ModifierLetter |
        1 << (int)UnicodeCategory.OtherLetter | 1 << (int)UnicodeCategory.DecimalDigitNumber |
        1 << (int)UnicodeCategory.LetterNumber | 1 << (int)UnicodeCategory.OtherNumber;

    // Characters that are looked at together: as many as a number has bits.
    private const int Block = 64;

    public string Name => "longwriter";

    public int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var afterWordCharacter = false;
        for (var i = 0; i < text.Length;)
        {
            i = CountAsciiBlocks(text, i, ref count, ref afterWordCharacter);
            i = CountPlain(text, i, Math.Min(text.Length, i + Block), ref count, ref afterWordCharacter);
        }

        return count;
    }

    /// <summary>Counts character by character, up to a limit and to the end of a run of letters that goes beyond it.</summary>
    private static int CountPlain(ReadOnlySpan<char> text, int i, int limit, ref int count, ref bool afterWordCharacter)
    {
        while (i < limit)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c))
            {
                i = SkipLetters(text, i);

                // A shorter match cannot end at a boundary, since letters follow it: the run counts as a whole or not at all.
                if (!afterWordCharacter && (i == text.Length || !IsWordCharacter(text, i, out _)))
                    count++;

                afterWordCharacter = true;
                continue;
            }

            if (c is >= '\u4E00' and <= '\u9FFF')
                count++;

            afterWordCharacter = IsWordCharacter(text, i, out var length);
            i += length;
        }

        return i;
    }

    /// <summary>Counts blocks of 64 ASCII characters as sets of bits, until one is not ASCII or none is left.</summary>
    private static int CountAsciiBlocks(ReadOnlySpan<char> text, int i, ref int count, ref bool afterWordCharacter)
    {
        var isOpen = false;
        for (; i + Block <= text.Length && TryReadBlock(text.Slice(i, Block), out var letters, out var word); i += Block)
        {
            // Runs of letters that no word character stands before; one that the block before left open begins nowhere here.
            var starts = letters & ~((word << 1) | (afterWordCharacter ? 1UL : 0));
            // Adding a run's first bit carries through the run, to the character behind it.
            var sum = letters + (starts | (isOpen ? 1UL : 0));
            count += BitOperations.PopCount(starts) - BitOperations.PopCount(sum & ~letters & word);
            isOpen = sum < letters;
            afterWordCharacter = word >> (Block - 1) != 0;
        }

        if (!isOpen)
            return i;

        i = SkipLetters(text, i);
        if (i < text.Length && IsWordCharacter(text, i, out _))
            count--;
        return i;
    }

    /// <summary>The letters and the word characters of a block, a bit each; false where one of them is not ASCII.</summary>
    private static bool TryReadBlock(ReadOnlySpan<char> block, out ulong letters, out ulong word)
    {
        (letters, word) = (0, 0);
        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(block));
        for (var i = 0; i < Block; i += Vector128<byte>.Count)
        {
            var low = Vector128.LoadUnsafe(ref first, (nuint)i);
            var high = Vector128.LoadUnsafe(ref first, (nuint)(i + Vector128<ushort>.Count));
            if (((low | high) & Vector128.Create((ushort)0xFF80)) != Vector128<ushort>.Zero)
                return false;

            var bytes = Vector128.Narrow(low, high);
            var letter = Vector128.LessThan((bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)26));
            var other = Vector128.LessThan(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)10)) | Vector128.Equals(bytes, Vector128.Create((byte)'_'));
            letters |= (ulong)letter.ExtractMostSignificantBits() << i;
            word |= (ulong)(letter | other).ExtractMostSignificantBits() << i;
        }

        return true;
    }

    private static int SkipLetters(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && char.IsAsciiLetter(text[i]))
            i++;
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWordCharacter(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var c = text[index];
        if (c < 0x80)
            return char.IsAsciiLetterOrDigit(c) || c == '_';

        if (c is >= '\u4E00' and <= '\u9FFF')
            return true;

        return IsOtherWordCharacter(text, index, out length);
    }

    private static bool IsOtherWordCharacter(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var c = text[index];
        UnicodeCategory category;
        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            category = CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(c, text[index + 1]));
        }
        else
        {
            category = CharUnicodeInfo.GetUnicodeCategory(c);
        }

        return (WordCategories >> (int)category & 1) != 0;
    }
}
