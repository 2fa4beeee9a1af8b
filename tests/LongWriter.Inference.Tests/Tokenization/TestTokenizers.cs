using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter.Tests;

/// <summary>Small tokenizers of each published form, written as files and, apart from that, as plain dictionaries.</summary>
internal sealed class TestTokenizers : IDisposable
{
    public static readonly string[] Corpus =
        ["low lower lowest newest widest the then they 'tis don't we're 中文字符 日本語 naïve Straße 𝒳𝒴 👍🏽 2024 12345 aaaa ababab return x**2 for(int i=0;i<n;++i){ } \n\n  \t  <0x41> हिन्दी"];

    private readonly string _root = Directory.CreateTempSubdirectory("tokenizer-").FullName;
    private int _next;

    public void Dispose() => Directory.Delete(_root, true);

    public string Folder()
    {
        var folder = Path.Combine(_root, $"{_next++}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    public string Write(JsonNode tokenizer, JsonNode? settings = null)
    {
        var folder = Folder();
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokenizer.ToJsonString());
        if (settings is not null)
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), settings.ToJsonString());
        return folder;
    }

    /// <summary>Learns merges by counting, the slow way.</summary>
    public static List<(string Left, string Right)> Learn(IEnumerable<List<string>> words, int count)
    {
        var parts = words.ToList();
        var merges = new List<(string, string)>();
        while (merges.Count < count)
        {
            var best = parts.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.First, StringComparer.Ordinal).ThenBy(group => group.Key.Second, StringComparer.Ordinal).FirstOrDefault();
            if (best is null)
                break;

            merges.Add(best.Key);
            foreach (var word in parts)
            {
                for (var at = 0; at + 1 < word.Count; at++)
                {
                    if ((word[at], word[at + 1]) == best.Key)
                    {
                        word[at] += word[at + 1];
                        word.RemoveAt(at + 1);
                    }
                }
            }
        }

        return merges;
    }

    public static List<(string Left, string Right)> ByteMerges(int digits) =>
        Learn(NaiveBpe.Llama3Words(Corpus[0], digits).Select(word => NaiveBpe.Alphabet(Encoding.UTF8.GetBytes(word)).Select(character => character.ToString()).ToList()), 150);

    public static Dictionary<string, int> ByteVocabulary(List<(string Left, string Right)> merges)
    {
        var vocabulary = Enumerable.Range(0, 256).ToDictionary(value => NaiveBpe.Alphabet([(byte)value]), value => value);
        foreach (var (left, right) in merges)
            vocabulary.TryAdd(left + right, vocabulary.Count);
        return vocabulary;
    }

    public static JsonObject ByteLevel(Dictionary<string, int> vocabulary, List<(string Left, string Right)> merges, bool asPairs, bool ignoreMerges, string pattern, bool compose) => new()
    {
        ["added_tokens"] = new JsonArray(Added(vocabulary.Count, "<|begin|>", true), Added(vocabulary.Count + 1, "<|eot_id|>", true), Added(vocabulary.Count + 2, "<tool>", false)),
        ["normalizer"] = compose ? new JsonObject { ["type"] = "NFC" } : null,
        ["pre_tokenizer"] = JsonNode.Parse($$"""
            {"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":{{JsonSerializer.Serialize(pattern)}} },"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}
            """),
        ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
        ["post_processor"] = JsonNode.Parse($$"""
            {"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<|begin|>","type_id":0} },{"Sequence":{"id":"A","type_id":0} }],"special_tokens":{"<|begin|>":{"id":"<|begin|>","ids":[{{vocabulary.Count}}],"tokens":["<|begin|>"]} } }]}
            """),
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["ignore_merges"] = ignoreMerges,
            ["vocab"] = Vocabulary(vocabulary),
            ["merges"] = Merges(merges, asPairs),
        },
    };

    /// <summary>Unknown, beginning, end, 256 bytes, characters, merged pieces; in SentencePiece's manner.</summary>
    public static (Dictionary<string, int> Vocabulary, List<(string Left, string Right)> Merges) Pieces()
    {
        var text = Corpus[0].Replace("<0x41>", "").Replace(' ', '▁');
        var words = ("▁" + text).Split('▁').Skip(1).Select(word => "▁" + word);
        var merges = Learn(words.Select(word => word.EnumerateRunes().Select(rune => rune.ToString()).ToList()), 120);
        var vocabulary = new Dictionary<string, int> { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        for (var value = 0; value < 256; value++)
            vocabulary.Add($"<0x{value:X2}>", vocabulary.Count);
        foreach (var rune in text.EnumerateRunes())
            vocabulary.TryAdd(rune.ToString(), vocabulary.Count);
        foreach (var (left, right) in merges)
            vocabulary.TryAdd(left + right, vocabulary.Count);
        return (vocabulary, merges);
    }

    public static JsonObject Llama2(bool metaspace)
    {
        var (vocabulary, merges) = Pieces();
        return new()
        {
            ["added_tokens"] = new JsonArray(Added(0, "<unk>", true), Added(1, "<s>", true), Added(2, "</s>", true)),
            ["normalizer"] = metaspace ? null : JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"""),
            ["pre_tokenizer"] = metaspace ? JsonNode.Parse("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""") : null,
            ["decoder"] = JsonNode.Parse("""{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}"""),
            ["model"] = new JsonObject { ["type"] = "BPE", ["unk_token"] = "<unk>", ["fuse_unk"] = true, ["byte_fallback"] = true, ["vocab"] = Vocabulary(vocabulary), ["merges"] = Merges(merges, false) },
        };
    }

    /// <summary>The same pieces as a SentencePiece model: scores fall with the order of the merges.</summary>
    public static byte[] SentencePieceModel(int modelType = 2)
    {
        using var model = new MemoryStream();
        foreach (var (text, id) in Pieces().Vocabulary.OrderBy(pair => pair.Value))
        {
            using var piece = new MemoryStream();
            Field(piece, 1, Encoding.UTF8.GetBytes(text));
            piece.WriteByte(2 << 3 | 5);
            piece.Write(BitConverter.GetBytes(-(float)id));
            Number(piece, 3, id == 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1);
            Field(model, 1, piece.ToArray());
        }

        using var trainer = new MemoryStream();
        Number(trainer, 3, modelType);
        Number(trainer, 35, 1);
        Field(model, 2, trainer.ToArray());
        using var normalizer = new MemoryStream();
        Number(normalizer, 3, 1);
        Number(normalizer, 4, 0);
        Number(normalizer, 5, 1);
        Field(model, 3, normalizer.ToArray());
        return model.ToArray();
    }

    public static JsonObject Added(int id, string content, bool special, bool left = false, bool right = false, bool word = false, bool? normalized = null)
    {
        var token = new JsonObject { ["id"] = id, ["content"] = content, ["special"] = special, ["lstrip"] = left, ["rstrip"] = right, ["single_word"] = word };
        if (normalized is not null)
            token["normalized"] = normalized;
        return token;
    }

    private static JsonObject Vocabulary(Dictionary<string, int> vocabulary) => new(vocabulary.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonArray Merges(List<(string Left, string Right)> merges, bool asPairs) =>
        new([.. merges.Select(pair => asPairs ? (JsonNode)new JsonArray(pair.Left, pair.Right) : $"{pair.Left} {pair.Right}")]);

    private static void Field(Stream stream, int field, byte[] content)
    {
        Varint(stream, (uint)(field << 3 | 2));
        Varint(stream, (uint)content.Length);
        stream.Write(content);
    }

    private static void Number(Stream stream, int field, int value)
    {
        Varint(stream, (uint)field << 3);
        Varint(stream, (uint)value);
    }

    private static void Varint(Stream stream, uint value)
    {
        for (; value > 127; value >>= 7)
            stream.WriteByte((byte)(value | 128));
        stream.WriteByte((byte)value);
    }
}
