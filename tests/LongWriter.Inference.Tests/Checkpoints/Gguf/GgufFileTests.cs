namespace LongWriter.Tests;

/// <summary>The header of a GGUF file: every type of value, both versions, and what is said of a damaged one.</summary>
public class GgufFileTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_type_of_value_is_read(uint version)
    {
        using var folder = new TemporaryFolder();
        var bytes = new GgufBytes { Version = version }.Value("u8", (byte)200).Value("i8", (sbyte)-3).Value("u16", (ushort)60000).Value("i16", (short)-300)
            .Value("u32", 4000000000u).Value("i32", -5).Value("u64", 1UL << 40).Value("i64", -(1L << 40)).Value("f32", 0.25f).Value("f64", 1e-200)
            .Value("yes", true).Value("no", false).Value("text", "naïve 你好").Value("floats", new[] { 1f, -2f }).Value("ints", new[] { 3, -4 })
            .Value("texts", new[] { "a", "", "c" }).Value("nested", new[] { new[] { 1u, 2u }, new uint[] { 3 } }).Value("last", 7u);
        using var file = GgufFile.Open(bytes.Save(folder));
        var m = file.Metadata;

        Assert.Equal([200, -3, 60000, -300, 4000000000, -5, 1L << 40, -(1L << 40)], new[] { "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64" }.Select(key => m.Integer(key, long.MinValue, long.MaxValue)!.Value));
        Assert.Equal((0.25, 1e-200, 7.0), (m.Number("f32"), m.Number("f64"), m.Number("last")));
        Assert.Equal((true, false), (m.Flag("yes"), m.Flag("no")));
        Assert.Equal("naïve 你好", m.Text("text"));
        Assert.Equal([1f, -2f], m.Numbers("floats")!);
        Assert.Equal([3, -4], m.Integers("ints")!);
        Assert.Equal(["a", "", "c"], m.Texts("texts")!);
        Assert.Null(m.Text("missing"));
    }

    [Fact]
    public void A_value_of_another_type_than_the_one_needed_is_named()
    {
        using var folder = new TemporaryFolder();
        using var file = GgufFile.Open(new GgufBytes().Value("text", "x").Value("floats", new[] { 1f }).Value("nan", float.NaN).Save(folder));

        Assert.Contains("text", Fault(() => file.Metadata.Integer("text", 0, 9)), StringComparison.Ordinal);
        Assert.Contains("floats", Fault(() => file.Metadata.Texts("floats")), StringComparison.Ordinal);
        Assert.Contains("nan", Fault(() => file.Metadata.Number("nan")), StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_are_found_at_the_alignment_that_the_file_says()
    {
        using var folder = new TemporaryFolder();
        var bytes = new GgufBytes { Alignment = 256 }.Value("general.alignment", 256u).Floats("a", [1, 2, 3], 3).Floats("b", [4], 1);
        using var file = GgufFile.Open(bytes.Save(folder));

        Assert.Equal((256, 512), (file.Tensors["a"].Offset, file.Tensors["b"].Offset));
        using var mapped = file.Map(file.Tensors["b"], 0, 4);
        Assert.Equal(4f, BitConverter.ToSingle(mapped.Bytes));
    }

    public static TheoryData<string, string> Damaged => new()
    {
        { "signature", "is no GGUF file" },
        { "big-endian", "big-endian" },
        { "version", "version 1" },
        { "tensor count", "number of tensors" },
        { "value count", "number of metadata values" },
        { "key length", "length of a metadata key" },
        { "value type", "value type 77" },
        { "array length", "length of list" },
        { "deep array", "deep" },
        { "cut", "cut off" },
        { "two keys", "two metadata values" },
        { "two tensors", "two tensors" },
        { "five dimensions", "dimensions" },
        { "no dimensions", "dimensions" },
        { "size 0", "size 0" },
        { "size 2^60", "size 1152921504606846976" },
        { "product", "beyond the end" },
        { "offset", "beyond the end" },
        { "unaligned", "no multiple of 32" },
        { "overlap", "lies upon" },
        { "broken block", "whole blocks" },
        { "alignment", "power of two" },
        { "alignment 0", "general.alignment" },
        { "empty", "has 0 bytes" },
        { "missing", "cannot be opened" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_header_is_told_of(string what, string expected)
    {
        using var folder = new TemporaryFolder();
        var four = new byte[16];
        var bytes = what switch
        {
            "signature" => [.. "GGML"u8, .. new byte[40]],
            "big-endian" => [.. "GGUF"u8, 0, 0, 0, 3, .. new byte[40]],
            "version" => new GgufBytes { Version = 1 }.Build(),
            "tensor count" => [.. "GGUF"u8, 3, 0, 0, 0, .. BitConverter.GetBytes(1UL << 60), .. new byte[40]],
            "value count" => [.. "GGUF"u8, 3, 0, 0, 0, .. new byte[8], .. BitConverter.GetBytes(ulong.MaxValue), .. new byte[40]],
            "key length" => [.. "GGUF"u8, 3, 0, 0, 0, .. new byte[8], 1, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(1UL << 62), .. new byte[40]],
            "value type" => new GgufBytes().Raw("x", 77, 0, 0, 0, 0).Build(),
            "array length" => new GgufBytes().Raw("list", 9, [8, 0, 0, 0, .. BitConverter.GetBytes(1UL << 61)]).Build(),
            "deep array" => new GgufBytes().Raw("x", 9, [.. Enumerable.Repeat(new byte[] { 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 }, 1000).SelectMany(static b => b)]).Build(),
            "cut" => GgufLayoutTests.Llama().Build()[..300],
            "two keys" => new GgufBytes().Value("a", 1u).Value("a", 2u).Build(),
            "two tensors" => new GgufBytes().Floats("a", [1], 1).Floats("a", [1], 1).Build(),
            "five dimensions" => new GgufBytes().Tensor("a", [1, 1, 1, 1, 1], 0, four).Build(),
            "no dimensions" => new GgufBytes().Tensor("a", [], 0, four).Build(),
            "size 0" => new GgufBytes().Tensor("a", [4, 0], 0, four).Build(),
            "size 2^60" => new GgufBytes().Tensor("a", [1UL << 60], 0, four).Build(),
            "product" => new GgufBytes().Tensor("a", [1UL << 30, 1UL << 30, 1UL << 30, 16], 0, four).Build(),
            "offset" => new GgufBytes().Tensor("a", [4], 0, four, 1UL << 63).Build(),
            "unaligned" => new GgufBytes().Tensor("a", [4], 0, new byte[64], 4).Build(),
            "overlap" => new GgufBytes().Tensor("a", [16], 0, new byte[64]).Tensor("b", [4], 0, four, 32).Build(),
            "broken block" => new GgufBytes().Tensor("a", [33], 8, new byte[68]).Build(),
            "alignment" => new GgufBytes().Value("general.alignment", 48u).Floats("a", [1], 1).Build(),
            "alignment 0" => new GgufBytes().Value("general.alignment", 0u).Floats("a", [1], 1).Build(),
            "empty" => [],
            _ => null,
        };
        if (bytes is not null)
            File.WriteAllBytes(folder.File("model.gguf"), bytes);

        var message = Fault(() => GgufFile.Open(folder.File("model.gguf")).Dispose());

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("model.gguf", message, StringComparison.Ordinal);
    }

    internal static string Fault(Action action)
    {
        var fault = Assert.Throws<LongWriterException>(action);
        Assert.Equal(LongWriterError.InvalidModel, fault.Error);
        return fault.Message;
    }

    internal static string Fault(Func<object?> action) => Fault(() => { _ = action(); });
}
