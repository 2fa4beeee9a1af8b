using System.Text.Json;

namespace LongWriter;

/// <summary>Writes an adapter as a PEFT folder, which <see cref="LoraAdapter"/> and the peft library load.</summary>
internal static class LoraWriter
{
    /// <summary>Writes <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>, in fp32.</summary>
    /// <remarks>
    /// Where a family keeps several projections in one module, their matrices become one pair of it: A's one below the other, B's in blocks along the diagonal, so that
    /// B · A is theirs, each in its rows. Such a module has a multiple of the rank, and because all modules of a folder have the same, the others are filled up with zeros;
    /// alpha is multiplied alike, so that the scale stays.
    /// </remarks>
    /// <param name="folder">The folder to be made.</param>
    /// <param name="model">The shape of the model that it is for.</param>
    /// <param name="source">Where that model is.</param>
    /// <param name="rank">Of each projection's matrices.</param>
    /// <param name="alpha">Rank times the scale.</param>
    /// <param name="matrices">By the canonical name of the projection's weights: A [rank, inputs] and B [outputs, rank].</param>
    public static void Write(string folder, ModelConfig model, string source, int rank, double alpha, IReadOnlyDictionary<string, (float[] Down, float[] Up)> matrices)
    {
        var layout = TensorLayout.Of(model);
        var parts = matrices.Keys.ToLookup(name => layout.Locate(model, name).Name);
        var modules = layout.Sources(model).Where(module => parts.Contains(module.Name)).ToList();
        var width = parts.Max(static p => p.Count());
        AtomicFile.CreateFolder(folder);
        SafetensorsWriter.Write(Path.Combine(folder, "adapter_model.safetensors"), modules.SelectMany(module =>
        {
            var name = LoraParts.Prefix + LoraParts.ModuleOf(module.Name);
            var (down, up) = (new float[width * rank * module.Columns], new float[module.Rows * width * rank]);
            var part = 0;
            foreach (var projection in parts[module.Name].OrderBy(p => layout.Locate(model, p).FirstRow))
                Place(matrices[projection], layout.Locate(model, projection).FirstRow, part++);

            return new[]
            {
                SafetensorsEntry.Float32(name + LoraParts.DownSuffix, [width * rank, module.Columns], down),
                SafetensorsEntry.Float32(name + LoraParts.UpSuffix, [module.Rows, width * rank], up),
            };

            void Place((float[] Down, float[] Up) pair, int firstRow, int block)
            {
                pair.Down.CopyTo(down, block * pair.Down.Length);
                for (var row = 0; row < pair.Up.Length / rank; row++)
                    pair.Up.AsSpan(row * rank, rank).CopyTo(up.AsSpan((firstRow + row) * width * rank + block * rank));
            }
        }));
        var targets = modules.Select(static m => LoraParts.ModuleOf(m.Name)).Select(static m => m[(m.LastIndexOf('.') + 1)..]).Distinct().ToList();
        AtomicFile.Write(Path.Combine(folder, LoraConfig.FileName), stream => WriteConfig(stream, source, width * rank, width * alpha, targets));
    }

    private static void WriteConfig(Stream stream, string source, int rank, double alpha, List<string> targets)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("peft_type", "LORA");
        json.WriteString("task_type", "CAUSAL_LM");
        json.WriteString("base_model_name_or_path", source);
        json.WriteNumber("r", rank);
        // The peft library has it as an integer; it divides it all the same.
        if (alpha == Math.Floor(alpha))
            json.WriteNumber("lora_alpha", (long)alpha);
        else
            json.WriteNumber("lora_alpha", alpha);
        json.WriteNumber("lora_dropout", 0.0);
        json.WriteStartArray("target_modules");
        targets.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteString("bias", "none");
        json.WriteBoolean("fan_in_fan_out", false);
        json.WriteBoolean("inference_mode", true);
        json.WriteBoolean("init_lora_weights", true);
        json.WriteNull("modules_to_save");
        json.WriteEndObject();
    }
}
