namespace LongWriter.Tests;

public class DecoderCostTests
{
    [Fact]
    public void Operations_of_a_token_are_counted_product_by_product()
    {
        using var weights = new PublishedWeights(PublishedModels.Create("mistral"));
        // 2 layers of hidden 64, 4 heads and 2 groups of 32, inner 128; window 7; vocabulary 96.
        const double Layer = 64 * 128 + 2 * 64 * 64 + 128 * 64 + 3 * 64 * 128;

        Assert.Equal(2 * 2 * (Layer + 2 * 128 * 1), DecoderCost.FlopsPerToken(weights.Config, 0, logits: false));
        Assert.Equal(2 * 2 * (Layer + 2 * 128 * 7) + 2 * 64 * 96, DecoderCost.FlopsPerToken(weights.Config, 100, logits: true));
    }

    [Fact]
    public void The_cache_is_read_as_far_as_the_window_goes()
    {
        using var weights = new PublishedWeights(PublishedModels.Create("mistral"));
        using var decoder = ManagedDecoder.Load(weights, new() { Threads = 1 });

        // 2 layers, keys and values, 2 groups of 32, 2 bytes.
        Assert.Equal(3 * 512, DecoderCost.KeyValueBytesRead(weights.Config, decoder.Info, 2));
        Assert.Equal(7 * 512, DecoderCost.KeyValueBytesRead(weights.Config, decoder.Info, 400));
    }
}
