namespace LongWriter;

/// <summary>Makes one target of all lengths that an instruction states.</summary>
internal static class LengthResolver
{
    /// <summary>More words than any document that can be planned; a slip of the keyboard is likelier.</summary>
    private const double MostWords = 5_000_000;

    /// <summary>By how much the lengths of parts may miss the whole before the two contradict each other.</summary>
    private const double Slack = 1.1;

    public static LengthTarget? Resolve(List<LengthMention> mentions, List<PartCount> counts)
    {
        var known = Resolve(CountLater(mentions, counts));
        if (known.Count == 0)
            return null;

        var strong = known.Where(mention => mention.IsStrong).ToList();
        var used = strong.Count > 0 ? strong : known;
        // Figures that merely occur in a pasted text and disagree are no requirement.
        if (strong.Count == 0 && used.Select(mention => mention.Words).Distinct().Count() > 1)
            return null;

        return ToTarget(Combine(used));
    }

    /// <summary>Gives parts whose number is only stated behind them ("2,000 words a chapter, ten chapters") that number.</summary>
    private static List<LengthMention> CountLater(List<LengthMention> mentions, List<PartCount> counts)
    {
        var next = new Dictionary<string, int>();
        var nearest = 0;
        var position = counts.Count - 1;
        for (var i = mentions.Count - 1; i >= 0; i--)
        {
            for (; position >= 0 && counts[position].Position > mentions[i].Start; position--)
            {
                nearest = counts[position].Count;
                next[counts[position].Part] = nearest;
            }

            if (mentions[i] is { Scope: LengthScope.Each, Count: 0 } each)
                mentions[i] = each with { Count = string.IsNullOrEmpty(each.Part) ? nearest : next.GetValueOrDefault(each.Part) };
        }

        return mentions;
    }

    /// <summary>Multiplies parts, and leaves out those of an unknown number and texts that are there already.</summary>
    private static List<LengthMention> Resolve(List<LengthMention> mentions)
    {
        var known = mentions
            .Where(mention => mention.Scope != LengthScope.Each || mention.Count > 0)
            .Select(mention => mention.Scope == LengthScope.Each ? mention.Times(mention.Count) : mention)
            .ToList();
        return known.Exists(mention => mention.Scope != LengthScope.Source) ? known.FindAll(mention => mention.Scope != LengthScope.Source) : known;
    }

    private static LengthMention Combine(List<LengthMention> mentions)
    {
        var totals = mentions.FindAll(mention => mention.Scope == LengthScope.Total);
        var wholes = mentions.FindAll(mention => mention.Scope is LengthScope.Whole or LengthScope.Source);
        var parts = mentions.FindAll(mention => mention.Scope == LengthScope.Each)
            .GroupBy(mention => (mention.Part, mention.Count)).Select(group => Merge([.. group])).ToList();
        var whole = totals.Count > 0 ? Merge(totals) : wholes.Count > 0 ? Merge(WithoutParts(wholes)) : null;
        var sum = parts.Count > 0 ? Add(parts) : null;
        if (whole is not null && sum is not null)
        {
            if (sum.Words > whole.Words * Slack && whole.Minimum is null | whole.Maximum is not null)
                throw Contradiction(whole.Text, $"{sum.Text} (together {sum.Words:0})");

            return whole;
        }

        if ((whole ?? sum) is { } stated)
        {
            var further = totals.Count > 0 ? [] : mentions.FindAll(mention => mention.Scope == LengthScope.Further);
            return further.Count > 0 ? Add([stated, .. further]) : stated;
        }

        var components = mentions.GroupBy(mention => mention.Part).Select(group => Merge([.. group])).ToList();
        return Add(components);
    }

    /// <summary>Where one length is the sum of the others, the others are its parts.</summary>
    private static List<LengthMention> WithoutParts(List<LengthMention> wholes)
    {
        if (wholes.Count < 3)
            return wholes;

        var longest = wholes.MaxBy(mention => mention.Words)!;
        var others = wholes.Where(mention => mention != longest).Sum(mention => mention.Words);
        return Math.Abs(others - longest.Words) <= 0.02 * longest.Words ? [longest] : wholes;
    }

    /// <summary>Joins statements about the same text: "2,000 words, at most 2,200".</summary>
    private static LengthMention Merge(List<LengthMention> mentions)
    {
        var minimum = mentions.Where(mention => mention.Minimum is not null).MaxBy(mention => mention.Minimum);
        var maximum = mentions.Where(mention => mention.Maximum is not null).MinBy(mention => mention.Maximum);
        var exact = mentions.Find(mention => mention.Exact);
        if (exact is not null && mentions.Find(mention => mention.Exact && mention.Words != exact.Words) is { } other)
            throw Contradiction(exact.Text, other.Text);
        if (minimum?.Minimum > maximum?.Maximum)
            throw Contradiction(minimum!.Text, maximum!.Text);
        if (exact is not null && (minimum?.Minimum > exact.Words || maximum?.Maximum < exact.Words))
            throw Contradiction(exact.Text, (minimum?.Minimum > exact.Words ? minimum : maximum)!.Text);

        var (least, most) = (minimum?.Minimum, maximum?.Maximum);
        return mentions[0] with
        {
            Words = exact?.Words ?? (least + most) / 2 ?? least ?? most ?? mentions[0].Words,
            Minimum = least,
            Maximum = most,
            Exact = exact is not null,
        };
    }

    private static LengthMention Add(List<LengthMention> mentions) => mentions.Count == 1 ? mentions[0] : mentions[0] with
    {
        Text = string.Join(" + ", mentions.Take(4).Select(mention => mention.Text)),
        Words = mentions.Sum(mention => mention.Words),
        Minimum = mentions.Exists(mention => mention.Minimum is not null) ? mentions.Sum(mention => mention.Minimum ?? mention.Words) : null,
        Maximum = mentions.Exists(mention => mention.Maximum is not null) ? mentions.Sum(mention => mention.Maximum ?? mention.Words) : null,
    };

    private static LengthTarget ToTarget(LengthMention mention)
    {
        if (mention.Words < 1)
            throw Invalid($"The instruction states a length of \"{mention.Text}\", which is not a positive number of words. State a positive length, or set WritingRequest.Length.");
        if (Math.Max(mention.Words, mention.Maximum ?? 0) > MostWords)
            throw Invalid($"The instruction states a length of \"{mention.Text}\", which is more than {MostWords:0} words. State a smaller length, or set WritingRequest.Length.");

        return new LengthTarget((int)Math.Round(mention.Words), Round(mention.Minimum), Round(mention.Maximum));

        static int? Round(double? words) => words is { } value ? (int)Math.Round(value) : null;
    }

    private static LongWriterException Contradiction(string one, string other) => Invalid(
        $"The instruction states two lengths that contradict each other: \"{one}\" and \"{other}\". Set WritingRequest.Length to the one that is meant.");

    private static LongWriterException Invalid(string message) => new(LongWriterError.InvalidRequest, message);
}
