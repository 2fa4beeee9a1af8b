namespace LongWriter;

/// <summary>What calls have used, by model; the empty id stands for a model that nobody names. Not thread-safe.</summary>
internal sealed class UsageByModel
{
    private readonly SortedDictionary<string, RunUsage> _models = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, RunUsage> Models => _models;

    public RunUsage Total => _models.Values.Aggregate(new RunUsage(), static (sum, usage) => sum + usage);

    public void Add(string? model, RunUsage usage) => _models[model ?? ""] = _models.GetValueOrDefault(model ?? "") is { } known ? known + usage : usage;

    /// <summary>This and another, as a new one.</summary>
    public UsageByModel Plus(UsageByModel other)
    {
        var sum = new UsageByModel();
        foreach (var (model, usage) in _models.Concat(other._models))
            sum.Add(model, usage);
        return sum;
    }

    /// <summary>What has come since an earlier state, as a new one.</summary>
    public UsageByModel Since(UsageByModel earlier)
    {
        var rest = new UsageByModel();
        foreach (var (model, now) in _models)
        {
            var then = earlier._models.GetValueOrDefault(model) ?? new RunUsage();
            if (now != then)
                rest.Add(model, new(now.Calls - then.Calls, now.InputTokens - then.InputTokens, now.CachedInputTokens - then.CachedInputTokens, now.OutputTokens - then.OutputTokens));
        }

        return rest;
    }

    /// <summary>What it costs, by model, where the empty id serves those without a price of their own; null where a model has none.</summary>
    public decimal? CostAt(IDictionary<string, ModelPrice> prices)
    {
        var cost = 0m;
        foreach (var (model, usage) in _models)
        {
            if (!prices.TryGetValue(model, out var price) && !prices.TryGetValue("", out price))
                return null;

            cost += ((usage.InputTokens - usage.CachedInputTokens) * price.InputPerMillion)
                + (usage.CachedInputTokens * (price.CachedInputPerMillion ?? price.InputPerMillion))
                + (usage.OutputTokens * price.OutputPerMillion);
        }

        return cost / 1_000_000m;
    }
}
