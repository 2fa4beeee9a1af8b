using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>The matrices A and B of all adapted projections, with their gradients.</summary>
internal sealed class LoraMatrices : ITrainedAdapter, IDisposable
{
    private const string Down = ".lora_A.weight", Up = ".lora_B.weight", Weight = ".weight";

    private readonly Dictionary<string, Tensor> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Tensor Down, Tensor Up)> _pairs = new(StringComparer.Ordinal);

    /// <param name="config">The model's shape.</param>
    /// <param name="options">Rank, scale and projections.</param>
    /// <param name="type">What they are held in: fp32, or fp64 for checks.</param>
    public LoraMatrices(ModelConfig config, LoraOptions options, ScalarType type = ScalarType.Float32)
    {
        (Config, Options) = (config, options);
        using var scope = NewDisposeScope();
        foreach (var projection in Adapted(config, options))
        {
            var module = projection.Name[..^Weight.Length];
            var start = RandomWeights.Even((ulong)options.Seed, module + Down, options.Rank * projection.Columns, 1 / MathF.Sqrt(projection.Columns));
            var down = tensor(start, [options.Rank, projection.Columns]).to(type).requires_grad_(true).DetachFromDisposeScope();
            var up = zeros(projection.Rows, options.Rank, dtype: type).requires_grad_(true).DetachFromDisposeScope();
            _pairs.Add(projection.Name, (down, up));
            _parameters.Add(module + Down, down);
            _parameters.Add(module + Up, up);
        }
    }

    public ModelConfig Config { get; }

    public LoraOptions Options { get; }

    /// <summary>By the canonical name of the module and which matrix it is.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>By the canonical name of the projection's weights.</summary>
    public IReadOnlyDictionary<string, (Tensor Down, Tensor Up)> Pairs => _pairs;

    /// <summary>alpha / rank.</summary>
    public double Scale => Options.Alpha / Options.Rank;

    /// <summary>How many numbers are trained.</summary>
    public static long Count(ModelConfig config, LoraOptions options) => Adapted(config, options).Sum(t => (long)options.Rank * (t.Rows + t.Columns));

    public Tensor? Forward(string name, Tensor x)
    {
        if (!_pairs.TryGetValue(name, out var pair))
            return null;

        // [N, rank], which is scaled because it is the smaller one.
        var inner = nn.functional.linear(x, pair.Down.to(x.dtype)).Times(Scale);
        return nn.functional.linear(inner, pair.Up.to(x.dtype));
    }

    /// <summary>Writes them as a PEFT folder.</summary>
    /// <param name="folder">The folder to be made.</param>
    /// <param name="source">Where the model is that they are for.</param>
    /// <exception cref="LongWriterException">They hold numbers that are not finite (<see cref="LongWriterError.TrainingDiverged"/>), or the folder cannot be written.</exception>
    public void Write(string folder, string source) =>
        LoraWriter.Write(folder, Config, source, Options.Rank, Options.Alpha, _pairs.ToDictionary(static p => p.Key, static p => (Numbers(p.Value.Down), Numbers(p.Value.Up))));

    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
        {
            parameter.grad?.Dispose();
            parameter.Dispose();
        }
    }

    private static IEnumerable<ModelTensor> Adapted(ModelConfig config, LoraOptions options) =>
        ModelTensor.Of(config).Where(tensor => !tensor.IsVector && options.Targets.Any(target => tensor.Name.EndsWith($".{target}{Weight}", StringComparison.Ordinal)));

    private static float[] Numbers(Tensor matrix)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var numbers = MemoryMarshal.Cast<byte, float>(matrix.detach().to(ScalarType.Float32).contiguous().bytes).ToArray();
        return WeightConversion.AllFinite(numbers) ? numbers : throw new LongWriterException(LongWriterError.TrainingDiverged, "The trained matrices hold numbers that are not finite; take an earlier checkpoint.");
    }
}
