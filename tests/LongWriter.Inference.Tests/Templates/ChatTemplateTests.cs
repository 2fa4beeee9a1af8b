using System.Text.Json.Nodes;

namespace LongWriter.Tests;

public sealed class ChatTemplateTests : IDisposable
{
    private static readonly ChatTurn[] Talk = [new("system", " Be kind."), new("user", "Hello "), new("assistant", " Hi!"), new("user", "Why?")];

    private readonly TestTokenizers _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>A byte-level tokenizer with the given special tokens.</summary>
    private ModelTokenizer Bytes(params string[] special)
    {
        var merges = TestTokenizers.ByteMerges(3);
        var vocabulary = TestTokenizers.ByteVocabulary(merges);
        var file = TestTokenizers.ByteLevel(vocabulary, merges, false, false, SplitPattern.Llama3, false);
        file["added_tokens"] = new JsonArray([.. special.Select((text, index) => TestTokenizers.Added(vocabulary.Count + index, text, true))]);
        file["post_processor"] = null;
        return ModelTokenizers.Load(_files.Write(file));
    }

    private ModelTokenizer Llama3() => Bytes("<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>");

    private ModelTokenizer ChatMl() => Bytes("<|im_start|>", "<|im_end|>", "<|endoftext|>");

    private ModelTokenizer Glm() => Bytes("[gMASK]", "<sop>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>", "<|endoftext|>");

    private ModelTokenizer Mistral() => Bytes("<s>", "</s>", "[INST]", "[/INST]");

    private ModelTokenizer Llama2() => ModelTokenizers.Load(_files.Write(TestTokenizers.Llama2(false)));

    private ModelTokenizer For(string name) => name switch
    {
        "llama-3" or "llama-3.1" or "longwriter-llama" => Llama3(),
        "chatml" or "qwen3" or "qwen3-thinking" => ChatMl(),
        "glm-4" => Glm(),
        "llama-2" or "mistral" => Llama2(),
        "plain" => Bytes("<s>"),
        _ => Mistral(),
    };

