namespace LongWriter;

/// <summary>How a decoder holds its weight matrices. Norms and biases are always fp32.</summary>
public enum WeightFormat
{
    /// <summary>16 bit, as most checkpoints are published (bfloat16).</summary>
    BFloat16,

    /// <summary>32 bit, for checks and small models.</summary>
    Float32,

    /// <summary>8 bit in groups of 32 weights of a row with one scale each, made while the checkpoint is read. Only weights: activations are 16 bit in such groups, a hundredth of the weights' error.</summary>
    Int8,
}
