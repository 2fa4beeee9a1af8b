using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>A model's parameters as they are trained: one tensor each under its canonical name, with its gradient.</summary>
internal sealed class TrainableModel : IDisposable
{
    // libtorch gives at most 2 GiB of a tensor's memory at once.
    private const int NumbersAtOnce = 16 << 20;

    private readonly Dictionary<string, Tensor> _parameters = new(StringComparer.Ordinal);

    /// <param name="weights">Where the numbers come from.</param>
    /// <param name="type">What they are held in: fp32, or fp64 for checks.</param>
    /// <param name="trained">Whether they are trained themselves, rather than something on top of them.</param>
    /// <param name="matrices">What matrices are held in, where they are not trained and that is another type: what products are computed in.</param>
    public TrainableModel(ModelWeights weights, ScalarType type = ScalarType.Float32, bool trained = true, ScalarType? matrices = null)
    {
        (Config, Type) = (weights.Config, type);
        try
        {
            foreach (var tensor in ModelTensor.Of(Config))
            {
                var held = tensor.IsVector ? type : matrices ?? type;
                _parameters.Add(tensor.Name, Read(weights, tensor, held).to(held).requires_grad_(trained).DetachFromDisposeScope());
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ModelConfig Config { get; }

    /// <summary>What parameters, gradients and the residual stream are held in; matrices that are not trained may be held in another.</summary>
    public ScalarType Type { get; }

    /// <summary>By canonical name, in the order of <see cref="ModelTensor.Of"/>.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    public Tensor this[string name] => _parameters[name];

    public Tensor? Find(string name) => _parameters.GetValueOrDefault(name);

    /// <summary>A tied head is the embedding itself.</summary>
    public Tensor Head => _parameters[Config.TiedEmbeddings ? TensorNames.Embedding : TensorNames.Head];

    public void ZeroGradients()
    {
        foreach (var parameter in _parameters.Values)
            parameter.grad?.zero_();
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
        {
            parameter.grad?.Dispose();
            parameter.Dispose();
        }
    }

    // In bfloat16 where that is asked for, else in fp32.
    private static Tensor Read(ModelWeights weights, ModelTensor tensor, ScalarType held)
    {
        var type = held == ScalarType.BFloat16 ? held : ScalarType.Float32;
        var target = tensor.IsVector ? empty(tensor.Rows, dtype: type) : empty(tensor.Rows, tensor.Columns, dtype: type);
        var height = Math.Max(1, NumbersAtOnce / tensor.Columns);
        for (var first = 0; first < tensor.Rows; first += height)
        {
            using var rows = target.narrow(0, first, Math.Min(height, tensor.Rows - first));
            if (type == ScalarType.BFloat16)
                weights.ReadBFloat16(tensor, first, MemoryMarshal.Cast<byte, ushort>(rows.bytes));
            else
                weights.Read(tensor, first, MemoryMarshal.Cast<byte, float>(rows.bytes));
        }

        return target;
    }
}
