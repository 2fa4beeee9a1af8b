using static TorchSharp.torch;

namespace LongWriter.Benchmarks;

/// <summary>The step that one would write down first: a batch of rows of equal length, every projection by itself, norms and rotation from their formulas, all logits at once, and the library's own optimiser.</summary>
internal sealed class PlainTraining : IDisposable
{
    private readonly Dictionary<string, TorchSharp.Modules.Parameter> _model;
    private readonly ModelConfig _config;
    private readonly ScalarType _type;
    private readonly optim.Optimizer _optimizer;

    public PlainTraining(ModelWeights weights, ScalarType type)
    {
        (_config, _type) = (weights.Config, type);
        using (var model = new TrainableModel(weights))
            _model = model.Parameters.ToDictionary(static p => p.Key, static p => new TorchSharp.Modules.Parameter(p.Value.detach().clone()));
        _optimizer = optim.AdamW([.. _model.Values], 1e-4, 0.9, 0.95, weight_decay: 0.1);
    }

    public void Step(IReadOnlyList<TrainingSequence> rows)
    {
        using var scope = NewDisposeScope();
        var ids = tensor([.. rows.SelectMany(static r => r.Ids).Select(static id => (long)id)]).view(rows.Count, -1);
        var length = ids.shape[1];
        _optimizer.zero_grad();
        var half = _config.HeadDimension / 2;
        var angles = arange(length, dtype: ScalarType.Float32).unsqueeze(1) * tensor([.. new RotaryFrequencies(_config).Values.ToArray().Select(static f => (float)f)]).unsqueeze(0);
        var (cosine, sine) = (cat([angles, angles], 1).cos(), cat([angles, angles], 1).sin());
        var x = _model[TensorNames.Embedding].index_select(0, ids.flatten()).view(ids.shape[0], length, -1);
        for (var i = 0; i < _config.LayerCount; i++)
        {
            var h = Norm(x, TensorNames.AttentionNorm(i));
            var (q, k, v) = (Heads(Linear(h, TensorNames.Query(i))), Heads(Linear(h, TensorNames.Key(i))), Heads(Linear(h, TensorNames.Value(i))));
            (q, k) = (Rotate(q), Rotate(k));
            var shared = q.shape[1] / k.shape[1];
            if (shared > 1)
                (k, v) = (k.repeat_interleave(shared, 1), v.repeat_interleave(shared, 1));
            var mixed = nn.functional.scaled_dot_product_attention(q.to(_type), k.to(_type), v, null, is_casual: true);
            x = x + Linear(mixed.transpose(1, 2).reshape(x.shape[0], length, -1), TensorNames.AttentionOutput(i));
            h = Norm(x, TensorNames.FeedForwardNorm(i));
            x = x + Linear(nn.functional.silu(Linear(h, TensorNames.Gate(i))) * Linear(h, TensorNames.Up(i)), TensorNames.Down(i));
        }

        var logits = nn.functional.linear(Norm(x, TensorNames.FinalNorm), _model[_config.TiedEmbeddings ? TensorNames.Embedding : TensorNames.Head].to(_type)).to(ScalarType.Float32);
        var loss = nn.functional.cross_entropy(logits.narrow(1, 0, length - 1).flatten(0, 1), ids.narrow(1, 1, length - 1).flatten());
        loss.backward();
        _optimizer.step();

        Tensor Heads(Tensor t) => t.view(t.shape[0], length, -1, _config.HeadDimension).transpose(1, 2);

        Tensor Rotate(Tensor t) => t * cosine + cat([-t.narrow(3, half, half), t.narrow(3, 0, half)], 3) * sine;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (var parameter in _model.Values)
            parameter.Dispose();
    }

    private Tensor Linear(Tensor x, string name) => nn.functional.linear(x, _model[name].to(_type));

    private Tensor Norm(Tensor x, string name) => (x * (x.square().mean([-1], keepdim: true) + _config.NormEpsilon).rsqrt() * _model[name]).to(_type);
}
