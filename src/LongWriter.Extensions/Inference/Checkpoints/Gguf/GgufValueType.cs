namespace LongWriter;

/// <summary>The types that a metadata value of a GGUF file can have; the numbers are the file's.</summary>
internal enum GgufValueType : uint
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    Float32,
    Boolean,
    Text,
    Array,
    UInt64,
    Int64,
    Float64,
}
