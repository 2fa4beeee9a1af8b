namespace LongWriter;

/// <summary>How the managed decoder keeps keys and values.</summary>
public enum KeyValueFormat
{
    /// <summary>16 bit (bfloat16).</summary>
    BFloat16,

    /// <summary>32 bit, for checks.</summary>
    Float32,
}
