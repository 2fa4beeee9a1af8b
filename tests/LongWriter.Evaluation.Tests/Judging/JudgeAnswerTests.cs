namespace LongWriter.Tests;

public class JudgeAnswerTests
{
    private const string Plain = """{"Analysis": "fine", "Relevance": 5, "Accuracy": 4, "Coherence": 3, "Clarity": 2, "Breadth and Depth": 1, "Reading Experience": 5}""";

    public static TheoryData<string> Usable =>
    [
        Plain,
        $"```json\n{Plain}\n```",
        $"Let me think. {{not this}} The text is good.\n\n{Plain}\nThat is all.",
        $"<think>\n{Plain.Replace("4", "1", StringComparison.Ordinal)}\n</think>\n{Plain}",
        Plain.Replace("\"Breadth and Depth\"", "\"breadth_and_depth\"", StringComparison.Ordinal).Replace("\"Reading Experience\"", "\"readingExperience\"", StringComparison.Ordinal),
        Plain.Replace("5}", "5,}", StringComparison.Ordinal),
        Plain.Replace("\"Accuracy\": 4", "\"Accuracy\": \"4\"", StringComparison.Ordinal),
        Plain.Replace("\"Accuracy\": 4", "\"Accuracy\": 4.0", StringComparison.Ordinal),
        Plain.Replace("\"Accuracy\": 4", "\"Accuracy\": \"4.0\"", StringComparison.Ordinal),
        Plain.Replace("fine", "two\nlines, a } and a \\\" in it", StringComparison.Ordinal),
        $"An earlier try: {Plain.Replace("\"Accuracy\": 4", "\"Accuracy\": 1", StringComparison.Ordinal)}\nFinally: {Plain}",
        // a brace or a quote in the prose that nothing closes
        $"The text opens with a {{ and never closes it. {Plain}",
        $"He wrote {{ \"so it goes. {Plain}",
        $"One {{ more }} and {{ then {Plain.Replace("fine", "it uses {} and {\\\"a\\\": 1}", StringComparison.Ordinal)}",
    ];

    [Theory]
    [MemberData(nameof(Usable))]
    public void Scores_are_read_whatever_stands_around_them(string answer)
    {
        var vote = JudgeAnswer.ReadVote(answer);

        Assert.Equal((5.0, 4.0, 3.0, 2.0, 1.0, 5.0), (vote.Relevance, vote.Accuracy, vote.Coherence, vote.Clarity, vote.BreadthAndDepth, vote.ReadingExperience));
        Assert.NotEmpty(vote.Analysis);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I would give it a 5.")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[5,4,3,2,1,5]")]
    [InlineData("{\"Relevance\": 5}")]
    [InlineData("{\"Analysis\": \"cut off in the mid")]
    [InlineData("null")]
    public void What_is_no_vote_is_told(string answer) => Assert.Throws<FormatException>(() => JudgeAnswer.ReadVote(answer));

    [Fact]
    public void Half_of_a_surrogate_pair_is_told_and_does_not_leave_the_judge_as_another_error()
    {
        foreach (var analysis in new[] { "nice \\ud83d", "nice \ud83d" })
            Assert.Throws<FormatException>(() => JudgeAnswer.ReadVote(Plain.Replace("fine", analysis, StringComparison.Ordinal)));
        Assert.Throws<FormatException>(static () => JudgeAnswer.ReadVote(Plain.Replace("\"Accuracy\"", "\"Acc\\udc00\"", StringComparison.Ordinal)));
        Assert.Throws<FormatException>(static () => JudgeAnswer.ReadWinner("{\"winner\": \"\\ud83d\"}"));
    }

    [Fact]
    public void An_answer_of_open_braces_alone_is_told_at_once()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Throws<FormatException>(static () => JudgeAnswer.ReadVote(new string('{', 200_000)));
        // a try for each brace would look at 2·10^10 characters
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("6")]
    [InlineData("-1")]
    [InlineData("3.5")]
    [InlineData("\"good\"")]
    [InlineData("\"4/5\"")]
    [InlineData("null")]
    [InlineData("[4]")]
    [InlineData("true")]
    [InlineData("1e400")]
    [InlineData("4, \"accuracy\": 4")]
    public void A_score_that_is_none_is_told_and_never_bent(string score)
    {
        var error = Assert.Throws<FormatException>(() => JudgeAnswer.ReadVote(Plain.Replace("\"Accuracy\": 4", $"\"Accuracy\": {score}", StringComparison.Ordinal)));

        Assert.Contains("ccuracy", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Analysis": "x", "winner": "1"}""", 1)]
    [InlineData("""{"winner": 2}""", 2)]
    [InlineData("Well. {\"Winner\": \"TIE\"}", 0)]
    public void A_winner_is_read(string answer, int winner) => Assert.Equal(winner, JudgeAnswer.ReadWinner(answer));

    [Theory]
    [InlineData("1")]
    [InlineData("{\"winner\": 3}")]
    [InlineData("{\"winner\": \"both\"}")]
    [InlineData("{\"winner\": 1, \"Winner\": 2}")]
    public void What_names_no_winner_is_told(string answer) => Assert.Throws<FormatException>(() => JudgeAnswer.ReadWinner(answer));
}
