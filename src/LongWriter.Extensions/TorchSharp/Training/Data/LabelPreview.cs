using System.Text;

namespace LongWriter;

/// <summary>Shows which tokens of a sequence are learned.</summary>
public static class LabelPreview
{
    private const string Colour = "\u001b[32m", NoColour = "\u001b[0m";

    /// <summary>A sequence's text, special tokens included, with its learned tokens in green, or between ⟦ and ⟧. Characters that steer a terminal become spaces.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="tokenizer">The tokenizer that made it.</param>
    /// <param name="colour">Whether colours (ANSI) are used instead of brackets.</param>
    /// <param name="mostTokens">How much is shown of a stretch of learned or other tokens: at most so many, the first and the last ones; 200.</param>
    public static string Format(TrainingSequence sequence, ModelTokenizer tokenizer, bool colour, int mostTokens = 200)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostTokens, 2);
        var (open, close) = colour ? (Colour, NoColour) : ("⟦", "⟧");
        var text = new StringBuilder(FormattableString.Invariant($"{Printable(sequence.RowId)}: {sequence.Length:N0} tokens, {sequence.Targets:N0} learned\n"));
        foreach (var (learned, parts) in Runs(sequence, tokenizer))
        {
            text.Append(learned ? open : "");
            if (parts.Count <= mostTokens)
            {
                text.AppendJoin("", parts);
            }
            else
            {
                text.AppendJoin("", parts.Take(mostTokens - mostTokens / 2));
                text.Append(FormattableString.Invariant($" … {parts.Count - mostTokens:N0} tokens … "));
                text.AppendJoin("", parts.TakeLast(mostTokens / 2));
            }

            text.Append(learned ? close : "");
        }

        return text.Append('\n').ToString();
    }

    private static IEnumerable<(bool Learned, List<string> Parts)> Runs(TrainingSequence sequence, ModelTokenizer tokenizer)
    {
        // One stream over all, so that a character of several tokens is whole, at the last of them.
        var stream = tokenizer.CreateStream(skipSpecial: false);
        var (learned, parts) = (false, new List<string>());
        for (var i = 0; i < sequence.Length; i++)
        {
            var next = i > 0 && sequence.Labels[i] != TrainingSequence.Ignored;
            if (next != learned && parts.Count > 0)
            {
                yield return (learned, parts);
                parts = [];
            }

            learned = next;
            parts.Add(Printable(stream.Add(sequence.Ids[i])));
        }

        parts.Add(Printable(stream.Flush()));
        yield return (learned, parts);
    }

    private static string Printable(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            var character = from[i];
            var steers = (char.IsControl(character) && character != '\n') || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
            to[i] = steers ? ' ' : character;
        }
    });
}
