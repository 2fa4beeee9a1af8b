using System.Text.Json;

namespace LongWriter;

/// <summary>Which tokens begin a text and end an answer, for a file that is written.</summary>
internal sealed class GgufSpecialTokens
{
    private readonly GgufTokenizerFile _tokenizer;
    private readonly JsonElement _settings;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly ModelConfig _config;
    private readonly List<string> _notes;

    public GgufSpecialTokens(GgufTokenizerFile tokenizer, JsonElement settings, IReadOnlyList<string> tokens, ModelConfig config, List<string> notes)
    {
        (_tokenizer, _settings, _config, _notes) = (tokenizer, settings, config, notes);
        for (var id = 0; id < tokens.Count; id++)
            _ids[tokens[id]] = id;
    }

    public GgufVocabulary AddTo(GgufVocabulary vocabulary)
    {
        var (leading, trailing) = Template();
        if (leading?.Count > 1)
            _notes.Add($"The tokenizer puts {leading.Count} tokens before a text; a GGUF file can say one. None is put there; write them into the prompt.");

        var bos = leading is [var first] ? first : Named("bos_token") ?? _config.BosTokenId;
        var stops = Stops();
        // Readers take an id of their own where the file says none.
        if (stops.Count == 0)
            _notes.Add("No token is known that ends an answer; readers of the file may stop at another one, or never.");
        if (stops.Count > 3)
            _notes.Add($"A GGUF file has room for three tokens that end an answer; {string.Join(", ", stops.Skip(3))} were left out.");

        return vocabulary with
        {
            BosTokenId = bos,
            EosTokenId = At(stops, 0),
            EotTokenId = At(stops, 1),
            EomTokenId = At(stops, 2),
            UnknownTokenId = vocabulary.UnknownTokenId ?? Named("unk_token"),
            PaddingTokenId = Named("pad_token"),
            AddBos = bos is not null && (leading is not null ? leading.Count == 1 : GgufTokenizerFile.Flag(_settings, "add_bos_token") ?? false),
            AddEos = trailing is not null && trailing == At(stops, 0),
        };
    }

    /// <summary>What the tokenizer puts before and after a text; none: it has no template for that.</summary>
    private (List<int>? Leading, int? Trailing) Template()
    {
        if (_tokenizer.PostProcessors.FirstOrDefault(static p => GgufTokenizerFile.Type(p) == "TemplateProcessing") is not { ValueKind: JsonValueKind.Object } template
            || GgufTokenizerFile.Member(template, "single") is not { ValueKind: JsonValueKind.Array } single)
            return (null, null);

        var leading = new List<int>();
        int? trailing = null;
        var text = false;
        foreach (var part in single.EnumerateArray())
        {
            if (GgufTokenizerFile.Member(part, "SpecialToken") is not { } special)
                text = true;
            else if (GgufTokenizerFile.Text(special, "id") is not { } name || !_ids.TryGetValue(name, out var id))
                throw _tokenizer.Fault("has a template with a special token that is no token of it");
            else if (text)
                trailing = id;
            else
                leading.Add(id);
        }

        return (leading, trailing);
    }

    private List<int> Stops()
    {
        var stops = new List<int>();
        if (Named("eos_token") is { } eos)
            stops.Add(eos);

        stops.AddRange(_config.StopTokenIds.Where(id => !stops.Contains(id)));
        return stops;
    }

    /// <summary>The id of a token that tokenizer_config.json names, as text or as an object with the text in it.</summary>
    private int? Named(string name)
    {
        var text = GgufTokenizerFile.Text(_settings, name) ?? (GgufTokenizerFile.Member(_settings, name) is { } token ? GgufTokenizerFile.Text(token, "content") : null);
        return text is not null && _ids.TryGetValue(text, out var id) ? id : null;
    }

    private static int? At(List<int> ids, int index) => index < ids.Count ? ids[index] : null;
}
