using System.Text.Json.Nodes;

namespace LongWriter.Tests;

public sealed class TemplateRecognitionTests : IDisposable
{
    private readonly TestTokenizers _files = new();

    public void Dispose() => _files.Dispose();

    private ModelTokenizer With(string? template, params string[] special)
    {
        var merges = TestTokenizers.ByteMerges(3);
        var vocabulary = TestTokenizers.ByteVocabulary(merges);
        var file = TestTokenizers.ByteLevel(vocabulary, merges, false, false, SplitPattern.Llama3, false);
        file["added_tokens"] = new JsonArray([.. special.Select((text, index) => TestTokenizers.Added(vocabulary.Count + index, text, true))]);
        file["post_processor"] = null;
        return ModelTokenizers.Load(_files.Write(file, new JsonObject { ["chat_template"] = template }));
    }

    // Made up in the manner of the published ones; only the markers count.
    [Theory]
    [InlineData("{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>' }}", "llama-3")]
    [InlineData("{{- '<|start_header_id|>system' }}{{- 'Cutting Knowledge Date: December 2023\\n' }}", "llama-3.1")]
    [InlineData("{{ '<|im_start|>' + message.role + '\\n' }}", "chatml")]
    [InlineData("{{ '<|im_start|>' }}{% if enable_thinking is defined %}{{ '<think>' }}{% endif %}", "qwen3")]
    [InlineData("[gMASK]<sop>{% for item in messages %}<|{{ item['role'] }}|>", "glm-4")]
    [InlineData("{{ bos_token + '[INST] <<SYS>>\\n' + system }}", "llama-2")]
    [InlineData("{{ '[INST] ' + message['content'] + ' [/INST]' }}{{ message['content'] + eos_token }}", "mistral")]
    [InlineData("{{ '[INST] ' + message['content'] + '[/INST]' }}{{ ' ' + message['content'] + eos_token }}", "mistral-v3")]
    [InlineData("{{ '[INST]' + message['content'] + '[/INST]' }}{{ message['content'] + eos_token }}", "mistral-nemo")]
    public void A_published_template_is_recognised_by_what_only_it_has(string template, string name) =>
        Assert.Equal(name, ChatTemplates.For(With(template)).Name);

    [Fact]
    public void Spaces_of_Mistrals_forms_are_those_of_the_checkpoint()
    {
        var tokenizer = With("{% if loop.last and system_message is defined %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% endif %}{{ message['content'] + eos_token }}", "<s>", "</s>", "[INST]", "[/INST]");
        ChatTurn[] turns = [new("system", "s"), new("user", "a"), new("assistant", "b"), new("user", "c")];

        Assert.Equal("<s>[INST] a [/INST]b</s>[INST] s\n\nc [/INST]", tokenizer.Decode(ChatTemplates.For(tokenizer).Render(turns, tokenizer).Ids, false));
    }

    [Fact]
    public void A_system_text_that_the_checkpoint_puts_by_itself_is_put()
    {
        var tokenizer = With("{% if messages[0]['role'] == 'system' %}{{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}{% else %}{{- '<|im_start|>system\\nYou are a test. Be brief.<|im_end|>\\n' }}{% endif %}", "<|im_start|>", "<|im_end|>");
        var template = ChatTemplates.For(tokenizer);

        var chat = template.Render([new("user", "a")], tokenizer);
        Assert.Equal("<|im_start|>system\nYou are a test. Be brief.<|im_end|>\n<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n", tokenizer.Decode(chat.Ids, false));
        Assert.Equal((-1, ChatSpanKind.Control), (chat.Spans[0].Turn, chat.Spans[0].Kind));
        Assert.DoesNotContain("brief", tokenizer.Decode(template.Render([new("system", "own"), new("user", "a")], tokenizer).Ids, false));
    }

    [Theory]
    [InlineData("llama-3", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|begin_of_text|>")]
    [InlineData("chatml", "<|im_start|>", "<|im_end|>")]
    [InlineData("glm-4", "[gMASK]", "<sop>", "<|assistant|>")]
    [InlineData("mistral-v3", "[INST]", "[/INST]", "<s>", "</s>")]
    public void Without_a_template_the_special_tokens_tell(string name, params string[] special) =>
        Assert.Equal(name, ChatTemplates.For(With(null, special)).Name);

    [Fact]
    public void LongWriters_own_Llama_is_known_by_its_name() =>
        Assert.Equal("longwriter-llama", ChatTemplates.For(With(null, "<|start_header_id|>", "<|eot_id|>"), "LongWriter-llama3.1-8b").Name);

    [Theory]
    [InlineData("{{ '### Instruction' }}")]
    [InlineData("[SYSTEM_PROMPT]x[/SYSTEM_PROMPT][INST]")]
    [InlineData(null)]
    public void An_unknown_template_names_those_to_choose_from(string? template)
    {
        var error = Assert.Throws<LongWriterException>(() => ChatTemplates.For(With(template)));
        Assert.Equal(LongWriterError.InvalidModel, error.Error);
        Assert.Contains("llama-3", error.Message);
        Assert.Contains("plain", error.Message);
    }

    [Fact]
    public void An_unknown_name_is_a_bad_request()
    {
        var error = Assert.Throws<LongWriterException>(() => ChatTemplates.Get("llama-9"));
        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("glm-4", error.Message);
        Assert.Equal("glm-4", ChatTemplates.Get("GLM-4").Name);
    }
}
