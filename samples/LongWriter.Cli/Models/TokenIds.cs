using System.Globalization;

namespace LongWriter.Cli.Models;

/// <summary>Token ids on a command line: numbers with commas or spaces between, in brackets or without.</summary>
internal static class TokenIds
{
    /// <param name="text">The ids.</param>
    /// <param name="source">Where they come from, for a message.</param>
    /// <param name="vocabulary">Ids have to be below this.</param>
    /// <exception cref="UsageException">Something is no id of the vocabulary.</exception>
    public static int[] Parse(string text, string source, int vocabulary)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith('[') && trimmed.EndsWith(']'))
            trimmed = trimmed[1..^1];

        return [.. trimmed.Split([',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < vocabulary
                ? id
                : throw new UsageException($"{source}: '{Printable.Short(part, 40)}' is no token id from 0 to {vocabulary - 1}."))];
    }
}
