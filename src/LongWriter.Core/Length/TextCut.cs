namespace LongWriter;

/// <summary>Takes a text that was cut off back to the end of a sentence.</summary>
internal static class TextCut
{
    /// <summary>
    /// The text up to the sentence end that comes nearest to a goal without falling below a minimum; up to the last sentence end
    /// where all are below it; the text itself where it has none.
    /// </summary>
    public static string ToSentence(string text, int goal, int minimum, IWordCounter counter)
    {
        int best = 0, bestDistance = int.MaxValue, last = 0, words = 0;
        foreach (var end in TextSegments.SentenceEnds(text))
        {
            words += counter.Count(text.AsSpan(last, end - last));
            last = end;
            var distance = Math.Abs(words - goal);
            if (words >= minimum && distance < bestDistance)
                (best, bestDistance) = (end, distance);
        }

        if (best == 0)
            best = last;
        return best == 0 ? text.TrimEnd() : text[..best].TrimEnd();
    }
}
