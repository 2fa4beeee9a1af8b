namespace LongWriter;

/// <summary>What is said of a GGUF file that cannot be used.</summary>
internal static class GgufFault
{
    public static LongWriterException Of(string file, string what, Exception? inner = null) => new(LongWriterError.InvalidModel, $"{file}: {what}", inner);
}
