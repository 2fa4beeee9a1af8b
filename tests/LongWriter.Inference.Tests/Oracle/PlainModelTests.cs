namespace LongWriter.Tests;

/// <summary>What is known of the oracle without another model: causality, rotation that sees distances alone, and that each part of a checkpoint matters.</summary>
public class PlainModelTests
{
    public static TheoryData<string> Families => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_later_token_changes_no_earlier_logits(string family)
    {
        var model = new PlainModel(PublishedModels.Create(family));
        var (ids, other) = (PublishedModels.Tokens(12), PublishedModels.Tokens(12));
        other[11] = (other[11] + 1) % PublishedModels.Vocabulary;

        var (first, second) = (model.Logits(ids), model.Logits(other));

        Assert.Equal(first[..11], second[..11]);
        Assert.NotEqual(first[11], second[11]);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_tensor_moves_the_logits(string family)
    {
        var model = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(9);
        var exact = new PlainModel(model).Logits(ids)[^1];
        // Scaled unevenly: a norm behind a matrix undoes what scales all of it.
        foreach (var (name, tensor) in model.Tensors.Where(static t => !t.Key.EndsWith("inv_freq", StringComparison.Ordinal)))
        {
            var changed = model.Tensors.ToDictionary(static t => t.Key, t => t.Key == name ? new PlainTensor(tensor.Shape, [.. tensor.Values.Select(static (v, i) => i % 3 == 0 ? 1.5f * v : v)]) : t.Value);

            Assert.True(LogitError.Relative([.. new PlainModel(model with { Tensors = changed }).Logits(ids)[^1].Select(static l => (float)l)], exact) > 1e-5, name);
        }
    }

    [Fact]
    public void A_token_outside_the_window_of_all_layers_changes_nothing()
    {
        var model = new PlainModel(PublishedModels.Create("mistral"));
        // Two layers of window 7 reach 12 tokens back.
        var (ids, other) = (PublishedModels.Tokens(20), PublishedModels.Tokens(20));
        other[0] = (other[0] + 1) % PublishedModels.Vocabulary;

        var (first, second) = (model.Logits(ids), model.Logits(other));

        Assert.NotEqual(first[12], second[12]);
        Assert.Equal(first[13], second[13]);
    }
}
