namespace LongWriter.Tests.TorchSharp;

/// <summary>Shorthands for decoders in tests.</summary>
internal static class Decoders
{
    public static TorchDecoder Create(PublishedModel model, WeightFormat weights = WeightFormat.Float32)
    {
        using var source = new PublishedWeights(model);
        return new(source, new() { Weights = weights });
    }

    public static TorchDecoder Create(string family, WeightFormat weights = WeightFormat.Float32) => Create(PublishedModels.Create(family), weights);

    /// <summary>Appends tokens and gives the logits after each of them.</summary>
    public static float[][] Append(this IDecoder decoder, IDecoderSequence sequence, params ReadOnlySpan<int> tokens)
    {
        var logits = new float[tokens.Length * decoder.Config.VocabularySize];
        decoder.Forward([new(sequence, tokens.ToArray(), LogitRows.All)], logits);
        return Rows(logits, decoder.Config.VocabularySize);
    }

    public static float[][] Rows(float[] logits, int width) => [.. logits.Chunk(width)];

    /// <summary>Each row within the relative error that fp32 sums leave.</summary>
    public static void Near(double[] exact, float[] actual, double error = 1e-4) => Assert.InRange(LogitError.Relative(actual, exact), 0, error);

    public static void Near(IReadOnlyList<double[]> exact, IReadOnlyList<float[]> actual, double error = 1e-4)
    {
        Assert.Equal(exact.Count, actual.Count);
        for (var i = 0; i < exact.Count; i++)
            Near(exact[i], actual[i], error);
    }

    public static void Near(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, double error = 1e-5) =>
        Near([.. expected.Select(static row => Array.ConvertAll(row, static number => (double)number))], actual, error);
}
