using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class RefusalTests
{
    private const string First = "The old press stands in the barn, and in October it is taken apart, washed and put together again.";

    [Theory]
    [InlineData("I'm sorry, but I cannot help with that.", null)]
    [InlineData("很抱歉，我无法继续撰写这一部分。", null)]
    [InlineData("The press", "content_filter")]
    public async Task A_refused_second_draft_keeps_the_first(string refusal, string? finish)
    {
        var client = new InterceptingChatClient(Writers.Simulated(), a => a.Number == 1
            ? Answers.Text(First)
            : Answers.Text(refusal, finish is null ? null : new ChatFinishReason(finish)));
        var request = Writers.Request(400) with { Plan = WritingPlan.Create(("The cider press", 400)) };

        var (document, updates) = await Writers.RunAsync(client.AsLongWriter(Writers.Quick()), request);

        Assert.Equal((First, LengthOutcome.Under, 2), (document.Text, document.Outcome, client.Arrivals));
        Assert.Contains(updates, static u => u is NoticeUpdate { Notice: { Kind: NoticeKind.Warning, Error: LongWriterError.Refused, Index: 0 } });
    }

    [Theory]
    [InlineData("Sorry, said the miller, but I cannot help you today: the stone is cracked and the river is low.")]
    [InlineData("I cannot say when the first trees were planted. The parish book begins with the year of the flood.")]
    [InlineData("无法否认，冬天的果园也有它的用处。")]
    public void Prose_that_begins_like_a_refusal_is_prose(string text) => Assert.False(RefusalDetector.IsRefusal(text));

    [Theory]
    [InlineData("I'm sorry, but I can't assist with that request.")]
    [InlineData("I apologize, but I am unable to continue writing this section.")]
    [InlineData("Sorry, I won't write that.")]
    [InlineData("抱歉，我不能帮助您完成这个请求。")]
    public void A_refusal_is_recognised(string text) => Assert.True(RefusalDetector.IsRefusal(text));
}
