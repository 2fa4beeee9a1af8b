using System.Security.Cryptography;

namespace LongWriter.Tests;

/// <summary>8-bit weights that are kept on disk: used when they are what they have to be, made anew when not, never needed.</summary>
public sealed class WeightCacheTests : IDisposable
{
    private const string Config = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":300,"hidden_size":96,"intermediate_size":2400,"num_hidden_layers":3,
        "num_attention_heads":6,"num_key_value_heads":2,"max_position_embeddings":512,"rms_norm_eps":2e-5,"rope_theta":20000.0,"hidden_act":"silu",
        "tie_word_embeddings":false}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly LogLines _log = new();

    public WeightCacheTests() => Make(Model, 7);

    private string Model => _folder.File("model");

    private string Cache => _folder.File("cache");

    /// <summary>The one folder of kept weights.</summary>
    private string Kept => Assert.Single(Directory.GetDirectories(Cache));

    private string Data => Path.Combine(Kept, WeightCache.DataFile);

    private string Manifest => Path.Combine(Kept, WeightCache.ManifestFile);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kept_weights_give_the_same_logits_to_the_bit_and_no_matrix_is_read_for_them()
    {
        var plain = Load(cache: null).Logits;

        var first = Load();
        var second = Load(threads: 1);

        Assert.True(first.Int8Reads > 0);
        Assert.Equal(0, second.Int8Reads);
        Assert.Equal(plain, first.Logits);
        Assert.Equal(plain, second.Logits);
        Assert.Empty(_log.Warnings);
        // More than one piece, so that more than one sum is checked.
        Assert.True(new FileInfo(Data).Length > 2 * WeightCacheData.PieceBytes);
    }

    [Theory]
    [InlineData("a data file that was cut off", "bytes instead of")]
    [InlineData("a data file that goes on", "bytes instead of")]
    [InlineData("an empty data file", "bytes instead of")]
    [InlineData("no data file", "weights.bin")]
    [InlineData("another first byte", "what was written")]
    [InlineData("another byte in the middle", "what was written")]
    [InlineData("another last byte", "what was written")]
    [InlineData("two pieces exchanged", "what was written")]
    [InlineData("no manifest", "manifest.json")]
    [InlineData("a manifest that was cut off", "no manifest")]
    [InlineData("a manifest that is null", "other weights")]
    [InlineData("a manifest of nulls", "other weights")]
    [InlineData("a manifest of another layout", "other weights")]
    [InlineData("a manifest with a sum too few", "other weights")]
    [InlineData("a manifest with another sum", "what was written")]
    [InlineData("a manifest of another model", "other weights")]
    public void Damaged_weights_are_never_used_and_made_anew(string damage, string reason)
    {
        var whole = Load();
        Damage(damage);

        var again = Load();

        Assert.Contains(reason, Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.Equal(whole.Int8Reads, again.Int8Reads);
        Assert.Equal(whole.Logits, again.Logits);
        var mended = Load();
        Assert.Equal(0, mended.Int8Reads);
        Assert.Equal(whole.Logits, mended.Logits);
        Assert.Single(_log.Warnings);
    }

    [Theory]
    [InlineData("content")]
    [InlineData("time")]
    [InlineData("config.json")]
    public void Weights_of_files_that_were_changed_since_are_not_used(string what)
    {
        Load();
        var file = Path.Combine(Model, "model.safetensors");
        var time = File.GetLastWriteTimeUtc(file);
        switch (what)
        {
            case "content":
                // As large as before and, as it seems, as old: a fine-tuned model in an image whose times are all set to one.
                Make(Model, 8);
                File.SetLastWriteTimeUtc(file, time);
                break;
            case "time":
                File.SetLastWriteTimeUtc(file, time.AddSeconds(1));
                break;
            default:
                File.AppendAllText(Path.Combine(Model, "config.json"), "\n");
                break;
        }

        var changed = Load();

        Assert.True(changed.Int8Reads > 0);
        Assert.Equal(Load(cache: null).Logits, changed.Logits);
        Assert.Equal(2, Directory.GetDirectories(Cache).Length);
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void A_model_that_was_moved_is_recognised()
    {
        Load();
        Directory.Move(Model, _folder.File("elsewhere"));

        Assert.Equal(0, Load("elsewhere").Int8Reads);
    }

    [Fact]
    public void An_adapter_has_weights_of_its_own()
    {
        Adapter(1);
        var plain = Load();

        var adapted = Load(adapter: true);
        Assert.NotEqual(plain.Logits, adapted.Logits);
        Assert.Equal((0, true), Same(Load(adapter: true), adapted));

        Adapter(2);
        var other = Load(adapter: true);
        Assert.True(other.Int8Reads > 0);
        Assert.NotEqual(adapted.Logits, other.Logits);
        Assert.Equal(3, Directory.GetDirectories(Cache).Length);
    }

    [Fact]
    public void Weights_of_a_gguf_file_are_kept_too()
    {
        using (var source = HuggingFaceCheckpoint.Open(Model))
        {
            ByteLevelVocabulary.Write(Model, 300);
            GgufExporter.Export(source, Model, _folder.File("model.gguf"), GgufExportFormat.BFloat16);
        }

        var first = Load("model.gguf");

        Assert.Equal((0, true), Same(Load("model.gguf"), first));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_logged_and_the_model_loads()
    {
        File.WriteAllText(Cache, "a file");

        var loaded = Load();

        Assert.Contains("not kept", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.Equal(Load(cache: null).Logits, loaded.Logits);
    }

    [Fact]
    public void A_path_that_is_none_is_logged_and_the_model_loads()
    {
        Assert.True(Load(cache: "no\0path").Int8Reads > 0);

        Assert.Contains("not kept", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void While_another_process_writes_the_model_loads_and_leaves_it_alone()
    {
        Load();
        var kept = Kept;
        Directory.Delete(kept, recursive: true);
        using var other = new FileStream(Path.Combine(Cache, $".{Path.GetFileName(kept)}.lock"), FileMode.Create, FileAccess.Write, FileShare.None);

        Load();

        Assert.Contains("not kept", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Cache));
    }

    [Fact]
    public void What_a_killed_process_left_is_replaced()
    {
        Load();
        var (kept, data) = (Kept, File.ReadAllBytes(Data));
        var unfinished = Path.Combine(Cache, $".{Path.GetFileName(kept)}.unfinished");
        Directory.Move(kept, unfinished);
        File.Delete(Path.Combine(unfinished, WeightCache.ManifestFile));

        Load();

        Assert.Equal(kept, Kept);
        Assert.Equal(data, File.ReadAllBytes(Data));
        Assert.Empty(_log.Warnings);
        Assert.Empty(Directory.GetFiles(Cache));
    }

    [Fact]
    public void Weights_that_were_read_while_their_file_changed_are_not_kept()
    {
        Load(beforeRead: () => File.SetLastWriteTimeUtc(Path.Combine(Model, "model.safetensors"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

        Assert.Contains("changed while", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public void Weights_without_files_are_not_kept()
    {
        using var decoder = ManagedDecoder.Load(new PublishedWeights(PublishedModels.Create("llama")), new() { Weights = WeightFormat.Int8, Threads = 1, QuantizedCache = Cache }, _log);

        Assert.Contains("not kept", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Cache));
    }

    [Theory]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Float32)]
    public void Other_formats_write_nothing(WeightFormat format)
    {
        Load(format: format);

        Assert.False(Directory.Exists(Cache));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_chat_client_takes_the_folder_from_its_options_and_logs_what_it_does()
    {
        ByteLevelVocabulary.Write(Model, 300);
        var options = new LocalModelOptions { Weights = WeightFormat.Int8, Threads = 1, Template = "plain", QuantizedCache = Cache };

        LocalChatClient.Load(Model, options, loggers: _log).Dispose();
        LocalChatClient.Load(Model, options, loggers: _log).Dispose();

        Assert.Collection(
            _log.Lines,
            line => Assert.Contains("are kept in " + Kept, line.Text, StringComparison.Ordinal),
            line => Assert.Contains("are read from " + Kept, line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_bytes_are_those_of_the_layout_that_the_cache_names()
    {
        Load();

        // Where this fails, weights that users have kept would mean something else now: count WeightCache.Layout up, then take the new sum.
        Assert.Equal(
            (1, "7c1368c0ec12910eb364185e35cb8b11"),
            (WeightCache.Layout, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Data)))[..32]));
    }

    private static (int, bool) Same((int Int8Reads, float[][] Logits) loaded, (int, float[][] Logits) before) =>
        (loaded.Int8Reads, loaded.Logits.Zip(before.Logits).All(static rows => rows.First.AsSpan().SequenceEqual(rows.Second)));

    private static void Make(string folder, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var config = Path.Combine(folder, "source.json");
        File.WriteAllText(config, Config);
        RandomCheckpoint.Write(config, folder, new() { Seed = seed });
    }

    private (int Int8Reads, float[][] Logits) Load(
        string name = "model", string? cache = "", bool adapter = false, int threads = 2, WeightFormat format = WeightFormat.Int8, Action? beforeRead = null)
    {
        var path = _folder.File(name);
        ModelWeights source = File.Exists(path) ? GgufCheckpoint.Open(path) : HuggingFaceCheckpoint.Open(path);
        if (adapter)
            source = LoraAdapter.Load(source, _folder.File("adapter"));

        using var weights = new WatchedWeights(source, beforeRead);
        using var decoder = ManagedDecoder.Load(weights, new() { Weights = format, Threads = threads, QuantizedCache = cache is "" ? Cache : cache }, _log);
        return (weights.Int8Reads, DecoderRuns.Whole(decoder, [1, 2, 3, 77, 290, 5]));
    }

    private void Adapter(int seed)
    {
        var folder = Directory.CreateDirectory(_folder.File("adapter")).FullName;
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), """{"peft_type":"LORA","r":2,"lora_alpha":8,"target_modules":["q_proj"],"bias":"none"}""");
        var random = new Random(seed);
        PublishedModel.SaveTensors(Path.Combine(folder, "adapter_model.safetensors"), new Dictionary<string, PlainTensor>
        {
            ["base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight"] = Tensor(2, 96),
            ["base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight"] = Tensor(96, 2),
        });

        PlainTensor Tensor(int rows, int columns) => new([rows, columns], [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() - 0.5f)]);
    }

    private void Damage(string damage)
    {
        var (data, manifest) = (File.ReadAllBytes(Data), File.ReadAllText(Manifest));
        switch (damage)
        {
            case "a data file that was cut off": File.WriteAllBytes(Data, data[..^1]); break;
            case "a data file that goes on": File.WriteAllBytes(Data, [.. data, 0]); break;
            case "an empty data file": File.WriteAllBytes(Data, []); break;
            case "no data file": File.Delete(Data); break;
            case "another first byte": Flip(0); break;
            case "another byte in the middle": Flip(data.Length / 2); break;
            case "another last byte": Flip(data.Length - 1); break;
            case "two pieces exchanged":
                const int Piece = WeightCacheData.PieceBytes;
                File.WriteAllBytes(Data, [.. data[Piece..(2 * Piece)], .. data[..Piece], .. data[(2 * Piece)..]]);
                break;
            case "no manifest": File.Delete(Manifest); break;
            case "a manifest that was cut off": File.WriteAllText(Manifest, manifest[..^9]); break;
            case "a manifest that is null": File.WriteAllText(Manifest, "null"); break;
            case "a manifest of nulls": File.WriteAllText(Manifest, manifest[..manifest.IndexOf('[')] + "null}"); break;
            case "a manifest of another layout": File.WriteAllText(Manifest, manifest.Replace("\"layout\":1", "\"layout\":2", StringComparison.Ordinal)); break;
            case "a manifest with a sum too few": File.WriteAllText(Manifest, manifest[..manifest.LastIndexOf(',')] + "]}"); break;
            case "a manifest with another sum":
                var last = manifest.IndexOf(',', manifest.IndexOf('[')) - 1;
                File.WriteAllText(Manifest, manifest[..last] + (manifest[last] == '1' ? '2' : '1') + manifest[(last + 1)..]);
                break;
            default: File.WriteAllText(Manifest, manifest.Replace(Path.GetFileName(Kept), new string('0', 32), StringComparison.Ordinal)); break;
        }

        void Flip(int at)
        {
            data[at] ^= 1;
            File.WriteAllBytes(Data, data);
        }
    }
}
