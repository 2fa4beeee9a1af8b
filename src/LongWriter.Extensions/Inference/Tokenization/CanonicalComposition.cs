using System.Buffers;
using System.Text;

namespace LongWriter;

/// <summary>Normalization form C as Hugging Face's tokenizers make it.</summary>
/// <remarks><see cref="string.Normalize()"/> needs ICU data: under invariant globalization it returns its input as it is, and elsewhere its Unicode version is the machine's.</remarks>
internal static class CanonicalComposition
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int VowelCount = 21, TrailCount = 28, SyllableCount = 11172, LeadCount = 19;

    /// <summary>The text in form C.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    public static string Compose(string text)
    {
        var data = CanonicalData.Instance;
        var done = 0;
        StringBuilder? composed = null;
        for (var at = 0; at < text.Length; at++)
        {
            if (data.IsInert(text[at]))
                continue;

            // Only the character before can take part; from the next inert one on nothing reaches back.
            var start = Math.Max(at - 1, done);
            while (at < text.Length && !data.IsInert(text[at]))
                at++;

            var points = Decompose(text.AsSpan(start, at - start), data);
            Order(points, data);
            (composed ??= new(text.Length)).Append(text, done, start - done).Append(Recompose(points, data));
            done = at;
        }

        return composed is null ? text : composed.Append(text, done, text.Length - done).ToString();
    }

    private static List<int> Decompose(ReadOnlySpan<char> text, CanonicalData data)
    {
        var points = new List<int>(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            Append(rune.Value);
        return points;

        void Append(int point)
        {
            if (point - SyllableBase is >= 0 and < SyllableCount and var syllable)
            {
                points.Add(LeadBase + syllable / (VowelCount * TrailCount));
                points.Add(VowelBase + syllable % (VowelCount * TrailCount) / TrailCount);
                if (syllable % TrailCount != 0)
                    points.Add(TrailBase + syllable % TrailCount);
            }
            else if (data.TryDecompose(point, out var parts))
            {
                Append(parts.First);
                if (parts.Second != 0)
                    Append(parts.Second);
            }
            else
            {
                points.Add(point);
            }
        }
    }

    // Runs of marks are sorted by class, stably.
    private static void Order(List<int> points, CanonicalData data)
    {
        for (var start = 0; start < points.Count; start++)
        {
            if (data.ClassOf(points[start]) == 0)
                continue;

            var end = start + 1;
            while (end < points.Count && data.ClassOf(points[end]) != 0)
                end++;

            if (end - start > 1)
            {
                var sorted = points.GetRange(start, end - start).OrderBy(data.ClassOf).ToList();
                for (var i = 0; i < sorted.Count; i++)
                    points[start + i] = sorted[i];
            }

            start = end;
        }
    }

    private static string Recompose(List<int> points, CanonicalData data)
    {
        var starter = -1;
        var lastClass = -1;
        var kept = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            int combiningClass = data.ClassOf(point);
            // Blocked by a mark of the same or a higher class, or by a starter in between.
            if (starter >= 0 && (lastClass < combiningClass || lastClass < 0) && TryPair(points[starter], point, data, out var composed))
            {
                points[starter] = composed;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = combiningClass;
            }

            points[kept++] = point;
        }

        var text = ArrayPool<char>.Shared.Rent(kept * 2 + 1);
        var length = 0;
        for (var i = 0; i < kept; i++)
            length += new Rune(points[i]).EncodeToUtf16(text.AsSpan(length));
        var result = new string(text, 0, length);
        ArrayPool<char>.Shared.Return(text);
        return result;
    }

    private static bool TryPair(int first, int second, CanonicalData data, out int composed)
    {
        if (first - LeadBase is >= 0 and < LeadCount and var lead && second - VowelBase is >= 0 and < VowelCount and var vowel)
        {
            composed = SyllableBase + (lead * VowelCount + vowel) * TrailCount;
            return true;
        }

        if (first - SyllableBase is >= 0 and < SyllableCount and var syllable && syllable % TrailCount == 0 && second - TrailBase is > 0 and < TrailCount and var trail)
        {
            composed = first + trail;
            return true;
        }

        return data.TryCompose(first, second, out composed);
    }
}
