namespace LongWriter.Tests;

public sealed class TopicTests
{
    [Theory]
    [InlineData("Write a 2,000-word story about the small grovubs.", "grovubs")]
    [InlineData("Write a guide about a copper lantern in 500 words.", "lantern")]
    [InlineData("Please write a tale about Anna Hill and the rye bread. It should have 900 words.", "bread")]
    [InlineData("I need a letter to Tom about the honey cake, 700 words long.", "cake")]
    [InlineData("Write a description about a mill of Anna Hill as long as you can.", "mill")]
    [InlineData("Write a story about bees as long as you can.", "bees")]
    [InlineData("Write the longest report that you can about bees", "bees")]
    [InlineData("Write a report by Tom Reed about the mill.\nMake it long.", "mill")]
    [InlineData("Write a 0500-word story about the wabol.", "wabol")]
    public void The_topic_is_the_noun_behind_about(string instruction, string topic) => Assert.Equal(topic, Topic.Of(instruction));

    [Theory]
    [InlineData("Write a story of about 2,000 words on bees.", "bees")]
    [InlineData("Write about 500 words on the mill.", "mill")]
    [InlineData("Write a story of about 2,000 words about bees.", "bees")]
    [InlineData("Write a story about bees. It should be about 1,500 words long.", "bees")]
    [InlineData("Write a story about bees - 500 words", "bees")]
    [InlineData("Write a story about bees (500 words)", "bees")]
    [InlineData("Write a story about bees: 500 words.", "bees")]
    [InlineData("Write a story about bees of at least 500 words.", "bees")]
    [InlineData("It should be about 1,500 words long.", null)]
    [InlineData("Write about five hundred words.", null)]
    [InlineData("Write about a few hundred words.", null)]
    public void A_length_is_no_topic(string instruction, string? topic) => Assert.Equal(topic, Topic.Of(instruction));

    [Theory]
    [InlineData("Write a story about a blue kezar without any dialogue.", "kezar")]
    [InlineData("Write a story about a kezar into which a mouse falls.", "kezar")]
    [InlineData("Write a story about a kezar when it rains.", "kezar")]
    [InlineData("Write a story about a miller named Tom.", "miller")]
    [InlineData("Write a story about a book about bees.", "book")]
    [InlineData("Tell me something about yourself. Then write a story about a kezar.", "kezar")]
    [InlineData("Write a story about the following topic: a blue kezar.", null)]
    [InlineData("Write a report on the following: bees.", null)]
    [InlineData("Write a letter on behalf of the miller.", null)]
    public void What_follows_the_noun_is_no_part_of_it(string instruction, string? topic) => Assert.Equal(topic, Topic.Of(instruction));

    [Theory]
    [InlineData("Write a guide about how to mend a stand.")]
    [InlineData("Write a story about what happened in the mill.")]
    [InlineData("Write a guide about why bees dance.")]
    [InlineData("Write a story about the year 1984.")]
    [InlineData("Write a story about 2,000 bees and more.")]
    [InlineData("Write a story about it.")]
    [InlineData("Make it about as long as the last one.")]
    [InlineData("Write a long story.")]
    [InlineData("Write a long story of love and bees.")]
    [InlineData("Write about.")]
    [InlineData("")]
    public void What_is_no_thing_is_no_topic(string instruction) => Assert.Null(Topic.Of(instruction));

    [Theory]
    [InlineData("Write a story about the 'kezar'.", "kezar")]
    [InlineData("Write a story about the \"blue kezar\" in 500 words.", "kezar")]
    [InlineData("Write a story about “kezars”: a long one.", "kezars")]
    [InlineData("Write a story about Tom's mill.", "mill")]
    [InlineData("Write a story about the miller's.", "miller's")]
    public void Quotes_are_no_part_of_it(string instruction, string topic)
    {
        Assert.Equal(topic, Topic.Of(instruction));
        Assert.True(Topic.IsNamed(topic, $"Nobody had seen the {topic} before."));
    }

    [Theory]
    [InlineData("Write a report on the mill in 900 words.", "mill")]
    [InlineData("Write a 900-word report on bees.", "bees")]
    [InlineData("Write a report on Monday about bees.", "bees")]
    [InlineData("Put a lamp on the table.", null)]
    public void On_is_taken_behind_a_kind_of_text(string instruction, string? topic) => Assert.Equal(topic, Topic.Of(instruction));
}
