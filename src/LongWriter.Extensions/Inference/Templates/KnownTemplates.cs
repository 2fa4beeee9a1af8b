namespace LongWriter;

/// <summary>The texts of published templates.</summary>
internal static class KnownTemplates
{
    private const string Header = "<|start_header_id|>", HeaderEnd = "<|end_header_id|>\n\n";

    /// <summary>Llama 3's.</summary>
    public static ChatTemplate Llama3() => Llama3("llama-3", "", null);

    /// <summary>Llama 3.1's and 3.2's: a system turn with dates always stands first; the day is the one that the template falls back to.</summary>
    public static ChatTemplate Llama31() => Llama3("llama-3.1", "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n", "");

    /// <summary>ChatML, as Qwen 2 and 2.5 have it.</summary>
    /// <param name="defaultSystem">What the checkpoint's template says where the conversation has no system turn.</param>
    public static ChatTemplate ChatMl(string? defaultSystem) => new MarkupChatTemplate("chatml")
    {
        System = ChatMlTurn("system"),
        User = ChatMlTurn("user"),
        Assistant = ChatMlTurn("assistant"),
        DefaultSystem = defaultSystem,
        Stops = ["<|endoftext|>"],
        Required = ["<|im_start|>", "<|im_end|>"],
    };

    /// <summary>Qwen 3's.</summary>
    public static ChatTemplate Qwen3(bool thinks) => new Qwen3ChatTemplate(thinks ? "qwen3-thinking" : "qwen3", thinks)
    {
        System = ChatMlTurn("system"),
        User = ChatMlTurn("user"),
        Assistant = ChatMlTurn("assistant"),
        GenerationPrompt = ChatMlTurn("assistant").Before + (thinks ? "" : Qwen3ChatTemplate.NoThought),
        Stops = ["<|endoftext|>"],
        Required = ["<|im_start|>", "<|im_end|>"],
    };

    /// <summary>GLM-4's. The line feed after the role, which the published generation prompt leaves to the model, stands in ours.</summary>
    /// <remarks>An answer ends with the role token of the next turn, or with the end of text: what the model learns to write (LongWriter, train/pre_tokenize_glm4.py).</remarks>
    public static ChatTemplate Glm4() => new MarkupChatTemplate("glm-4")
    {
        Prefix = "[gMASK]<sop>",
        System = new("<|system|>\n"),
        User = new("<|user|>\n"),
        Assistant = new("<|assistant|>\n", End: "<|endoftext|>"),
        Stops = ["<|user|>", "<|observation|>"],
        Required = ["[gMASK]", "<sop>", "<|user|>", "<|assistant|>", "<|system|>", "<|endoftext|>"],
        EncodesPartsAlone = true,
        EndsLastAnswerOnly = true,
        NextHeaderEndsAnswer = true,
    };

    /// <summary>Mistral's forms, which differ by their spaces and by the turn that carries the system's text.</summary>
    public static ChatTemplate Mistral(string name, string open, string close, string beforeAnswer, SystemPlacement placement) => new MarkupChatTemplate(name)
    {
        Prefix = "<s>",
        System = new("", "\n\n"),
        User = new(open, close),
        Assistant = new(beforeAnswer, End: "</s>"),
        GenerationPrompt = "",
        SystemPlacement = placement,
        Alternates = true,
        Required = ["<s>", "</s>"],
    };

    /// <summary>Llama 2's.</summary>
    public static ChatTemplate Llama2() => new MarkupChatTemplate("llama-2")
    {
        System = new("<<SYS>>\n", "\n<</SYS>>\n\n"),
        User = new("<s>[INST] ", " [/INST]"),
        Assistant = new(" ", End: " </s>"),
        GenerationPrompt = "",
        Stops = ["</s>"],
        SystemPlacement = SystemPlacement.FirstUserTurn,
        Alternates = true,
        TrimsText = true,
        KeepsSystemSpace = true,
        Required = ["<s>", "</s>"],
    };

    /// <summary>The form LongWriter-llama3.1-8b was trained with (LongWriter, train/pre_tokenize_llama3.py): the system's text before the first [INST], an end only after the last answer.</summary>
    public static ChatTemplate LongWriterLlama() => new MarkupChatTemplate("longwriter-llama")
    {
        Prefix = "<|begin_of_text|>",
        System = new("<<SYS>>\n", "\n<</SYS>>\n\n"),
        User = new("[INST]", "[/INST]"),
        Assistant = new("", End: "<|end_of_text|>"),
        Stops = ["<|eot_id|>"],
        EndsLastAnswerOnly = true,
        Required = ["<|begin_of_text|>", "<|end_of_text|>"],
    };

    private static TurnMarkup ChatMlTurn(string role) => new($"<|im_start|>{role}\n", "\n", "<|im_end|>");

    private static MarkupChatTemplate Llama3(string name, string preamble, string? defaultSystem) => new(name)
    {
        Prefix = "<|begin_of_text|>",
        System = Llama3Turn("system", preamble),
        User = Llama3Turn("user", ""),
        Assistant = Llama3Turn("assistant", ""),
        DefaultSystem = defaultSystem,
        TrimsText = true,
        Stops = ["<|end_of_text|>", "<|eom_id|>"],
        Required = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
    };

    private static TurnMarkup Llama3Turn(string role, string preamble) => new($"{Header}{role}{HeaderEnd}{preamble}", End: "<|eot_id|>");
}
