namespace LongWriter;

/// <summary>How <see cref="TorchDecoder"/> runs a model.</summary>
public sealed class TorchDecoderOptions
{
    /// <summary>How the weight matrices are held; it also settles the arithmetic: fp32 computes in fp32, the others in bfloat16 with sums, norms, rotations and the residual stream in fp32. Default <see cref="WeightFormat.BFloat16"/>.</summary>
    /// <remarks><see cref="WeightFormat.Int8"/> has one scale a row here, not one for each 32 weights: libtorch's kernel takes no other form. Prefer the managed decoder where its accuracy matters.</remarks>
    public WeightFormat Weights { get; set; } = WeightFormat.BFloat16;

    /// <summary>Where it computes: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, … or <c>mps</c>, as far as the native package that the app references has it. Default <c>cpu</c>. The tests of LongWriter run on the CPU; the other devices are untested.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>Threads that compute on the CPU; a setting of the whole process. <see langword="null"/>, the default, leaves libtorch's own choice, one a core.</summary>
    public int? Threads { get; set; }

    /// <summary>How libtorch is loaded, where it is not yet.</summary>
    public TorchRuntimeOptions Runtime { get; set; } = new();
}
