using System.Text.Json;

namespace LongWriter;

/// <summary>Opens the safetensors files of a folder: one, or shards that an index names.</summary>
internal static class SafetensorsIndex
{
    public const string Suffix = ".index.json";

    private const int MaximumShards = 4096;

    /// <summary>The open files by tensor name. Faults (a missing shard, a tensor in two files or in another than the index says) are added to <paramref name="faults"/>.</summary>
    public static SafetensorsShards Open(string folder, string name, List<string> faults)
    {
        var single = Path.Combine(folder, $"{name}.safetensors");
        var index = single + Suffix;
        if (File.Exists(single))
            return new([SafetensorsFile.Open(single)], faults);
        if (!File.Exists(index))
            throw JsonModelFile.Invalid(folder, $"there is neither {name}.safetensors nor {name}.safetensors{Suffix}. Only weights in safetensors files can be read; convert others first.");
        var map = JsonModelFile.Read(index, root => ReadMap(root, index));
        var files = new List<SafetensorsFile>();
        try
        {
            foreach (var shard in map.Values.Distinct().Order(StringComparer.Ordinal))
            {
                var path = Path.Combine(folder, shard);
                if (File.Exists(path))
                    files.Add(SafetensorsFile.Open(path));
                else
                    faults.Add($"{shard}, which {Path.GetFileName(index)} names, is missing");
            }

            var shards = new SafetensorsShards(files, faults);
            CheckMap(map, shards, faults);
            return shards;
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    private static void CheckMap(Dictionary<string, string> map, SafetensorsShards shards, List<string> faults)
    {
        foreach (var (tensor, shard) in map)
        {
            if (shards.Find(tensor) is not { } found)
            {
                if (shards.Files.Any(file => Path.GetFileName(file.Path) == shard))
                    faults.Add($"{tensor} is not in {shard}, where the index has it");
            }
            else if (Path.GetFileName(found.File.Path) != shard)
            {
                faults.Add($"{tensor} is in {Path.GetFileName(found.File.Path)}, the index has it in {shard}");
            }
        }
    }

    private static Dictionary<string, string> ReadMap(JsonElement root, string index)
    {
        if (!root.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw JsonModelFile.Invalid(index, "weight_map, which says what file a tensor is in, is missing or no object.");
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            var file = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
            // A name, no path: an index must not reach out of its folder.
            if (file.Length == 0 || file != Path.GetFileName(file) || file.Contains('\\') || file.Contains('\0') || file is "." or "..")
                throw JsonModelFile.Invalid(index, $"weight_map.{entry.Name} is {JsonModelFile.Show(entry.Value)}; it has to be the name of a file in the same folder.");
            files.Add(entry.Name, file);
            if (distinct.Add(file) && distinct.Count > MaximumShards)
                throw JsonModelFile.Invalid(index, $"weight_map names more than {MaximumShards} files.");
        }

        return files.Count > 0 ? files : throw JsonModelFile.Invalid(index, "weight_map is empty.");
    }
}
