using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace LongWriter;

/// <summary>
/// Ids of plan steps, derived from the main point alone: moving or inserting a line, or changing a word count, leaves all
/// other ids as they are.
/// </summary>
internal static class PlanStepId
{
    /// <summary>48 bits of the main point's hash in hex; equal main points are told apart by their occurrence number, from 1.</summary>
    public static string Derive(string mainPoint, int occurrence)
    {
        var hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(mainPoint)) >> 16;
        var id = hash.ToString("x12", CultureInfo.InvariantCulture);
        return occurrence == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{occurrence}");
    }

    /// <summary>The derived ids of the main points of a plan, in order.</summary>
    public static IReadOnlyList<string> DeriveAll(IEnumerable<string> mainPoints)
    {
        var occurrences = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new List<string>();
        foreach (var point in mainPoints)
        {
            var occurrence = occurrences.GetValueOrDefault(point) + 1;
            occurrences[point] = occurrence;
            ids.Add(Derive(point, occurrence));
        }

        return ids;
    }
}
