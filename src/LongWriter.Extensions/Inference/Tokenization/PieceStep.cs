using System.Buffers;
using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>A step of cutting text into words; the last step makes ids of a word.</summary>
internal abstract class PieceStep
{
    /// <summary>Takes a piece and hands on smaller ones.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="place">Where the piece stands.</param>
    /// <param name="ids">Where the ids go.</param>
    public abstract void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids);
}

/// <summary>Where a text stands among others.</summary>
internal enum TextPlace
{
    /// <summary>At the very beginning.</summary>
    Start,

    /// <summary>After a control token, or after another piece of the same text.</summary>
    Later,

    /// <summary>In the middle of a text whose beginning is tokens already; nothing is put in front.</summary>
    Continued,
}

/// <summary>Cuts by a regular expression (<c>Split</c>), or as <c>ByteLevel</c> does with GPT-2's.</summary>
internal sealed class SplitStep(SplitPattern pattern, SplitBehavior behavior, bool invert, PieceStep next) : PieceStep
{
    public override void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids)
    {
        if (text.IsEmpty)
            return;

        var cutter = new PieceCutter(behavior, invert, next, place, ids);
        pattern.Cut(text, ref cutter);
        cutter.End(text);
    }
}

/// <summary>Cuts numbers off (<c>Digits</c>), each figure for itself if so asked.</summary>
internal sealed class DigitsStep(bool individual, PieceStep next) : PieceStep
{
    public override void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids)
    {
        var cutter = new PieceCutter(individual ? SplitBehavior.Isolated : SplitBehavior.Contiguous, false, next, place, ids);
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber)
                cutter.Match(text, at, at + length);
            at += length;
        }

        cutter.End(text);
    }
}

/// <summary>Puts a space before a piece that has none (<c>add_prefix_space</c> of <c>ByteLevel</c>).</summary>
internal sealed class PrefixSpaceStep(PieceStep next) : PieceStep
{
    public override void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids) =>
        next.Apply(place == TextPlace.Continued || text.IsEmpty || text[0] == ' ' ? text : $" {text}", place, ids);
}

/// <summary>Writes spaces as a symbol, puts one in front and cuts before each, as asked (<c>Metaspace</c>).</summary>
internal sealed class MetaspaceStep(char symbol, PrefixScheme prefix, bool split, PieceStep next) : PieceStep
{
    public override void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids)
    {
        if (text.IsEmpty)
            return;

        var buffer = ArrayPool<char>.Shared.Rent(text.Length + 1);
        var piece = buffer.AsSpan(1, text.Length);
        text.Replace(piece, ' ', symbol);
        if (piece[0] != symbol && (prefix == PrefixScheme.Always && place != TextPlace.Continued || prefix == PrefixScheme.First && place == TextPlace.Start))
        {
            buffer[0] = symbol;
            piece = buffer.AsSpan(0, text.Length + 1);
        }

        while (split && piece[1..].IndexOf(symbol) is >= 0 and var at)
        {
            next.Apply(piece[..(at + 1)], place, ids);
            piece = piece[(at + 1)..];
        }

        next.Apply(piece, place, ids);
        ArrayPool<char>.Shared.Return(buffer);
    }
}

/// <summary>Before which pieces a space symbol is put.</summary>
internal enum PrefixScheme
{
    Never,
    First,
    Always,
}
