using System.Globalization;
using System.Text.Json;

namespace LongWriter;

/// <summary>A token that a <c>tokenizer.json</c> adds to those of its model.</summary>
internal readonly record struct GgufAddedToken(int Id, string Text, bool IsSpecial);

/// <summary>What of a tokenizer goes into a GGUF file: of a <c>tokenizer.json</c>, or of a <c>tokenizer.model</c> in tiktoken's form. The parts that only concern how a text is cut stay as they are.</summary>
internal sealed class GgufTokenizerFile : IDisposable
{
    private const long LargestFile = 1 << 28;

    private readonly JsonDocument? _document;

    private GgufTokenizerFile(string path, JsonDocument document)
    {
        Path = path;
        _document = document;
        var root = document.RootElement;
        var model = Member(root, "model") ?? throw Fault("has no model");
        if (Text(model, "type") is not (null or "BPE"))
            throw Fault($"is of model type {Text(model, "type")}; GGUF files of these models hold BPE");

        Vocabulary = ReadVocabulary(model);
        Merges = ReadMerges(model);
        Added = ReadAdded(root);
        IgnoreMerges = Flag(model, "ignore_merges") ?? false;
        ByteFallback = Flag(model, "byte_fallback") ?? false;
        UnknownToken = Text(model, "unk_token");
        Normalizers = Steps(root, "normalizer", "normalizers");
        PreTokenizers = Steps(root, "pre_tokenizer", "pretokenizers");
        PostProcessors = Steps(root, "post_processor", "processors");
        Decoders = Steps(root, "decoder", "decoders");
    }

    private GgufTokenizerFile(string path, ReadOnlySpan<byte> content, JsonElement settings)
    {
        Path = path;
        IsTiktoken = true;
        (Vocabulary, Merges) = GgufTiktoken.Read(path, content);
        Added = ReadAddedBySettings(settings);
        IgnoreMerges = true;
        Normalizers = PreTokenizers = PostProcessors = Decoders = [];
    }

    public string Path { get; }

    /// <summary>Whether it is byte-level BPE by its kind, in tiktoken's form.</summary>
    public bool IsTiktoken { get; }

    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    public IReadOnlyList<GgufAddedToken> Added { get; }

    /// <summary>Whether a word that is a token is not put together by merges.</summary>
    public bool IgnoreMerges { get; }

    /// <summary>Whether a character without a token becomes tokens of its bytes.</summary>
    public bool ByteFallback { get; }

    public string? UnknownToken { get; }

    public IReadOnlyList<JsonElement> Normalizers { get; }

    public IReadOnlyList<JsonElement> PreTokenizers { get; }

    public IReadOnlyList<JsonElement> PostProcessors { get; }

    public IReadOnlyList<JsonElement> Decoders { get; }

    /// <summary>Reads the tokenizer of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">Its tokenizer_config.json.</param>
    public static GgufTokenizerFile Read(string folder, JsonElement settings)
    {
        var path = System.IO.Path.Combine(folder, "tokenizer.json");
        if (Parse(path) is not { } document)
        {
            var model = System.IO.Path.Combine(folder, "tokenizer.model");
            return ReadBytes(model) is { } content
                ? new(model, content, settings)
                : throw GgufFault.Of(path, "is not there. Name the folder of the checkpoint; where its tokenizer has another form, save it with AutoTokenizer.save_pretrained of a current transformers, which writes tokenizer.json.");
        }

        try
        {
            return new(path, document);
        }
        catch (InvalidOperationException e)
        {
            // What System.Text.Json says of texts that are not Unicode.
            document.Dispose();
            throw GgufFault.Of(path, $"is damaged: {e.Message}", e);
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>Parses a JSON file; <see langword="null"/> where there is none.</summary>
    public static JsonDocument? Parse(string path)
    {
        if (ReadBytes(path) is not { } content)
            return null;

        try
        {
            var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw GgufFault.Of(path, "is no JSON object. Name a checkpoint's own tokenizer.");
        }
        catch (JsonException e)
        {
            throw GgufFault.Of(path, $"cannot be read: {e.Message}", e);
        }
    }

    public LongWriterException Fault(string what) => GgufFault.Of(Path, what + ".");

    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool? Flag(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    public static string Type(JsonElement step) => Text(step, "type") ?? "";

    public void Dispose() => _document?.Dispose();

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            if (file.Length > LargestFile)
                throw GgufFault.Of(path, $"has {file.Length:N0} bytes, more than {LargestFile:N0}. Name a checkpoint's own tokenizer.");

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw GgufFault.Of(path, $"cannot be read: {e.Message}", e);
        }
    }

    private Dictionary<string, int> ReadVocabulary(JsonElement model)
    {
        if (Member(model, "vocab") is not { ValueKind: JsonValueKind.Object } vocabulary)
            throw Fault("has no model.vocab");

        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in vocabulary.EnumerateObject())
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out var id) || id < 0)
                throw Fault($"gives token {token.Name} the id {token.Value}, which is no token id");

            tokens[token.Name] = id;
        }

        return tokens;
    }

    private List<(string, string)> ReadMerges(JsonElement model)
    {
        var merges = new List<(string, string)>();
        if (Member(model, "merges") is not { } array)
            return merges;
        if (array.ValueKind != JsonValueKind.Array)
            throw Fault("has model.merges that are no list");

        foreach (var merge in array.EnumerateArray())
        {
            string? left = null, right = null;
            if (merge.ValueKind == JsonValueKind.String && merge.GetString()!.Split(' ') is [var first, var second])
                (left, right) = (first, second);
            else if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String)
                (left, right) = (merge[0].GetString(), merge[1].GetString());
            if (string.IsNullOrEmpty(left) || string.IsNullOrEmpty(right) || left.Contains(' ', StringComparison.Ordinal) || right.Contains(' ', StringComparison.Ordinal))
                throw Fault($"has the merge {merge}, which is not two tokens");

            merges.Add((left, right));
        }

        return merges;
    }

    private List<GgufAddedToken> ReadAdded(JsonElement root)
    {
        var added = new List<GgufAddedToken>();
        if (Member(root, "added_tokens") is not { ValueKind: JsonValueKind.Array } array)
            return added;

        foreach (var token in array.EnumerateArray())
        {
            if (Text(token, "content") is not { Length: > 0 } text || Member(token, "id") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var id) || id < 0)
                throw Fault("has an entry in added_tokens without content or id");

            added.Add(new(id, text, Flag(token, "special") ?? false));
        }

        return added;
    }

    private List<GgufAddedToken> ReadAddedBySettings(JsonElement settings)
    {
        if (Member(settings, "added_tokens_decoder") is not { ValueKind: JsonValueKind.Object } tokens)
            throw Fault("says nothing of control tokens, and there is no added_tokens_decoder in tokenizer_config.json that does");

        var added = new List<GgufAddedToken>();
        foreach (var token in tokens.EnumerateObject())
        {
            if (!int.TryParse(token.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Text(token.Value, "content") is not { Length: > 0 } text)
                throw Fault($"stands beside a tokenizer_config.json whose added_tokens_decoder has no token under {token.Name}");

            added.Add(new(id, text, Flag(token.Value, "special") ?? false));
        }

        return added;
    }

    private static List<JsonElement> Steps(JsonElement root, string name, string inner)
    {
        var steps = new List<JsonElement>();
        if (Member(root, name) is not { } step)
            return steps;
        if (Type(step) == "Sequence" && Member(step, inner) is { ValueKind: JsonValueKind.Array } array)
            steps.AddRange(array.EnumerateArray());
        else
            steps.Add(step);

        return steps;
    }
}
