using System.CommandLine;
using System.Text.RegularExpressions;

namespace LongWriter.Cli;

/// <summary>Checks of what options are given, made before a command runs.</summary>
internal static class OptionChecks
{
    /// <summary>Lets a number pass only inside a range.</summary>
    /// <param name="option">The option.</param>
    /// <param name="allowed">Tells whether a value is in the range.</param>
    /// <param name="range">The range in words, behind "it has to be".</param>
    public static Option<T> Range<T>(Option<T> option, Func<T, bool> allowed, string range)
        where T : struct, IParsable<T>
    {
        Check(option, text => RangeFault(option.Name, text, allowed, range));
        return option;
    }

    /// <inheritdoc cref="Range{T}(Option{T}, Func{T, bool}, string)"/>
    public static Option<T?> Range<T>(Option<T?> option, Func<T, bool> allowed, string range)
        where T : struct, IParsable<T>
    {
        Check(option, text => RangeFault(option.Name, text, allowed, range));
        return option;
    }

    /// <summary>Adds a check of an option's raw value, which gives a message where it does not pass.</summary>
    public static void Check(Option option, Func<string, string?> findFault) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && findFault(result.Tokens[0].Value) is { } fault)
            result.AddError(fault);
    });

    /// <summary>Refuses options that would change nothing.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Those that have no use here.</param>
    /// <param name="why">Why, behind the option's name.</param>
    /// <exception cref="UsageException">One of them is given.</exception>
    public static void Refuse(ParseResult parsed, IEnumerable<Option> options, string why)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
            throw new UsageException($"{given.Name} {why}");
    }

    /// <summary>The parser's message without the name of a type.</summary>
    public static string Plain(string message) => Regex.Replace(message, @" as expected type '(.+)'\.", static m =>
        m.Groups[1].Value switch
        {
            var type when type.Contains("Int", StringComparison.Ordinal) => "; it takes a whole number.",
            var type when type.Contains("Double", StringComparison.Ordinal) || type.Contains("Single", StringComparison.Ordinal) => "; it takes a number.",
            var type when type.Contains("Boolean", StringComparison.Ordinal) => "; it takes true or false.",
            _ => "; see what it takes.",
        });

    /// <summary>What is no number at all has a message from the parser already.</summary>
    private static string? RangeFault<T>(string name, string text, Func<T, bool> allowed, string range)
        where T : IParsable<T> => T.TryParse(text, provider: null, out var value) && !allowed(value) ? $"{name} is {text}; it has to be {range}." : null;
}
