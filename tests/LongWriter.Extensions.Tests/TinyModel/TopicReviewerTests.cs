using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

public sealed class TopicReviewerTests
{
    [Fact]
    public async Task A_section_without_the_topic_is_written_anew()
    {
        var drafts = new Queue<string>(["The old lamp stands by the well, and nobody knows whose it is.", "The old Grovub stands by the well, and nobody knows whose it is."]);
        var document = await WriteAsync("Write a story about a grovub.", drafts);

        Assert.Equal("The old Grovub stands by the well, and nobody knows whose it is.", document.Text);
        Assert.Empty(drafts);
    }

    [Theory]
    [InlineData("The old grovub stands by the well.\n\n9. How to mend the grovub - 0127 words\n\nTake a rag.")]
    [InlineData("The old grovub stands by the well, and nobody knows whose it is 0140 words")]
    public async Task A_section_that_goes_on_with_the_outline_is_written_anew(string draft)
    {
        const string Clean = "The old grovub stands by the well, and nobody knows whose it is.";
        var drafts = new Queue<string>([draft, Clean]);
        var document = await WriteAsync("Write a story about a grovub.", drafts);

        Assert.Equal(Clean, document.Text);
        Assert.Empty(drafts);
    }

    [Fact]
    public async Task A_topic_that_the_model_cannot_say_costs_no_document()
    {
        const string Text = "The old lamp stands by the well, and nobody knows whose it is.";
        var drafts = new Queue<string>(Enumerable.Repeat(Text, 10));
        var document = await WriteAsync("Write a story about a grovub.", drafts);

        Assert.Equal((WritingStatus.Completed, Text), (document.Status, document.Text));
        Assert.Equal(10 - 5, drafts.Count);
    }

    private static async Task<WritingDocument> WriteAsync(string instruction, Queue<string> drafts)
    {
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel(TinyModelFolder.Path).UseChatClient(_ => new TestChatClient(_ => drafts.Dequeue()));
        await using var provider = services.BuildServiceProvider();
        var plan = new WritingPlan([new PlanStep("1", "The old thing by the well", 13)]);
        return await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest(instruction) { Length = 13, Plan = plan });
    }
}
