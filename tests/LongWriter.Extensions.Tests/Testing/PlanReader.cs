using System.Globalization;
using System.Text.RegularExpressions;

namespace LongWriter.Tests;

/// <summary>Reads plans strictly, in the one form that the prompts ask for.</summary>
internal static class PlanReader
{
    private static readonly Regex English = new(@"^Paragraph (\d+) - Main Point: (\S.*) - Word Count: (\d+) words$", RegexOptions.NonBacktracking);
    private static readonly Regex Chinese = new(@"^段落(\d+) - 要点：(\S.*) - 字数：(\d+)字$", RegexOptions.NonBacktracking);

    public static List<(string Point, int Words)>? Read(string text, string language = "en")
    {
        var steps = new List<(string, int)>();
        foreach (var line in text.Split('\n'))
        {
            var match = (language == "zh" ? Chinese : English).Match(line);
            if (!match.Success || int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) != steps.Count + 1)
                return null;

            steps.Add((match.Groups[2].Value, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)));
        }

        return steps;
    }
}
