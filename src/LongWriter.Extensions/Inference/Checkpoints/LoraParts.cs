namespace LongWriter;

/// <summary>Where a canonical tensor finds what is added to it.</summary>
/// <param name="Delta">What is added to the module that it is (a part of).</param>
/// <param name="FirstRow">Its first row there.</param>
internal readonly record struct LoraPart(LoraDelta Delta, int FirstRow);

/// <summary>Reads an adapter's tensors, whose names are those of the published modules, and finds the canonical tensors they belong to.</summary>
internal static class LoraParts
{
    public const string Prefix = "base_model.model.";
    public const string DownSuffix = ".lora_A.weight";
    public const string UpSuffix = ".lora_B.weight";

    public static IReadOnlyDictionary<string, LoraPart> Read(ModelConfig model, LoraConfig config, SafetensorsShards shards, List<string> faults)
    {
        var layout = TensorLayout.Of(model);
        var modules = layout.Sources(model).Where(source => !source.IsVector && source.Name != layout.Locate(model, TensorNames.Embedding).Name).ToDictionary(source => ModuleOf(source.Name), StringComparer.Ordinal);
        var deltas = new Dictionary<string, LoraDelta>(StringComparer.Ordinal);
        foreach (var name in ModulesIn(shards, faults))
        {
            if (!modules.TryGetValue(name, out var module))
                faults.Add($"{name} is no linear layer of {model.Architecture}");
            else if (config.TargetModules?.Any(target => IsTarget(name, target)) == false)
                faults.Add($"{name} is not among target_modules");
            else if (ReadDelta(module, config, shards, faults) is { } delta)
                deltas.Add(name, delta);
        }

        foreach (var target in config.TargetModules ?? [])
        {
            if (faults.Count == 0 && !deltas.Keys.Any(name => IsTarget(name, target)))
                faults.Add($"target_modules names {target}, for which there is no tensor");
        }

        if (faults.Count == 0 && deltas.Count == 0)
            faults.Add("there is no tensor");
        var parts = new Dictionary<string, LoraPart>(StringComparer.Ordinal);
        foreach (var tensor in ModelTensor.Of(model).Where(tensor => !tensor.IsVector))
        {
            var place = layout.Locate(model, tensor.Name);
            if (deltas.TryGetValue(ModuleOf(place.Name), out var delta))
                parts.Add(tensor.Name, new(delta, place.FirstRow));
        }

        return parts;
    }

    private static List<string> ModulesIn(SafetensorsShards shards, List<string> faults)
    {
        var modules = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in shards.Names)
        {
            var suffix = name.EndsWith(DownSuffix, StringComparison.Ordinal) ? DownSuffix : UpSuffix;
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > Prefix.Length + suffix.Length)
                modules.Add(name[Prefix.Length..^suffix.Length]);
            else
                faults.Add($"{name} is no tensor of a plain LoRA adapter");
        }

        return [.. modules];
    }

    private static LoraDelta? ReadDelta(ModelTensor module, LoraConfig config, SafetensorsShards shards, List<string> faults)
    {
        var name = Prefix + ModuleOf(module.Name);
        var down = ReadMatrix(new(name + DownSuffix, config.Rank, module.Columns), shards, faults);
        var up = ReadMatrix(new(name + UpSuffix, module.Rows, config.Rank), shards, faults);
        if (down is null || up is null)
            return null;
        for (var index = 0; index < up.Length; index++)
            up[index] *= config.Scale;
        return new(config.Rank, module.Columns, down, up);
    }

    private static float[]? ReadMatrix(ModelTensor matrix, SafetensorsShards shards, List<string> faults)
    {
        if (shards.Find(matrix.Name) is not var (file, tensor))
            faults.Add($"{matrix.Name} is missing");
        else if (tensor.Shape is not [var rows, var columns] || rows != matrix.Rows || columns != matrix.Columns)
            faults.Add($"{matrix.Name} is {tensor.ShapeText}; rank and model ask for [{matrix.Rows}, {matrix.Columns}]");
        else if (tensor.Type is not (SafetensorsType.F32 or SafetensorsType.F16 or SafetensorsType.BF16))
            faults.Add($"{matrix.Name} is stored as {tensor.Type.Name()}; supported are F32, F16 and BF16");
        else if (tensor.ElementCount > Array.MaxLength)
            faults.Add($"{matrix.Name} is too large");
        else
            return ReadAll(matrix, file, tensor);
        return null;
    }

    private static float[] ReadAll(ModelTensor matrix, SafetensorsFile file, SafetensorsTensor tensor)
    {
        var values = new float[tensor.ElementCount];
        new StoredRows(matrix, file, tensor, 0).Read(0, values);
        return values;
    }

    private static bool IsTarget(string module, string target) => module == target || module.EndsWith("." + target, StringComparison.Ordinal);

    /// <summary>The module that a tensor is of.</summary>
    public static string ModuleOf(string tensor) => tensor[..tensor.LastIndexOf('.')];
}
