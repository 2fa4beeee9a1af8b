using System.Buffers.Binary;
using System.Text;

namespace LongWriter.Tests;

public class SafetensorsFileTests
{
    [Fact]
    public void A_file_put_together_by_hand_is_read()
    {
        using var folder = new TemporaryFolder();
        byte[] data = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 1, 0, 0, 0, 0, 0, 0, 0x80, 0x80, 0x3F, 7];
        var path = Save(folder, RawSafetensors.Bytes("""{"__metadata__":{"format":"pt"},"c":{"dtype":"BF16","shape":[],"data_offsets":[16,18]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"e":{"dtype":"F32","shape":[3,0],"data_offsets":[18,18]},"d":{"dtype":"U8","shape":[1],"data_offsets":[18,19]}}  """, data));
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(["a", "b", "c", "e", "d"], file.Tensors.Select(tensor => tensor.Name));
        var floats = new float[2];
        file.Read(file.Find("a")!, 0, floats.AsSpan());
        Assert.Equal([1f, -2f], floats);
        file.Read(file.Find("a")!, 1, floats.AsSpan(0, 1));
        Assert.Equal(-2f, floats[0]);
        var integers = new long[1];
        file.Read(file.Find("b")!, 0, integers.AsSpan());
        Assert.Equal(long.MinValue + 1, integers[0]);
        var bits = new ushort[1];
        file.Read(file.Find("c")!, 0, bits.AsSpan());
        Assert.Equal(0x3F80, bits[0]);
        Assert.Empty(file.Find("c")!.Shape);
        Assert.Equal((1, 0), (file.Find("c")!.ElementCount, file.Find("e")!.ElementCount));
        Assert.Null(file.Find("f"));
    }

    [Fact]
    public void What_lies_outside_a_tensor_cannot_be_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsEntry.Float32("a", [2, 2], new float[] { 1, 2, 3, 4 })]);
        var file = SafetensorsFile.Open(path);
        using var other = SafetensorsFile.Open(path);
        var tensor = file.Find("a")!;
        Assert.Throws<ArgumentException>(() => file.Read(tensor, 1, new float[4].AsSpan()));
        Assert.Throws<ArgumentException>(() => file.Read(tensor, -1, new float[1].AsSpan()));
        Assert.Throws<ArgumentException>(() => file.Read(tensor, long.MaxValue, new float[1].AsSpan()));
        Assert.Throws<ArgumentException>(() => file.Read(tensor, 0, new ushort[1].AsSpan()));
        Assert.Throws<ArgumentException>(() => other.Read(tensor, 0, new float[1].AsSpan()));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Read(tensor, 0, new float[1].AsSpan()));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "a")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""", 6, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""", 0, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,0]}}""", 0, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}""", 4, "a")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "1 bytes after")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "4 bytes before tensor a")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "a and b lie over")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "lie over")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "a is there twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "dtype")]
    [InlineData("""{"a":{"dtype":"F7","shape":[1],"data_offsets":[0,4]}}""", 4, "F7")]
    [InlineData("""{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", 4, "dtype")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"strides":[1]}}""", 4, "strides")]
    [InlineData("""{"a":[1]}""", 0, "a")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "__metadata__.n")]
    [InlineData("""{"__metadata__":{"n":"1","n":"2"}}""", 0, "__metadata__.n")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "__metadata__")]
    [InlineData("""{"__metadata__":{"n":{"m":{}}}}""", 0, "__metadata__.n")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "cannot be read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[[[[[1]]]]]]]]]],"data_offsets":[0,4]}}""", 4, "")]
    [InlineData("""{} {}""", 0, "JSON")]
    [InlineData(""" {}""", 0, "does not begin")]
    [InlineData("""{"a":""", 0, "JSON")]
    [InlineData("", 0, "does not begin")]
    public void A_header_that_cannot_be_is_refused(string header, int dataBytes, string named)
    {
        using var folder = new TemporaryFolder();
        AssertRefused(Save(folder, RawSafetensors.Bytes(header, dataBytes)), named);
    }

    [Theory]
    [InlineData(1UL << 60, "1152921504606846976")]
    [InlineData(ulong.MaxValue, "18446744073709551615")]
    [InlineData(100_000_001UL, "100000001")]
    [InlineData(1_000UL, "cut off")]
    public void A_header_longer_than_file_or_format_allow_is_refused_unread(ulong length, string named)
    {
        using var folder = new TemporaryFolder();
        var bytes = RawSafetensors.Bytes("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        AssertRefused(Save(folder, bytes), named);
    }

    [Fact]
    public void A_file_of_a_few_bytes_a_missing_one_and_a_folder_are_refused()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(Save(folder, [1, 2, 3]), "3 bytes");
        AssertRefused(Save(folder, []), "0 bytes");
        AssertRefused(folder.File("missing.safetensors"), "no such file");
        AssertRefused(folder.Path, folder.Path);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("whole.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsEntry.Int64("ids", [3], new long[] { 1, 2, 3 })]);
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length++)
            AssertRefused(Save(folder, bytes[..length]), "a.safetensors");
    }

    [Fact]
    public void Ten_thousand_mutated_headers_give_typed_errors_or_tensors_inside_the_file()
    {
        var random = new Random(20260101);
        var seeds = new[]
        {
            """{"__metadata__":{"format":"pt"},"model.norm.weight":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"lm_head.weight":{"dtype":"BF16","shape":[2,4],"data_offsets":[16,32]}}""",
            """{"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3,0],"data_offsets":[8,8]},"c":{"dtype":"F16","shape":[12],"data_offsets":[8,32]}}   """,
        };
        var opened = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var header = Mutation.Of(Encoding.UTF8.GetBytes(seeds[round % seeds.Length]), random, round % 50 == 0 ? 0 : 1 + random.Next(4));
            var fileLength = 8L + header.Length + 32;
            try
            {
                var tensors = SafetensorsHeader.Parse("a.safetensors", header, fileLength).Tensors.Values;
                opened++;
                Assert.All(tensors, tensor => Assert.InRange(tensor.Offset, 8 + header.Length, fileLength - tensor.ByteLength));
                Assert.Equal(32, tensors.Sum(tensor => tensor.ByteLength));
            }
            catch (LongWriterException exception)
            {
                Assert.Equal(LongWriterError.InvalidModel, exception.Error);
                Assert.StartsWith("a.safetensors: ", exception.Message);
            }
        }

        Assert.InRange(opened, 200, 9_000);
    }

    private static string Save(TemporaryFolder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder.File("a.safetensors"), bytes);
        return folder.File("a.safetensors");
    }

    private static void AssertRefused(string path, string named)
    {
        var exception = Assert.Throws<LongWriterException>(() => SafetensorsFile.Open(path));
        Assert.Equal(LongWriterError.InvalidModel, exception.Error);
        Assert.StartsWith(path, exception.Message);
        Assert.Contains(named, exception.Message);
    }
}
