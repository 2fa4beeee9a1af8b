using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LongWriter;

/// <summary>
/// The canonical form of a plan line, taken from <see cref="PromptSet.PlanLine"/>, read without any loss: from the left to
/// the main point and from the right to the word count, so a main point may itself hold anything.
/// </summary>
internal sealed class PlanLineFormat
{
    public const string IdMark = " - Id: ";

    private static readonly string[] Placeholders = ["{number}", "{point}", "{words}"];

    private PlanLineFormat(string[] literals) => Literals = literals;

    public static PlanLineFormat English { get; } = TryCreate(PromptSet.English.PlanLine)!;

    public static PlanLineFormat Chinese { get; } = TryCreate(PromptSet.Chinese.PlanLine)!;

    /// <summary>The four pieces of text before, between and behind number, main point and words.</summary>
    public IReadOnlyList<string> Literals { get; }

    /// <summary><see langword="null"/> where the template does not have number, main point and words in that order; such lines are read tolerantly only.</summary>
    public static PlanLineFormat? TryCreate(string template)
    {
        var literals = new string[4];
        var from = 0;
        for (var i = 0; i < 3; i++)
        {
            var at = template.IndexOf(Placeholders[i], from, StringComparison.Ordinal);
            if (at < 0)
                return null;

            literals[i] = template[from..at];
            from = at + Placeholders[i].Length;
        }

        literals[3] = template[from..];
        return literals.All(static l => !l.AsSpan().ContainsAny('{', '}')) ? new(literals) : null;
    }

    public bool TryRead(string line, [NotNullWhen(true)] out PlanEntry? entry)
    {
        entry = null;
        var text = line.AsSpan().Trim();
        if (!text.StartsWith(Literals[0], StringComparison.Ordinal))
            return false;

        text = text[Literals[0].Length..];
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !TryNumber(text[..digits], out var number) || !text[digits..].StartsWith(Literals[1], StringComparison.Ordinal))
            return false;

        text = text[(digits + Literals[1].Length)..];
        string? id = null;
        if (!TryEnd(text, out var point, out var words))
        {
            var mark = text.LastIndexOf(IdMark, StringComparison.Ordinal);
            if (mark < 0 || !PlanStep.IsValidId(id = text[(mark + IdMark.Length)..].ToString()) || !TryEnd(text[..mark], out point, out words))
                return false;
        }

        var main = point.ToString();
        if (main.Length == 0 || MainPointText.Fold(main) != main)
            return false;

        entry = new(number, main, words, id);
        return true;
    }

    private bool TryEnd(ReadOnlySpan<char> text, out ReadOnlySpan<char> point, out int words)
    {
        point = default;
        words = 0;
        if (!text.EndsWith(Literals[3], StringComparison.Ordinal))
            return false;

        text = text[..^Literals[3].Length];
        var digits = text.LastIndexOfAnyExceptInRange('0', '9') + 1;
        if (digits == text.Length || !TryNumber(text[digits..], out words) || !text[..digits].EndsWith(Literals[2], StringComparison.Ordinal))
            return false;

        point = text[..(digits - Literals[2].Length)];
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
