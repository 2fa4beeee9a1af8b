namespace LongWriter;

/// <summary>A chat template that a new tokenizer can be given: its text in Jinja, which <see cref="ChatTemplates.For"/> recognises, and the tokens it needs.</summary>
internal sealed record TrainableTemplate(string Name, string Text, IReadOnlyList<string> SpecialTokens, string? Bos, string? Eos, string? Pad)
{
    /// <summary>The token that ends a text where nothing else is said.</summary>
    public const string EndOfText = "<|endoftext|>";

    private static readonly TrainableTemplate[] Known =
    [
        new(
            "chatml",
            "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}" +
            "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
            [EndOfText, "<|im_start|>", "<|im_end|>"], null, "<|im_end|>", EndOfText),
        new("llama-3", ByteLevelVocabulary.ChatTemplateText, ByteLevelVocabulary.SpecialTokens, "<|begin_of_text|>", "<|eot_id|>", "<|end_of_text|>"),
    ];

    /// <summary>No template.</summary>
    public static TrainableTemplate None { get; } = new("", "", [EndOfText], null, null, null);

    /// <summary>The template of a name.</summary>
    /// <exception cref="LongWriterException">There is none.</exception>
    public static TrainableTemplate Get(string? name) => name is null
        ? None
        : Known.FirstOrDefault(template => template.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new LongWriterException(LongWriterError.InvalidRequest, $"Template is '{name}'; a tokenizer can be given one of: {string.Join(", ", Known.Select(template => template.Name))}.");
}
