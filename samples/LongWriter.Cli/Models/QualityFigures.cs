using System.Numerics.Tensors;

namespace LongWriter.Cli.Models;

/// <summary>Adds up how logits differ from exact ones.</summary>
internal sealed class QualityFigures(int vocabulary)
{
    private double _difference;
    private double _size;
    private double _loss;
    private int _agreed;
    private int _positions;

    /// <param name="exact">fp32's logits of the same positions.</param>
    /// <param name="rows">The logits to be held against them.</param>
    public void Add(float[] exact, PredictedRows rows)
    {
        for (var i = 0; i < rows.Next.Length; i++)
            Add(exact.AsSpan(i * vocabulary, vocabulary), rows.Logits.AsSpan(i * vocabulary, vocabulary), rows.Next.Span[i]);
    }

    public FormatQuality Report(string weights, long weightBytes) => new(weights)
    {
        WeightBytes = weightBytes,
        Perplexity = Math.Min(Math.Exp(_loss / _positions), double.MaxValue),
        LogitError = _size > 0 ? Math.Sqrt(_difference / _size) : 0,
        Agreement = (double)_agreed / _positions,
    };

    private void Add(ReadOnlySpan<float> exact, ReadOnlySpan<float> actual, int next)
    {
        var (greatest, sum) = (TensorPrimitives.Max(actual), 0.0);
        for (var i = 0; i < vocabulary; i++)
        {
            var difference = (double)actual[i] - exact[i];
            _difference += difference * difference;
            _size += (double)exact[i] * exact[i];
            sum += Math.Exp(actual[i] - (double)greatest);
        }

        _loss += greatest + Math.Log(sum) - actual[next];
        _agreed += TensorPrimitives.IndexOfMax(exact) == TensorPrimitives.IndexOfMax(actual) ? 1 : 0;
        _positions++;
    }
}
