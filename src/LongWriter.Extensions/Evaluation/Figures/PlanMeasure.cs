namespace LongWriter;

/// <summary>Measures sections against their plan.</summary>
internal static class PlanMeasure
{
    // shorter words are nearly all function words
    private const int LeastLetters = 4;

    public static PlanFigures? Of(Prediction prediction, IReadOnlyList<string> sections)
    {
        var steps = Math.Max(prediction.PlannedSections ?? 0, sections.Count);
        if (steps == 0)
            return null;

        var counter = WordCounters.ForLanguage(AnswerLanguage.TagOf(prediction.Language));
        var covered = 0;
        var errors = new List<double>();
        for (var i = 0; i < sections.Count; i++)
        {
            var planned = prediction.Sections[i];
            covered += Covers(sections[i], planned.MainPoint) ? 1 : 0;
            if (planned.Words > 0)
                errors.Add(Math.Abs(counter.Count(sections[i]) - planned.Words) / (double)planned.Words);
        }

        errors.Sort();
        return new()
        {
            Steps = steps,
            Written = sections.Count,
            Coverage = covered / (double)steps,
            MeanLengthError = errors.Count == 0 ? 0 : errors.Average(),
            LengthErrorP90 = errors.Count == 0 ? 0 : Quantiles.Of(errors, 0.9),
            WithinTenPercent = Share(errors, 0.1),
            WithinTwentyPercent = Share(errors, 0.2),
        };
    }

    /// <summary>Whether a text has at least half of a point's content words: words of four letters on, and pairs of Chinese characters.</summary>
    public static bool Covers(string text, string point)
    {
        var wanted = Terms(point);
        return wanted.Count == 0 ? !string.IsNullOrWhiteSpace(text) : Terms(text) is var there && wanted.Count(there.Contains) * 2 >= wanted.Count;
    }

    private static HashSet<ulong> Terms(string text)
    {
        var tokens = TokenText.Read(text);
        var terms = new HashSet<ulong>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens.Tokens[i];
            if (token.Units == TextToken.Word)
            {
                if (token.End - token.Start >= LeastLetters)
                    terms.Add(token.Hash);
            }
            else if (i + 1 < tokens.Count && tokens.Tokens[i + 1].Units == token.Units && tokens.Tokens[i + 1].Start == token.End)
            {
                terms.Add(tokens.Hash(i, i + 2));
            }
        }

        return terms;
    }

    private static double Share(List<double> errors, double limit) => errors.Count == 0 ? 0 : errors.Count(e => e <= limit) / (double)errors.Count;
}