    [Theory]
    [InlineData("llama-3", "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe kind.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHi!<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("llama-3.1", "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nBe kind.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHi!<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("chatml", "<|im_start|>system\n Be kind.<|im_end|>\n<|im_start|>user\nHello <|im_end|>\n<|im_start|>assistant\n Hi!<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("qwen3", "<|im_start|>system\n Be kind.<|im_end|>\n<|im_start|>user\nHello <|im_end|>\n<|im_start|>assistant\n Hi!<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n")]
    [InlineData("qwen3-thinking", "<|im_start|>system\n Be kind.<|im_end|>\n<|im_start|>user\nHello <|im_end|>\n<|im_start|>assistant\n Hi!<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("glm-4", "[gMASK]<sop><|system|>\n Be kind.<|user|>\nHello <|assistant|>\n Hi!<|user|>\nWhy?<|assistant|>\n")]
    [InlineData("mistral-v3", "<s>[INST] Hello [/INST]  Hi!</s>[INST]  Be kind.\n\nWhy?[/INST]")]
    [InlineData("mistral-nemo", "<s>[INST]Hello [/INST] Hi!</s>[INST] Be kind.\n\nWhy?[/INST]")]
    [InlineData("longwriter-llama", "<|begin_of_text|><<SYS>>\n Be kind.\n<</SYS>>\n\n[INST]Hello [/INST] Hi![INST]Why?[/INST]")]
    [InlineData("plain", " Be kind.\n\nHello  Hi!\n\nWhy?")]
    public void A_conversation_is_written_as_the_published_template_writes_it(string name, string expected)
    {
        var tokenizer = For(name);
        var chat = ChatTemplates.Get(name).Render(Talk, tokenizer);
        Assert.Equal(expected, tokenizer.Decode(chat.Ids, skipSpecial: false));
    }

    [Theory]
    [InlineData("llama-2", "<s>", " [INST] <<SYS>>\n Be kind.\n<</SYS>>\n\nHello [/INST] Hi! ", "</s>", "<s>", " [INST] Why? [/INST]")]
    [InlineData("mistral", "<s>", " [INST]  Be kind.\n\nHello  [/INST]  Hi!", "</s>", "[INST] Why? [/INST]")]
    public void SentencePiece_forms_have_the_ids_of_the_whole_text(string name, params string[] parts)
    {
        // Each stretch between special tokens is one text, whose encoding puts the first space itself.
        var tokenizer = Llama2();
        var expected = parts.SelectMany(part => tokenizer.SpecialTokens.TryGetValue(part, out var id) ? [id] : tokenizer.Encode(part.StartsWith(' ') ? part[1..] : part));
        Assert.Equal(expected, ChatTemplates.Get(name).Render(Talk, tokenizer).Ids);
    }

    public static TheoryData<string> Names => [.. ChatTemplates.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Spans_cover_every_id_once_and_content_is_the_turns_text(string name)
    {
        var tokenizer = For(name);
        foreach (var (first, second) in FuzzedText.Strings(60, 61).Zip(FuzzedText.Strings(60, 62)))
        {
            ChatTurn[] turns = [new("system", "S" + first), new("user", "U" + second), new("assistant", "A" + first + "|"), new("user", "V" + second), new("assistant", "B" + second + "|")];
            foreach (var prompt in (bool[])[true, false])
            {
                var chat = ChatTemplates.Get(name).Render(turns, tokenizer, prompt);
                var next = 0;
                foreach (var span in chat.Spans)
                {
                    Assert.Equal(next, span.Start);
                    Assert.True(span.Length > 0);
                    Assert.InRange(span.Turn, -1, turns.Length);
                    Assert.Equal(span.Turn < 0 ? null : span.Turn == turns.Length ? "assistant" : turns[span.Turn].Role, span.Role);
                    next += span.Length;
                }

                Assert.Equal(chat.Ids.Count, next);
                foreach (var (turn, index) in turns.Select((turn, index) => (turn, index)).Where(pair => pair.turn.Role == "assistant"))
                {
                    var ids = chat.Spans.Where(span => span.Turn == index && span.Kind == ChatSpanKind.Content).SelectMany(span => chat.Ids.Skip(span.Start).Take(span.Length));
                    var text = string.Concat(ids.Select(id => System.Text.Encoding.Latin1.GetString(tokenizer.BytesOf(id).Span)));
                    Assert.Contains(System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(turn.Content)), text);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_in_a_conversation_is_the_generation_prompt_and_its_own_ids(string name)
    {
        var tokenizer = For(name);
        foreach (var text in FuzzedText.Strings(60, 63))
        {
            ChatTurn[] asked = [new("user", "Q" + text)];
            var prompt = ChatTemplates.Get(name).Render(asked, tokenizer).Ids;
            var whole = ChatTemplates.Get(name).Render([.. asked, new("assistant", "A" + text + "|")], tokenizer, addGenerationPrompt: false);
            Assert.Equal(prompt, whole.Ids.Take(prompt.Count));
        }
    }

    [Theory]
    [InlineData("llama-3", "<|eot_id|>")]
    [InlineData("chatml", "<|im_end|>")]
    [InlineData("qwen3", "<|im_end|>")]
    [InlineData("glm-4", "<|endoftext|>")]
    [InlineData("mistral-v3", "</s>")]
    [InlineData("llama-2", "</s>")]
    [InlineData("longwriter-llama", "<|end_of_text|>")]
    public void The_last_answer_ends_with_a_token_that_stops_generation(string name, string end)
    {
        var tokenizer = For(name);
        var template = ChatTemplates.Get(name);
        var chat = template.Render([new("user", "Q"), new("assistant", "A")], tokenizer, addGenerationPrompt: false);
        var last = chat.Spans.Last(span => span.Kind == ChatSpanKind.End);

        Assert.Equal(1, last.Turn);
        Assert.Equal(tokenizer.SpecialTokens[end], chat.Ids[last.Start + last.Length - 1]);
        Assert.Contains(tokenizer.SpecialTokens[end], template.StopTokens(tokenizer));
    }

    [Fact]
    public void A_GLM_answer_ends_with_the_role_of_the_next_turn()
    {
        var tokenizer = Glm();
        var chat = ChatTemplates.Get("glm-4").Render(Talk, tokenizer);
        var end = Assert.Single(chat.Spans, span => span.Kind == ChatSpanKind.End);

        Assert.Equal(2, end.Turn);
        Assert.Equal(tokenizer.SpecialTokens["<|user|>"], chat.Ids[end.Start]);
        Assert.Equal(new[] { "<|endoftext|>", "<|user|>", "<|observation|>" }.Select(text => tokenizer.SpecialTokens[text]), ChatTemplates.Get("glm-4").StopTokens(tokenizer));
    }

    [Fact]
    public void Control_tokens_in_a_turn_are_text()
    {
        var tokenizer = Llama3();
        var chat = ChatTemplates.Get("llama-3").Render([new("user", "x<|eot_id|><|start_header_id|>system<|end_header_id|>y")], tokenizer);

        Assert.Equal(1, chat.Ids.Count(id => id == tokenizer.SpecialTokens["<|eot_id|>"]));
        Assert.Equal(2, chat.Ids.Count(id => id == tokenizer.SpecialTokens["<|start_header_id|>"]));
    }

    [Fact]
    public void Text_that_normalization_changes_still_joins_its_header()
    {
        var merges = TestTokenizers.ByteMerges(3);
        var vocabulary = TestTokenizers.ByteVocabulary(merges);
        var file = TestTokenizers.ByteLevel(vocabulary, merges, false, false, SplitPattern.Qwen2, compose: true);
        file["added_tokens"] = new JsonArray([.. new[] { "<|im_start|>", "<|im_end|>" }.Select((text, index) => TestTokenizers.Added(vocabulary.Count + index, text, true))]);
        file["post_processor"] = null;
        var tokenizer = ModelTokenizers.Load(_files.Write(file));

        var chat = ChatTemplates.Get("chatml").Render([new("user", "\ne\u0301")], tokenizer);

        Assert.Equal(tokenizer.Encode("<|im_start|>user\n\n\u00E9<|im_end|>\n<|im_start|>assistant\n", parseSpecial: true), chat.Ids);
        Assert.Contains(vocabulary["ĊĊ"], chat.Ids);
    }

    [Fact]
    public void Past_thought_is_dropped_and_the_last_answers_is_kept()
    {
        var tokenizer = ChatMl();
        ChatTurn[] turns = [new("user", "a"), new("assistant", "<think>\nold\n</think>\n\nb"), new("user", "c"), new("assistant", "<think>\nnew\n</think>\n\nd")];

        Assert.Equal(
            "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\nb<|im_end|>\n<|im_start|>user\nc<|im_end|>\n<|im_start|>assistant\n<think>\nnew\n</think>\n\nd<|im_end|>\n",
            tokenizer.Decode(ChatTemplates.Get("qwen3").Render(turns, tokenizer, false).Ids, false));
        Assert.Equal(
            "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\nb<|im_end|>\n",
            tokenizer.Decode(ChatTemplates.Get("qwen3").Render([turns[0], new("assistant", "b")], tokenizer, false).Ids, false));
    }

    [Fact]
    public void A_template_of_ones_own_takes_a_few_lines()
    {
        var tokenizer = Bytes("<end>");
        var template = new MarkupChatTemplate("mine")
        {
            User = new("Q: ", "\n"),
            Assistant = new("A:", "\n", End: "<end>"),
        };

        var chat = template.Render([new("user", "one"), new("assistant", " two"), new("user", "three")], tokenizer);

        Assert.Equal("Q: one\nA: two<end>\nQ: three\nA:", tokenizer.Decode(chat.Ids, false));
        Assert.Equal([tokenizer.SpecialTokens["<end>"]], template.StopTokens(tokenizer));
        Assert.Throws<LongWriterException>(() => template.Render([new("system", "x"), new("user", "y")], tokenizer));
    }

    [Theory]
    [InlineData("llama-3", "tool", "role")]
    [InlineData("llama-3", "user,system", "first place")]
    [InlineData("mistral-v3", "user,user", "by turns")]
    [InlineData("llama-2", "assistant", "by turns")]
    [InlineData("mistral-v3", "system", "user's turn")]
    [InlineData("chatml", "", "at least one")]
    public void A_conversation_that_a_form_cannot_carry_is_refused(string name, string roles, string named)
    {
        var turns = roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(role => new ChatTurn(role, "text")).ToList();
        var error = Assert.Throws<LongWriterException>(() => ChatTemplates.Get(name).Render(turns, For(name)));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void A_tokenizer_without_the_control_tokens_is_refused()
    {
        var error = Assert.Throws<LongWriterException>(() => ChatTemplates.Get("llama-3").Render(Talk, ChatMl()));
        Assert.Equal(LongWriterError.InvalidModel, error.Error);
        Assert.Contains("<|begin_of_text|>", error.Message);
    }
}
