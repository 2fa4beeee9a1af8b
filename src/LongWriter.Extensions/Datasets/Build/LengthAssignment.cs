using System.Globalization;

namespace LongWriter;

/// <summary>
/// Gives a length to instructions that state none, drawn from a distribution and written into the instruction, so that a model learns from the row
/// that stated lengths are kept (LongWriter-V calls it back-translated length). What is drawn depends on seed and id alone.
/// </summary>
internal sealed class LengthAssignment(IReadOnlyList<LengthShare> lengths, long seed)
{
    private static readonly string[] English =
    [
        "Write about {0} words.", "The text should have about {0} words.", "Aim for {0} words.", "Please make it about {0} words long.",
    ];

    private static readonly string[] Chinese = ["请写大约{0}字。", "全文约{0}字。", "字数要求：{0}字左右。", "篇幅在{0}字上下。"];

    /// <summary>
    /// The row with a length in its instruction: as it is where it states one; else the one that stands beside it, or the sum of its plan; else one that is drawn.
    /// </summary>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: the instruction states lengths that contradict each other.</exception>
    public DatasetRow Assign(DatasetRow row)
    {
        if (lengths.Count == 0 || LengthParser.Parse(row.Prompt) is not null)
            return row;

        return Write(row, Given(row) ?? Draw(row.Id));
    }

    /// <summary>The length that stands beside the prompt, or is the sum of the plan; null where one is to be drawn.</summary>
    public static int? Given(DatasetRow row) => row.Required ?? (row.Plan is { } text && WritingPlan.TryParse(text, out var plan, out _) ? plan.Words : null);

    /// <summary>The row with a length written into its instruction.</summary>
    public DatasetRow Write(DatasetRow row, int words)
    {
        var language = RowFigures.LanguageOf(row);
        var forms = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
        var form = forms[(int)(RowFigures.Share(seed, row.Id, "wording") * forms.Length)];
        var number = words.ToString(ReferenceEquals(forms, Chinese) ? "0" : "N0", CultureInfo.InvariantCulture);
        var prompt = row.Prompt.TrimEnd();
        var between = prompt.Length == 0 || TermText.IsChinese(prompt[^1]) && ReferenceEquals(forms, Chinese) ? (prompt.Length == 0 ? "" : "。") : ReferenceEquals(forms, Chinese) ? "" : prompt[^1] is '.' or '!' or '?' or '"' or ')' or ':' ? " " : ". ";
        return row with
        {
            Prompt = prompt + between + string.Format(CultureInfo.InvariantCulture, form, number),
            OriginalPrompt = row.OriginalPrompt ?? row.Prompt,
            Required = words,
            // A sentence about length must not change the language that is written in.
            Language = language,
        };
    }

    private int Draw(string id)
    {
        var total = lengths.Sum(static l => l.Share);
        var at = RowFigures.Share(seed, id, "range") * total;
        var range = lengths[^1];
        foreach (var length in lengths)
        {
            range = length;
            if ((at -= length.Share) < 0)
                break;
        }

        var words = range.From + (RowFigures.Share(seed, id, "words") * (range.To - range.From));
        var step = words < 10_000 ? 100 : 500;
        return Math.Max(step, (int)Math.Round(words / step) * step);
    }
}
