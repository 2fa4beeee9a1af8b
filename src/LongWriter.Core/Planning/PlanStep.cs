namespace LongWriter;

/// <summary>One step of a plan: what one section is about and how many words it gets.</summary>
/// <param name="Id">Stable id of the step within its plan, without white space. <see cref="Create"/> and <see cref="WritingPlan.Create"/> derive it from the main point.</param>
/// <param name="MainPoint">What the section is about. Line breaks and control characters are folded to spaces, so it is always one line.</param>
/// <param name="Words">The words planned for it, 1 to 10,000,000.</param>
/// <exception cref="ArgumentException"><paramref name="Id"/> is empty or has white space in it, or <paramref name="MainPoint"/> holds no letter, digit or symbol.</exception>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="Words"/> is out of range.</exception>
public sealed record PlanStep(string Id, string MainPoint, int Words)
{
    internal const int MaxWords = 10_000_000;

    /// <summary>Stable id of the step within its plan.</summary>
    public string Id { get; init => field = CheckId(value); } = CheckId(Id);

    /// <summary>What the section is about, on one line.</summary>
    public string MainPoint { get; init => field = CheckPoint(value); } = CheckPoint(MainPoint);

    /// <summary>The words planned for it.</summary>
    public int Words { get; init => field = CheckWords(value); } = CheckWords(Words);

    /// <summary>Makes a step whose id is derived from its main point.</summary>
    /// <param name="mainPoint">What the section is about.</param>
    /// <param name="words">The words planned for it.</param>
    /// <exception cref="ArgumentException"><paramref name="mainPoint"/> holds no letter, digit or symbol.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="words"/> is out of range.</exception>
    public static PlanStep Create(string mainPoint, int words) =>
        new(PlanStepId.Derive(CheckPoint(mainPoint), 1), mainPoint, words);

    internal static bool IsValidId(string id)
    {
        foreach (var c in id)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
                return false;
        }

        return id.Length > 0 && ReferenceEquals(PromptTemplate.Clean(id), id);
    }

    private static string CheckId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IsValidId(id) ? id : throw new ArgumentException($"'{id}' is no id of a plan step: it needs at least one character and no white space.", nameof(Id));
    }

    private static string CheckPoint(string point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var folded = MainPointText.Fold(point);
        return MainPointText.HasContent(folded) ? folded : throw new ArgumentException("A plan step needs a main point: something with a letter, a digit or a symbol in it.", nameof(MainPoint));
    }

    private static int CheckWords(int words) => words is >= 1 and <= MaxWords
        ? words
        : throw new ArgumentOutOfRangeException(nameof(Words), words, $"A plan step has 1 to {MaxWords} words.");
}
