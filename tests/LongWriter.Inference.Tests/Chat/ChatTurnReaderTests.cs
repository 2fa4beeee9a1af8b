using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class ChatTurnReaderTests
{
    [Fact]
    public void Instructions_and_leading_system_messages_become_one_system_turn()
    {
        ChatMessage[] messages = [new(ChatRole.System, "Be dry."), new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Ho"), new(ChatRole.User, "Go on")];
        ChatTurn[] expected = [new("system", "Be kind.\n\nBe dry.\n\nBe brief."), new("user", "Hi"), new("assistant", "Ho"), new("user", "Go on")];
        Assert.Equal(expected, ChatTurnReader.Read(messages, "Be kind."));
    }

    [Fact]
    public void Parts_are_put_together_as_they_are_and_past_thoughts_left_out()
    {
        var message = new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("Hmm."), new TextContent("one "), new TextContent(""), new TextContent(" two"), new UsageContent(new())]);
        Assert.Equal([new("assistant", "one  two")], ChatTurnReader.Read([message], null));
    }

    [Fact]
    public async Task What_a_text_model_cannot_take_is_refused_by_name()
    {
        await using var client = Speakers.Client("Hello");
        var image = new ChatMessage(ChatRole.User, [new TextContent("look"), new DataContent(new byte[] { 1 }, "image/png")]);
        (ChatMessage[] Messages, string Said)[] bad =
        [
            ([image], "DataContent"),
            ([new(ChatRole.User, "Hi"), new(ChatRole.Tool, "7")], "tool"),
            ([new(new ChatRole("developer"), "Hi")], "developer"),
            ([new(ChatRole.System, "Be dry.")], "user"),
            ([new(ChatRole.User, "Hi"), new(ChatRole.System, "Be dry.")], "system"),
        ];
        foreach (var (messages, said) in bad)
        {
            var thrown = await Speakers.RefusalAsync(client, null, messages);
            Assert.Equal(LongWriterError.InvalidRequest, thrown.Error);
            Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Control_tokens_in_a_text_are_text()
    {
        string? seen = null;
        await using var client = Speakers.Client(prompt => seen = prompt, out _);
        await client.GetResponseAsync("a<usr>b", new() { MaxOutputTokens = 3 });
        Assert.Equal("<usr>a<usr>b<end><ast>", seen);
        Assert.Equal(7 + 3, new BracketTemplate().Render([new("user", "a<usr>b")], new LetterTokenizer()).Ids.Count);
    }
}
