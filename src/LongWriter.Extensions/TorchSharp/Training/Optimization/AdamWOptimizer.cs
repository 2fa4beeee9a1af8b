using static TorchSharp.torch;

namespace LongWriter;

/// <summary>AdamW over named parameters, with moments in the parameters' type.</summary>
internal sealed class AdamWOptimizer : IDisposable
{
    private readonly AdamWOptions _options;
    private readonly (string Name, Tensor Parameter, Tensor Mean, Tensor Square)[] _slots;

    public AdamWOptimizer(IEnumerable<KeyValuePair<string, Tensor>> parameters, AdamWOptions options)
    {
        _options = options;
        using var scope = NewDisposeScope();
        using var none = no_grad();
        _slots = [.. parameters.Select(static p => (p.Key, p.Value, zeros_like(p.Value).DetachFromDisposeScope(), zeros_like(p.Value).DetachFromDisposeScope()))];
    }

    /// <summary>Steps taken.</summary>
    public int Steps { get; set; }

    /// <summary>The moments by name, to be stored and restored.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        _slots.SelectMany(static s => new KeyValuePair<string, Tensor>[] { new($"mean.{s.Name}", s.Mean), new($"square.{s.Name}", s.Square) });

    /// <summary>Moves the parameters by their gradients, which are cleared.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The gradients' norm before clipping; where it is not finite, nothing was moved.</returns>
    public double Step(double rate)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var gradients = _slots.Select(static s => s.Parameter.grad).ToArray();
        var squares = gradients.Where(static g => g is not null).Select(static g => g!.norm().to(ScalarType.Float64)).Select(static n => n.mul(n)).ToArray();
        var norm = squares.Length == 0 ? 0 : Math.Sqrt(stack(squares).sum().item<double>());
        if (!double.IsFinite(norm))
            return norm;

        Steps++;
        var step = tensor((float)Steps);
        var moved = _slots.Zip(gradients, static (slot, gradient) => (slot.Parameter, Gradient: gradient, slot.Mean, slot.Square)).Where(static m => m.Gradient is not null).ToArray();
        if (_options.ClipNorm > 0 && norm > _options.ClipNorm)
            Array.ForEach(moved, m => m.Gradient!.Scale(_options.ClipNorm / norm));

        foreach (var group in moved.GroupBy(static m => m.Parameter.dim() > 1))
        {
            TorchOperators.AdamW(
                [.. group.Select(static m => m.Parameter)], [.. group.Select(static m => m.Gradient!)], [.. group.Select(static m => m.Mean)], [.. group.Select(static m => m.Square)],
                step, rate, _options, group.Key ? _options.WeightDecay : 0);
        }

        Array.ForEach(moved, static m => m.Gradient!.zero_());
        return norm;
    }

    public void Dispose()
    {
        foreach (var (_, _, mean, square) in _slots)
        {
            mean.Dispose();
            square.Dispose();
        }
    }
}
