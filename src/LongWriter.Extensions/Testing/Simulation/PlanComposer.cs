using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>Makes plans in the form the prompts ask for.</summary>
internal static class PlanComposer
{
    private const int OpenLength = 2_000;
    private const int StepWords = 450;
    private const int PartWords = 5_000;

    /// <summary>Makes a plan whose counts add up to the words asked for.</summary>
    public static string Write(SimulatedRequest request, ProseLanguage prose, StableRandom random)
    {
        var words = request.AskedWords ?? OpenLength;
        var parts = request.Kind == SimulatedRequestKind.PlanParts;
        var count = parts
            ? Math.Max(1, request.AskedParts ?? (words + (PartWords / 2)) / PartWords)
            : Math.Max(1, (words + (StepWords / 2)) / StepWords);
        if (!parts && count > 1 && words / count < 300)
            count = Math.Max(1, words / 300);

        var template = (request.Language == "zh" ? PromptSet.Chinese : PromptSet.English).PlanLine;
        var lines = new StringBuilder();
        var points = Points(count, request.Subject, prose, random);
        var lengths = Lengths(words, count, random);
        for (var i = 0; i < count; i++)
        {
            lines.Append(i == 0 ? "" : "\n").Append(PromptTemplate.Fill(
                template, ("number", Text(i + 1)), ("point", points[i]), ("words", Text(lengths[i]))));
        }

        return lines.ToString();
    }

    /// <summary>An answer from which no plan can be read.</summary>
    public static string WriteBroken(SimulatedRequest request, ProseLanguage prose, StableRandom random)
    {
        var chinese = request.Language == "zh";
        var point = Points(1, request.Subject, prose, random)[0];
        return random.Next(6) switch
        {
            0 => TextComposer.Write(prose, 60, request.Subject, random),
            1 => chinese ? "好的，我来做计划。" : "Certainly, here is the plan.",
            2 => chinese ? "段落1 - 要点： - 字数：0字\n段落2 - 要点： - 字数：0字" : "Paragraph 1 - Main Point: - Word Count: 0 words\nParagraph 2 - Main Point: - Word Count: 0 words",
            3 => "{\"steps\": [{\"mainPoint\": \"" + point,
            4 => "| # | ... | ... |\n|---|-----|-----|\n",
            _ => chinese ? "段落 - 要点 - 字数" : "Paragraph - Main Point - Word Count",
        };
    }

    private static List<string> Points(int count, string subject, ProseLanguage prose, StableRandom random)
    {
        var topics = prose.Topics(subject);
        var points = new List<string>(count);
        var seen = new HashSet<string>();
        while (points.Count < count)
        {
            var point = prose.Phrase("point", random, topics);
            if (seen.Add(point))
                points.Add(char.ToUpperInvariant(point[0]) + point[1..]);
        }

        return points;
    }

    private static int[] Lengths(int words, int count, StableRandom random)
    {
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
            lengths[i] = (words / count) + (i < words % count ? 1 : 0);

        // What one step gives the next one gets, so the sum stays.
        for (var i = 0; i + 1 < count; i += 2)
        {
            var shift = random.Next(Math.Max(1, words / count * 3 / 20));
            lengths[i] += shift;
            lengths[i + 1] -= shift;
        }

        return lengths;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
