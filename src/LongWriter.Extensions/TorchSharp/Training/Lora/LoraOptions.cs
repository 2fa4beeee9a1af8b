namespace LongWriter;

/// <summary>Low-rank adaptation: instead of a projection's weights W, two small matrices are trained on top of them, y = W x + alpha / rank · B A x (LoRA, Hu et al. 2021, section 4.1).</summary>
/// <remarks>
/// W is frozen: it has neither gradient nor moments, and is held in the type that products are computed in. A [rank, inputs] begins at random, uniform between ± 1 / √inputs as in the
/// peft library, B [outputs, rank] at 0, so that the model begins as it is. Learning rates are some ten times those of full training: 1e-4 to 2e-4 for models of billions of parameters.
/// </remarks>
public sealed record LoraOptions
{
    /// <summary>The projections that there are.</summary>
    internal static readonly IReadOnlyList<string> Projections = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>Rows of A and columns of B; 16, at most 1,024.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>The rank times the scale of what is added; 32.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>The projections that are adapted, in every layer, by their names in a Llama checkpoint, which are meant for every family; all seven: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj.</summary>
    public IReadOnlyList<string> Targets { get; init; } = Projections;

    /// <summary>Begins A; 0.</summary>
    public long Seed { get; init; }
}
