namespace LongWriter;

/// <summary>Brings rows to given shares by leaving out as few as it takes. What is left out depends on seed and ids alone.</summary>
internal static class Balance
{
    private const int Rounds = 20;

    /// <summary>The rows that are left out, with the reason.</summary>
    public static Dictionary<int, string> Apply(IReadOnlyList<BuiltRow> rows, BalanceOptions options, long seed)
    {
        var dropped = new Dictionary<int, string>();
        var lengths = options.Lengths.GroupBy(NameOf, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Sum(static l => l.Share));
        // What one rule leaves out moves the shares of the others: all of them again, until they agree.
        for (var round = 0; round < Rounds; round++)
        {
            var before = dropped.Count;
            Rule(rows, dropped, seed, "language", options.Languages, row => LanguageOf(row, options.Languages));
            Rule(rows, dropped, seed, "type", options.Types, static row => row.Type ?? "");
            Rule(rows, dropped, seed, "length", lengths, row => options.Lengths.FirstOrDefault(l => row.Words >= l.From && row.Words <= l.To) is { } range ? NameOf(range) : "");
            if (dropped.Count == before)
                break;
        }

        return dropped;
    }

    private static string NameOf(LengthShare range) => FormattableString.Invariant($"{range.From} to {range.To} words");

    /// <summary>The tag that shares are given for: the row's own, else that of its language without a region.</summary>
    private static string LanguageOf(BuiltRow row, IReadOnlyDictionary<string, double> shares) =>
        shares.Keys.Any(k => k.Equals(row.Language, StringComparison.OrdinalIgnoreCase)) ? row.Language : RowFigures.Primary(row.Language);

    private static void Rule(IReadOnlyList<BuiltRow> rows, Dictionary<int, string> dropped, long seed, string name, IReadOnlyDictionary<string, double> shares, Func<BuiltRow, string> keyOf)
    {
        var sum = shares.Values.Sum();
        if (sum <= 0)
            return;

        var groups = rows.Where(r => !dropped.ContainsKey(r.Index)).GroupBy(keyOf, StringComparer.OrdinalIgnoreCase).ToDictionary(static g => g.Key, static g => g.ToList(), StringComparer.OrdinalIgnoreCase);
        // The greatest total at which every share that has rows at all can be filled.
        var total = shares.Where(s => s.Value > 0 && groups.ContainsKey(s.Key)).Select(s => groups[s.Key].Count / (s.Value / sum)).DefaultIfEmpty(0).Min();
        foreach (var (key, members) in groups)
        {
            var wanted = shares.FirstOrDefault(s => s.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value / sum;
            var keep = (int)Math.Round(total * wanted);
            foreach (var row in members.OrderBy(r => RowFigures.Share(seed, r.Id, name)).ThenBy(static r => r.Index).Skip(keep))
                dropped[row.Index] = wanted > 0 ? $"{name} '{key}' has more rows than its share" : $"{name} '{key}' has no share";
        }
    }
}

/// <summary>What is remembered of a row that passed the filters.</summary>
internal sealed record BuiltRow(int Index, string Id, string Language, string? Type, int Words, int? Required, double? Score);
