using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LongWriter.Tests;

/// <summary>A tensor as a file holds it.</summary>
internal sealed record PlainTensor(int[] Shape, float[] Values);

/// <summary>A small checkpoint in the form and under the names that its family is published with; made and written without any code of the library.</summary>
internal sealed record PublishedModel(string Name, string ConfigJson, IReadOnlyDictionary<string, PlainTensor> Tensors)
{
    /// <summary>Writes config.json and model.safetensors (F32) into a folder.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), ConfigJson);
        SaveTensors(Path.Combine(folder, "model.safetensors"), Tensors);
    }

    public static void SaveTensors(string file, IEnumerable<KeyValuePair<string, PlainTensor>> tensors)
    {
        var (header, data) = (new StringBuilder("{"), new MemoryStream());
        Span<byte> four = stackalloc byte[4];
        foreach (var (name, tensor) in tensors)
        {
            var start = data.Length;
            foreach (var value in tensor.Values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(four, value);
                data.Write(four);
            }

            header.Append(CultureInfo.InvariantCulture, $"{(header.Length > 1 ? "," : "")}\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{start},{data.Length}]}}");
        }

        header.Append('}');
        while (header.Length % 8 != 0)
            header.Append(' ');

        using var stream = File.Create(file);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(header.ToString()));
        data.Position = 0;
        data.CopyTo(stream);
    }
}
