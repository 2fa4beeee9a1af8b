using System.Globalization;

namespace LongWriter.Tests;

/// <summary>What Python's <c>re</c> takes for a word character, from the table beside <c>make_data.py</c>.</summary>
internal sealed class PythonTable
{
    private const int CodePoints = 0x110000;

    private PythonTable(bool[] word, bool[] unassigned) => (Word, Unassigned) = (word, unassigned);

    /// <summary>By code point: matches <c>\w</c>.</summary>
    public bool[] Word { get; }

    /// <summary>By code point: not assigned in Python's version of Unicode.</summary>
    public bool[] Unassigned { get; }

    public static PythonTable Read()
    {
        var sets = new Dictionary<string, bool[]> { ["[word]"] = new bool[CodePoints], ["[unassigned]"] = new bool[CodePoints] };
        using var reader = new StreamReader(TestData.Open("python-word-boundary.txt"));
        bool[]? set = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;

            if (line.StartsWith('['))
            {
                set = sets[line];
                continue;
            }

            foreach (var range in line.Split(' '))
            {
                var ends = range.Split('-').Select(end => int.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
                Array.Fill(set!, true, ends[0], ends[^1] - ends[0] + 1);
            }
        }

        return new PythonTable(sets["[word]"], sets["[unassigned]"]);
    }
}
