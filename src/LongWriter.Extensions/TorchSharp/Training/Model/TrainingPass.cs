using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Runs packs through a model, forward and back. Single-threaded, and without waiting: gradient mode and dispose scopes belong to a thread.</summary>
internal sealed class TrainingPass : IDisposable
{
    private readonly TrainableModel _model;
    private readonly TrainingPassOptions _options;
    private readonly TrainingLayer _layer;
    private readonly HeadLoss _head;
    private readonly RotaryTable _rotary;

    public TrainingPass(TrainableModel model, TrainingPassOptions options, ITrainedAdapter? adapters = null)
    {
        (_model, _options) = (model, options);
        _layer = new(model, adapters, options.Type);
        _head = new(options.HeadRows, model.Type);
        _rotary = new(model.Config, CPU);
    }

    /// <summary>-log p of each target of a pack, in order.</summary>
    public double[] Losses(TokenPack pack)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var layout = new PackLayout(pack);
        var stream = Layers(layout, null);
        return layout.Targets.Length == 0 ? [] : Numbers(Head(layout, stream, null).Losses);
    }

    /// <summary>Adds the gradients of Σ weight · -log p to the parameters'.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="weights">The weight of each target, a function of its place among the targets and its sequence.</param>
    /// <returns>-log p of each target, in order.</returns>
    public double[] Backward(TokenPack pack, Func<int, int, double> weights)
    {
        using var scope = NewDisposeScope();
        var layout = new PackLayout(pack);
        if (layout.Targets.Length == 0)
            return [];

        var inputs = _options.Recompute ? new List<Tensor>() : null;
        Tensor stream;
        using (_options.Recompute ? no_grad() : null)
            stream = Layers(layout, inputs);

        var factors = tensor(layout.Targets.Select((t, i) => weights(i, t.Sequence)).ToArray(), dtype: _model.Type);
        var (losses, gradient) = Head(layout, stream, factors);
        if (inputs is null)
            stream.backward([gradient!]);
        else
            Recompute(layout, inputs, gradient!);

        return Numbers(losses);
    }

    public void Dispose() => _rotary.Dispose();

    // [N, H] after the last layer. The layers' inputs are kept where they are asked for.
    private Tensor Layers(PackLayout pack, List<Tensor>? inputs)
    {
        var rotations = Rotations(pack);
        var stream = Embed(pack);
        for (var i = 0; i < _model.Config.LayerCount; i++)
        {
            inputs?.Add(stream);
            stream = _layer.Forward(i, stream, pack, rotations);
        }

        return stream;
    }

    // From the last layer down, each is run again on its input, which then stands alone.
    private void Recompute(PackLayout pack, List<Tensor> inputs, Tensor gradient)
    {
        var rotations = Rotations(pack);
        for (var i = inputs.Count - 1; i >= 0; i--)
        {
            using var scope = NewDisposeScope();
            using var input = inputs[i].detach().requires_grad_(true);
            _layer.Forward(i, input, pack, rotations).backward([gradient]);
            gradient.Dispose();
            gradient = input.grad!.MoveToOuterDisposeScope();
            inputs[i].Dispose();
        }

        if (_model[TensorNames.Embedding].requires_grad)
            Embed(pack).backward([gradient]);
    }

    private (Tensor Losses, Tensor? Gradient) Head(PackLayout pack, Tensor stream, Tensor? weights)
    {
        var rows = tensor(pack.Targets.Select(static t => (long)t.Row).ToArray());
        var tokens = tensor(pack.Targets.Select(static t => (long)t.Token).ToArray());
        using var leaf = stream.detach().requires_grad_(weights is not null);
        Tensor hidden;
        using (weights is null ? no_grad() : enable_grad())
            hidden = _layer.Norm(leaf.index_select(0, rows), TensorNames.FinalNorm);

        var (losses, gradient) = _head.Run(hidden.detach(), _model.Head, tokens, weights);
        if (weights is null)
            return (losses, null);

        hidden.backward([gradient!]);
        return (losses, leaf.grad!.alias());
    }

    private Tensor Embed(PackLayout pack) => _model[TensorNames.Embedding].index_select(0, tensor(pack.Ids)).to(_model.Type);

    private Tensor Rotations(PackLayout pack) => _rotary.At(pack.Positions).to(_model.Type == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32);

    private static double[] Numbers(Tensor values) => values.to(ScalarType.Float64).data<double>().ToArray();
}

/// <summary>How packs are computed.</summary>
internal sealed record TrainingPassOptions
{
    /// <summary>What matrix products are computed in: bfloat16 for speed.</summary>
    public ScalarType Type { get; init; } = ScalarType.BFloat16;

    /// <summary>Whether layers are computed again on the way back instead of keeping what they computed.</summary>
    public bool Recompute { get; init; }

    /// <summary>Rows of logits that are there at once.</summary>
    public int HeadRows { get; init; } = 1024;
}
