using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter;

/// <summary>What the bytes of a weight cache have to be.</summary>
internal sealed record WeightCacheManifest
{
    // 8 TB of weights, at 19 characters a piece of 1 MB.
    private const long MostBytes = 160_000_000;

    public string Fingerprint { get; init; } = "";

    public int Layout { get; init; }

    public long Bytes { get; init; }

    public int PieceBytes { get; init; }

    public ulong[] Sums { get; init; } = [];

    public static WeightCacheManifest Of(string fingerprint, long bytes, ulong[] sums) =>
        new() { Fingerprint = fingerprint, Layout = WeightCache.Layout, Bytes = bytes, PieceBytes = WeightCacheData.PieceBytes, Sums = sums };

    /// <returns>What is wrong with the file; <see langword="null"/> where nothing is.</returns>
    public static string? TryRead(string path, string fingerprint, long bytes, out WeightCacheManifest manifest)
    {
        manifest = new();
        if (new FileInfo(path).Length > MostBytes)
            return $"{WeightCache.ManifestFile} is no manifest";

        try
        {
            manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), WeightCacheJson.Default.WeightCacheManifest) ?? manifest;
        }
        catch (JsonException)
        {
            return $"{WeightCache.ManifestFile} is no manifest";
        }

        return manifest.Fingerprint == fingerprint && manifest.Layout == WeightCache.Layout && manifest.Bytes == bytes
            && manifest.PieceBytes == WeightCacheData.PieceBytes && manifest.Sums?.Length == WeightCacheData.Pieces(bytes)
            ? null
            : $"{WeightCache.ManifestFile} tells of other weights";
    }

    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, WeightCacheJson.Default.WeightCacheManifest));
}

[JsonSerializable(typeof(WeightCacheManifest))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
internal sealed partial class WeightCacheJson : JsonSerializerContext;
