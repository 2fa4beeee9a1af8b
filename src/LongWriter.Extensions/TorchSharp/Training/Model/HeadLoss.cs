using static TorchSharp.torch;

namespace LongWriter;

/// <summary>The head and the cross-entropy, some rows at a time, so that all logits are never there at once; gradients by their formula, d loss / d logits = weight · (softmax − one-hot).</summary>
/// <param name="rowsAtOnce">Rows of a block.</param>
/// <param name="precise">What losses are computed in: fp32 or wider.</param>
internal sealed class HeadLoss(int rowsAtOnce, ScalarType precise)
{
    /// <summary>-log p of each target, and, where weights are given, gradients of Σ weight · -log p.</summary>
    /// <param name="hidden">[targets, H], the last norm's output in the products' type.</param>
    /// <param name="head">[V, H], a parameter; its gradient is added to.</param>
    /// <param name="tokens">int64 [targets].</param>
    /// <param name="weights">[targets] fp32 or wider; null for the losses alone.</param>
    /// <returns>Losses [targets] in the weights' precision, and d loss / d hidden.</returns>
    public (Tensor Losses, Tensor? Gradient) Run(Tensor hidden, Tensor head, Tensor tokens, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var matrix = head.to(hidden.dtype);
        var (losses, blocks) = (new List<Tensor>(), new List<Tensor>());
        var headGradient = weights is null || !head.requires_grad ? null : zeros_like(head);
        for (long first = 0; first < hidden.shape[0]; first += rowsAtOnce)
        {
            using var block = NewDisposeScope();
            var count = Math.Min(rowsAtOnce, hidden.shape[0] - first);
            var (x, token) = (hidden.narrow(0, first, count), tokens.narrow(0, first, count).unsqueeze(1));
            var logits = x.matmul(matrix.t()).to(precise);
            var normalizer = logits.logsumexp(1, keepdim: true);
            losses.Add((normalizer - logits.gather(1, token)).squeeze(1).MoveToOuterDisposeScope());
            if (weights is null)
                continue;

            var weight = weights.narrow(0, first, count).unsqueeze(1);
            var change = logits.sub_(normalizer).exp_().scatter_add_(1, token, full([count, 1], TorchNumbers.MinusOne, dtype: precise)).mul_(weight).to(hidden.dtype);
            blocks.Add(change.matmul(matrix).MoveToOuterDisposeScope());
            headGradient?.Increase(change.t().matmul(x));
        }

        if (headGradient is not null)
        {
            if (head.grad is { } gradient)
                gradient.Increase(headGradient);
            else
                head.grad = headGradient.MoveToOuterDisposeScope();
        }

        return (cat(losses).MoveToOuterDisposeScope(), weights is null ? null : cat(blocks).MoveToOuterDisposeScope());
    }
}
