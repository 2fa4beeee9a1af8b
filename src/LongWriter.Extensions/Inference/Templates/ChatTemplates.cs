namespace LongWriter;

/// <summary>The chat templates that are known by name, and how a checkpoint's own is recognised.</summary>
public static class ChatTemplates
{
    private static readonly Dictionary<string, Func<ChatTemplate>> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["llama-3"] = KnownTemplates.Llama3,
        ["llama-3.1"] = KnownTemplates.Llama31,
        ["chatml"] = () => KnownTemplates.ChatMl(null),
        ["qwen3"] = () => KnownTemplates.Qwen3(thinks: false),
        ["qwen3-thinking"] = () => KnownTemplates.Qwen3(thinks: true),
        ["glm-4"] = KnownTemplates.Glm4,
        ["mistral"] = () => KnownTemplates.Mistral("mistral", "[INST] ", " [/INST]", " ", SystemPlacement.FirstUserTurn),
        ["mistral-v3"] = () => KnownTemplates.Mistral("mistral-v3", "[INST] ", "[/INST]", " ", SystemPlacement.LastUserTurn),
        ["mistral-nemo"] = () => KnownTemplates.Mistral("mistral-nemo", "[INST]", "[/INST]", "", SystemPlacement.LastUserTurn),
        ["llama-2"] = KnownTemplates.Llama2,
        ["longwriter-llama"] = KnownTemplates.LongWriterLlama,
        ["plain"] = () => new PlainChatTemplate(),
    };

    /// <summary>The names to choose from.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>A template by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>; case does not count.</param>
    /// <exception cref="LongWriterException">There is none of this name (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static ChatTemplate Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.TryGetValue(name, out var make)
            ? make()
            : throw new LongWriterException(LongWriterError.InvalidRequest, $"There is no chat template '{name}'. Choose one of: {string.Join(", ", Names)}.");
    }

    /// <summary>
    /// The template of a checkpoint: <c>longwriter-llama</c> for a model of that name; else by what the checkpoint's own template has in it;
    /// else, where it brings none, by the special tokens of its vocabulary.
    /// </summary>
    /// <remarks>A checkpoint's own template is never run. What it puts by itself is kept where it is known: Qwen 2.5's system text, Llama 3.1's dates (with the template's own fixed day), Mistral's spaces.</remarks>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="modelName">The name of the model or of its folder, where it is known.</param>
    /// <exception cref="LongWriterException">The template is not a known one (<see cref="LongWriterError.InvalidModel"/>); name one, or use a <see cref="MarkupChatTemplate"/>.</exception>
    public static ChatTemplate For(ModelTokenizer tokenizer, string? modelName = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var tokens = tokenizer.SpecialTokens;
        if (modelName?.Contains("longwriter-llama", StringComparison.OrdinalIgnoreCase) == true)
            return KnownTemplates.LongWriterLlama();

        if (tokenizer.ChatTemplateText is { } text)
        {
            return TemplateMarkers.Recognise(text, tokens.ContainsKey("<|begin_of_text|>"))
                ?? throw Unknown("has a chat template of its own that is not a known one");
        }

        return tokens.ContainsKey("<|start_header_id|>") && tokens.ContainsKey("<|eot_id|>") ? KnownTemplates.Llama3()
            : tokens.ContainsKey("[gMASK]") && tokens.ContainsKey("<|assistant|>") ? KnownTemplates.Glm4()
            : tokens.ContainsKey("<|im_start|>") && tokens.ContainsKey("<|im_end|>") ? KnownTemplates.ChatMl(null)
            : tokens.ContainsKey("[INST]") ? Get("mistral-v3")
            : throw Unknown("has no chat template, and its special tokens tell of none");
    }

    private static LongWriterException Unknown(string problem) =>
        new(LongWriterError.InvalidModel, $"The checkpoint {problem}. Name one of: {string.Join(", ", Names)} (plain for a base model), or give a {nameof(MarkupChatTemplate)}.");
}
