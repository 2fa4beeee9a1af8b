namespace LongWriter.Tests;

public class RequestDetailsTests
{
    [Fact]
    public void What_is_not_given_is_left_out() => Assert.Equal("", RequestDetails.Render(new("Write."), new PlanningContext(new TestChatClient())));

    [Fact]
    public void Everything_given_is_said_in_the_words_of_the_prompts()
    {
        var request = new WritingRequest("Write.") { Title = "Rome", Style = "dry", Audience = "pupils", Material = "{value} and $PLAN$" };
        Assert.Equal(
            "Title: Rome\nStyle: dry\nReaders: pupils\nSource material to rest on:\n<material>\n{value} and $PLAN$\n</material>\n",
            RequestDetails.Render(request, new PlanningContext(new TestChatClient())));
        Assert.StartsWith("标题：Rome\n风格：dry\n读者：pupils\n", RequestDetails.Render(request, new PlanningContext(new TestChatClient(), language: "zh")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", "")]
    [InlineData("de-AT", "Language: write the text in German.\n")]
    [InlineData("zh-CN", "")]
    [InlineData("tlh", "Language: write the text in tlh.\n")]
    public void The_language_is_named_where_the_prompts_are_in_another(string language, string details) =>
        Assert.Equal(details, RequestDetails.Render(new("Write."), new PlanningContext(new TestChatClient(), language: language)));
}
