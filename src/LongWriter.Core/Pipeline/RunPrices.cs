using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>The prices that apply to a run. An unknown price is a state of its own; a money limit without a price is an error at the start.</summary>
internal sealed class RunPrices(WriterParts parts, WritingRequest request)
{
    public void CheckBudget()
    {
        if ((request.Budget ?? parts.Options.Budget) is not { } budget)
            return;

        CheckSign(nameof(budget.MaxCalls), budget.MaxCalls);
        CheckSign(nameof(budget.MaxTokens), budget.MaxTokens);
        CheckSign(nameof(budget.MaxCost), budget.MaxCost);
        CheckSign(nameof(budget.MaxTime), (decimal?)budget.MaxTime?.TotalSeconds);
        if (budget.MaxCost is null)
            return;

        foreach (var role in WritingRoles.All)
        {
            if (PriceOf(role) is null)
            {
                throw new LongWriterException(
                    LongWriterError.InvalidRequest,
                    $"The budget limits the cost, but the model '{ModelOf(role)}' of role '{role}' has no price. Put one into LongWriterOptions.Prices under its id, or under \"\" for all models.");
            }
        }
    }

    private static void CheckSign(string name, decimal? limit)
    {
        if (limit < 0)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"The budget's {name} is {limit}; a limit is zero or more, and null where there is none.");
    }

    public WritingEstimate EstimateBefore() => Estimator.Before(request, parts.Options, PriceOf(WritingRoles.Writer));

    public WritingEstimate EstimateAfter(WritingRequest planned, double? tokensPerSecond) =>
        Estimator.After(planned, parts.Options, planned.Plan!, planned.Length!.Value, PriceOf(WritingRoles.Writer), tokensPerSecond);

    private ModelPrice? PriceOf(string role) =>
        parts.Options.Prices.TryGetValue(ModelOf(role) ?? "", out var price) || parts.Options.Prices.TryGetValue("", out price) ? price : null;

    private string? ModelOf(string role) =>
        request.ChatOptions.GetValueOrDefault(role)?.ModelId
        ?? (parts.Options.ChatOptions.TryGetValue(role, out var own) ? own.ModelId : null)
        ?? (parts.Clients(role).GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;
}
