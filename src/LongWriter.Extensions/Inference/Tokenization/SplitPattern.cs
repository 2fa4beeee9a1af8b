using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>A regular expression of a tokenizer's file, matched by code points as the file means it.</summary>
/// <remarks>
/// .NET matches UTF-16 units, so <c>\p{L}</c> would miss every letter above U+FFFF. A text that has such characters is matched over a copy in which each
/// is one character of the same general category that no pattern names; its matches are mapped back. White space, <c>\d</c> and the categories are the same
/// code points in .NET 10 as in Hugging Face's tokenizers (compared for all of them); <c>\w</c> and the case folding of ſ are not and are written out.
/// The patterns of published families are compiled at build time and take time linear in the text. Those lookaheads rule out the engine that
/// cannot backtrack, so any other pattern runs with a time limit for each match.
/// </remarks>
internal sealed partial class SplitPattern
{
    /// <summary>GPT-2's pattern, that of <c>ByteLevel</c> with <c>use_regex</c>.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The pattern of Llama 3 and GLM-4: digits in groups of three.</summary>
    public const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The pattern of Qwen 2, 2.5 and 3: digits one by one.</summary>
    public const string Qwen2 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // The same words: here possessive loops only say what cannot backtrack anyway.
    private const string Cl100k = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    private const string WordCharacters = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u00B2\u00B3\u00B9\u00BC-\u00BE\u24B6-\u24E9";

    // By UnicodeCategory; Zs to Cs have no character above U+FFFF, lone surrogates are gone before.
    private const string StandIns = "\uA640\uA641\u1F88\uA67F\uA014\uA66F\uA823\uA670\uA8D0\uA6E6\uA830   \u0001\u2061 \uF8FF\uFE33\u301C\u2768\u2769\u2E02\u2E03\uA60D\u2A00\uA838\uA700\uA828\uFDD0";

    private readonly Regex _regex;
    private readonly string _source;
    private readonly string _where;
    private readonly bool _foldsLongS;

    /// <summary>Makes a pattern.</summary>
    /// <param name="pattern">The expression as the file has it.</param>
    /// <param name="where">File and field, for errors.</param>
    /// <param name="timeout">How long one match may take where the pattern is not a known one.</param>
    /// <exception cref="LongWriterException">The expression is not supported.</exception>
    public SplitPattern(string pattern, string where, TimeSpan? timeout = null)
    {
        (_source, _where) = (pattern, where);
        if ((_regex = Known(pattern)!) is not null)
            return;

        if (pattern.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || pattern.Contains("&&") || pattern.Contains("[:") || ForeignOption().IsMatch(pattern))
            throw Fault("is written in a way that is not supported");

        try
        {
            var options = RegexOptions.CultureInvariant | RegexOptions.Multiline;
            _regex = new(WriteWords(pattern), RuntimeFeature.IsDynamicCodeCompiled ? options | RegexOptions.Compiled : options, timeout ?? TimeSpan.FromSeconds(2));
            _foldsLongS = pattern.Contains("(?i");
        }
        catch (ArgumentException exception)
        {
            throw Fault($"is not supported ({exception.Message})", exception);
        }
    }

    /// <summary>Finds all matches.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="cutter">Takes the matches.</param>
    public void Cut(ReadOnlySpan<char> text, ref PieceCutter cutter)
    {
        try
        {
            if (text.ContainsAnyInRange('\uD800', '\uDFFF') || (_foldsLongS && text.Contains('ſ')))
            {
                CutByCodePoints(text, ref cutter);
                return;
            }

            foreach (var match in _regex.EnumerateMatches(text))
                cutter.Match(text, match.Index, match.Index + match.Length);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw Fault("takes too long on this text", exception);
        }
    }

    /// <summary>The character that stands for one above U+FFFF.</summary>
    internal static char StandIn(Rune rune) =>
        rune.Value is >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189 ? '\u24B6' : StandIns[(int)Rune.GetUnicodeCategory(rune)];

    private void CutByCodePoints(ReadOnlySpan<char> text, ref PieceCutter cutter)
    {
        var copy = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
            copy[length++] = !rune.IsBmp ? StandIn(rune) : _foldsLongS && rune.Value == 'ſ' ? 's' : (char)rune.Value;

        var (at, index) = (0, 0);
        foreach (var match in _regex.EnumerateMatches(copy.AsSpan(0, length)))
        {
            var start = Advance(text, match.Index);
            cutter.Match(text, start, Advance(text, match.Index + match.Length));
        }

        ArrayPool<char>.Shared.Return(copy);

        int Advance(ReadOnlySpan<char> text, int target)
        {
            for (; index < target; index++)
                at += char.IsHighSurrogate(text[at]) ? 2 : 1;
            return at;
        }
    }

    private static Regex? Known(string pattern) => pattern switch
    {
        Gpt2 => Gpt2Words(),
        Llama3 or Cl100k => Llama3Words(),
        Qwen2 => Qwen2Words(),
        _ => null,
    };

    private string WriteWords(string pattern)
    {
        var written = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                var escaped = pattern[++i];
                _ = escaped switch
                {
                    'w' => written.Append(inClass ? WordCharacters : $"[{WordCharacters}]"),
                    'W' when !inClass => written.Append($"[^{WordCharacters}]"),
                    'W' or 'b' or 'B' => throw Fault($"uses \\{escaped}, which is not supported here"),
                    _ => written.Append('\\').Append(escaped),
                };
                continue;
            }

            inClass = pattern[i] == '[' || (inClass && pattern[i] != ']');
            written.Append(pattern[i]);
        }

        return written.ToString();
    }

    private LongWriterException Fault(string problem, Exception? inner = null) =>
        new(LongWriterError.InvalidModel, $"{_where}: the expression '{(_source.Length > 200 ? _source[..200] + "…" : _source)}' {problem}. Use a tokenizer whose words are cut by another expression.", inner);

    // Options other than (?i) mean something else here than where the files come from.
    [GeneratedRegex(@"\(\?(?![:=!<>]|-?i[:)])")]
    private static partial Regex ForeignOption();

    [GeneratedRegex(Gpt2, RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Words();

    [GeneratedRegex(@"'(?:[sSſtTmMdD]|[rRvV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Llama3Words();

    [GeneratedRegex(@"'(?:[sSſtTmMdD]|[rRvV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Qwen2Words();
}
