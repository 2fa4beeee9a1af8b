namespace LongWriter;

/// <summary>
/// The prompts that two runs have in common, by their texts: ids are the numbers of lines where a file names none, and the authors' files are written in the order
/// in which answers were finished. Where several prompts have one text, those with equal ids belong together, or of equal length where ids are such numbers, then the others in their
/// order.
/// </summary>
/// <typeparam name="T">An answer.</typeparam>
/// <param name="Pairs">Prompts of both runs, in the first run's order, with the answers of each.</param>
/// <param name="OnlyFirst">An answer to each prompt that only the first run has.</param>
/// <param name="OnlySecond">An answer to each prompt that only the second run has.</param>
internal sealed record PromptPairs<T>(IReadOnlyList<(IReadOnlyList<T> First, IReadOnlyList<T> Second)> Pairs, IReadOnlyList<T> OnlyFirst, IReadOnlyList<T> OnlySecond)
{
    public static PromptPairs<T> Of(IEnumerable<T> first, IEnumerable<T> second, Func<T, Prediction> prediction)
    {
        var (one, two) = (Group(first), Group(second));
        var partners = new Dictionary<PromptKey, PromptKey>();
        var others = two.Keys.GroupBy(static k => k.Prompt).ToDictionary(static g => g.Key, static g => g.ToList());
        foreach (var group in one.Keys.GroupBy(static k => k.Prompt))
        {
            if (!others.TryGetValue(group.Key, out var free))
                continue;

            var alike = group.Where(free.Contains).ToList();
            free.RemoveAll(alike.Contains);
            foreach (var key in alike)
                partners[key] = key;
            foreach (var (key, other) in group.Except(alike).Zip(free))
                partners[key] = other;
        }

        var taken = partners.Values.ToHashSet();
        return new(
            [.. one.Where(g => partners.ContainsKey(g.Key)).Select(g => ((IReadOnlyList<T>)g.Value, (IReadOnlyList<T>)two[partners[g.Key]]))],
            [.. one.Where(g => !partners.ContainsKey(g.Key)).Select(static g => g.Value[0])],
            [.. two.Where(g => !taken.Contains(g.Key)).Select(static g => g.Value[0])]);

        OrderedDictionary<PromptKey, List<T>> Group(IEnumerable<T> answers)
        {
            var groups = new OrderedDictionary<PromptKey, List<T>>();
            foreach (var answer in answers)
            {
                var key = PromptKey.Of(prediction(answer));
                if (!groups.TryGetValue(key, out var there))
                    groups[key] = there = [];
                there.Add(answer);
            }

            return groups;
        }
    }
}
