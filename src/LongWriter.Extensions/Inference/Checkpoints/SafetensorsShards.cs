namespace LongWriter;

/// <summary>Open safetensors files that belong together, and what tensor is in which.</summary>
internal sealed class SafetensorsShards : IDisposable
{
    private readonly Dictionary<string, (SafetensorsFile File, SafetensorsTensor Tensor)> _tensors = new(StringComparer.Ordinal);

    public SafetensorsShards(IReadOnlyList<SafetensorsFile> files, List<string> faults)
    {
        Files = files;
        foreach (var file in files)
        {
            foreach (var tensor in file.Tensors)
            {
                if (!_tensors.TryAdd(tensor.Name, (file, tensor)))
                    faults.Add($"{tensor.Name} is in {Path.GetFileName(_tensors[tensor.Name].File.Path)} and in {Path.GetFileName(file.Path)}");
            }
        }
    }

    public IReadOnlyList<SafetensorsFile> Files { get; }

    public IEnumerable<string> Names => _tensors.Keys;

    public (SafetensorsFile File, SafetensorsTensor Tensor)? Find(string name) => _tensors.TryGetValue(name, out var found) ? found : null;

    public void Identify(SourceFingerprint fingerprint)
    {
        fingerprint.Add(Files.Count);
        foreach (var file in Files)
            file.Identify(fingerprint);
    }

    public void Dispose()
    {
        foreach (var file in Files)
            file.Dispose();
    }
}
