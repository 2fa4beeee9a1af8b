using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Finds lines of the prompt that a writer has said back: the step's line of the plan, its main point, the prompt's own sentences.</summary>
internal sealed class StepEcho
{
    private const int MaxExtraLength = 200;
    private const int MaxExtraTokens = 10;
    private const int LeastPromptUnits = 10;
    private const int LeastPointUnits = 8 * TextToken.Word;
    private const int HeadingUnits = 12 * TextToken.Word;

    private static readonly Regex PlanLine = new(
        @"^[^\p{L}\p{N}]*(?:(?:paragraph|section|part)\s*\d+|段落\s*\d+|第\s*[\d一二三四五六七八九十]+\s*段落?)[^\p{L}\p{N}]*(?:main\s+points?|要点)[^\p{L}\p{N}]*[:：].*$"
        + @"|^[^\p{L}\p{N}]*(?:main\s+points?|要点)[^\p{L}\p{N}]*[:：].*(?:word\s+count|字数)[^\p{L}\p{N}]*[:：].*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // what stands around a main point in a line of the plan
    private static readonly HashSet<ulong> PlanWords = Hashes("main point points word words count paragraph about 要 点 字 数 段 落");
    private static readonly HashSet<ulong> LabelWords = Hashes("section part chapter of number topic 第 部 分 章 节 主 题 约");

    private readonly string _point;
    private readonly List<TextToken> _tokens;
    private readonly int _units;
    private readonly List<string[]> _promptLines = [];

    public StepEcho(WritingState state, PromptSet prompts)
    {
        _point = state.Step.MainPoint;
        _tokens = TextToken.Read(_point);
        _units = _tokens.Sum(static t => t.Units);
        foreach (var template in (ReadOnlySpan<string>)[prompts.Step, prompts.ContinueStep, prompts.PlaceMiddle, prompts.PlaceLast, prompts.PlaceOnly, prompts.Shorten])
        {
            foreach (var line in template.Split('\n'))
            {
                var literals = Literals(line.Trim());
                if (literals.Sum(static l => TextToken.Read(l).Sum(static t => t.Units)) >= LeastPromptUnits)
                    _promptLines.Add(literals);
            }
        }
    }

    /// <summary>Whether a line says the step or the prompt back.</summary>
    public bool IsEcho(ReadOnlySpan<char> line) => IsPromptLine(line) || IsPlanLine(line) || IsPoint(line);

    /// <summary>Whether a line is one of the prompt's own.</summary>
    public bool IsPromptLine(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.IsEmpty || line.Length > _point.Length + 1000)
            return false;

        foreach (var literals in _promptLines)
        {
            if (IsFilled(line, literals))
                return true;
        }

        return false;
    }

    private bool IsPlanLine(ReadOnlySpan<char> line) => line.Length <= _point.Length + MaxExtraLength && PlanLine.IsMatch(line);

    /// <summary>
    /// Whether a line is the main point, with nothing around it but a label and a word count. A short one is that of a heading as well, so
    /// it needs such words around it.
    /// </summary>
    private bool IsPoint(ReadOnlySpan<char> line)
    {
        if (_tokens.Count == 0 || line.Length > (_point.Length + MaxExtraLength) * 2)
            return false;

        var tokens = TextToken.Read(line);
        var extra = tokens.Count - _tokens.Count;
        if (extra is < 0 or > MaxExtraTokens)
            return false;

        for (var at = 0; at <= extra; at++)
        {
            if (!Matches(tokens, at))
                continue;

            bool? fromPlan = false;
            for (var i = 0; i < tokens.Count && fromPlan is not null; i++)
            {
                if (i < at || i >= at + _tokens.Count)
                    fromPlan = PlanWords.Contains(tokens[i].Hash) ? true : LabelWords.Contains(tokens[i].Hash) || IsNumber(line, tokens[i]) ? fromPlan : null;
            }

            if (fromPlan is not null)
                return fromPlan.Value || (_units >= LeastPointUnits && !(line.TrimStart().StartsWith("#") && _units <= HeadingUnits));
        }

        return false;
    }

    private bool Matches(List<TextToken> tokens, int at)
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (tokens[at + i].Hash != _tokens[i].Hash)
                return false;
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> line, TextToken token)
    {
        foreach (var c in line[token.Start..token.End])
        {
            if (!char.IsDigit(c))
                return false;
        }

        return true;
    }

    /// <summary>The literal parts of a template's line, with its placeholders between them.</summary>
    private static string[] Literals(string line)
    {
        var parts = new List<string>();
        var start = 0;
        while (line.IndexOf('{', start) is >= 0 and var open && line.IndexOf('}', open) is >= 0 and var close)
        {
            parts.Add(line[start..open]);
            start = close + 1;
        }

        parts.Add(line[start..]);
        return [.. parts];
    }

    /// <summary>Whether a line can have come of a template's line: its literal parts stand there in order.</summary>
    private static bool IsFilled(ReadOnlySpan<char> line, string[] literals)
    {
        if (literals.Length == 1)
            return line.SequenceEqual(literals[0]);

        if (!line.StartsWith(literals[0], StringComparison.Ordinal))
            return false;

        var rest = line[literals[0].Length..];
        for (var i = 1; i < literals.Length - 1; i++)
        {
            var at = rest.IndexOf(literals[i], StringComparison.Ordinal);
            if (at < 0)
                return false;
            rest = rest[(at + literals[i].Length)..];
        }

        return rest.EndsWith(literals[^1], StringComparison.Ordinal);
    }

    private static HashSet<ulong> Hashes(string words) => [.. TextToken.Read(words).Select(static t => t.Hash)];
}
