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
        Plain.Replace("fine", "two\nlines, a } and a \\\" in it", StringComparison.Ordinal),
        $"An earlier try: {Plain.Replace("\"Accuracy\": 4", "\"Accuracy\": 1", StringComparison.Ordinal)}\nFinally: {Plain}",
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
