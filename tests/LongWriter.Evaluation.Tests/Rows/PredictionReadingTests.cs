using System.Text;

namespace LongWriter.Tests;

public sealed class PredictionReadingTests : IDisposable
{
    private readonly EvaluationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_the_authors_is_read()
    {
        var path = _folder.Write(
            "pred.jsonl",
            """{"prompt": "Write 2 words", "type": "News Report", "length": 2, "response_length": 2, "response": "two words"}""",
            "",
            """{"prompt": "写三个字", "type": "News Report", "length": 3, "response_length": 9, "response": "三个字啊"}""");

        var rows = Prediction.Read(path);

        Assert.Empty(rows.Broken);
        Assert.Equal(["1", "3"], rows.Rows.Select(static r => r.Id));
        Assert.Equal(["en", "zh"], rows.Rows.Select(static r => r.Language));
        Assert.Equal([2, 4], rows.Rows.Select(static r => r.ResponseLength));
        Assert.Equal(9, rows.Rows[1].StatedResponseLength);
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("nonsense", "JSON")]
    [InlineData("""{"response": "x", "length": 3}""", "'prompt'")]
    [InlineData("""{"prompt": "", "response": "x"}""", "'prompt'")]
    [InlineData("""{"prompt": "p", "length": 3}""", "'response'")]
    [InlineData("""{"prompt": "p", "response": null}""", "'response'")]
    [InlineData("""{"prompt": "p", "response": 7}""", "'response'")]
    [InlineData("""{"prompt": ["p"], "response": "x"}""", "'prompt'")]
    [InlineData("""{"prompt": "p", "response": "\ud800"}""", "Unicode")]
    [InlineData("""{"prompt": "p", "response": "x", "sample": -1}""", "'sample'")]
    [InlineData("""{"prompt": "p", "response": "x"} {"prompt": "q", "response": "y"}""", "JSON")]
    public void A_broken_row_is_listed_with_its_line_and_the_others_count(string line, string fault)
    {
        var path = _folder.Write("pred.jsonl", """{"prompt": "p", "response": "one"}""", line, """{"prompt": "p", "response": "three"}""");

        var rows = Prediction.Read(path);

        Assert.Equal(["one", "three"], rows.Rows.Select(static r => r.Response));
        var broken = Assert.Single(rows.Broken);
        Assert.Equal(2, broken.Line);
        Assert.Contains(fault, broken.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt": "p", "response": "x", "fate": "lost"}""", "'fate'")]
    [InlineData("""{"prompt": "p", "response": "x", "type": 7}""", "'type'")]
    [InlineData("""{"prompt": "p", "response": "x", "model": "\ud800"}""", "'model'")]
    [InlineData("""{"prompt": "p", "response": "x", "scores": 5}""", "'scores'")]
    [InlineData("""{"prompt": "p", "response": "x", "scores": {"Relevance": 5}}""", "Accuracy")]
    [InlineData("""{"prompt": "p", "response": "x", "scores": null, "judge": {"votes": [7]}}""", "vote")]
    [InlineData("""{"prompt": "p", "response": "x", "scores": null, "judge": {"votes": 7}}""", "'votes'")]
    [InlineData("""{"prompt": "p", "response": "x", "judge": 7}""", "'judge'")]
    [InlineData("""{"prompt": "p", "response": "x", "sections": [{"main_point": "a", "words": 1, "characters": 7}]}""", "sections")]
    [InlineData("""{"prompt": "p", "response": "x", "sections": {"a": 1}}""", "'sections'")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week", "count": 3}}""", "marker")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week {n}", "count": 8, "checks": {}}}""", "'checks' that are no list")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week {n}", "count": 8, "checks": [{"terms": "market", "first": 2}]}}""", "'terms' that are no list")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week {n}", "count": 8, "checks": [{"terms": ["market", 7], "first": 2}]}}""", "'terms' that is no text")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week {n}", "count": 8, "checks": [{"terms": ["market"], "first": 2, "last": "8"}]}}""", "'last' that is no whole number")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week {n}", "count": 8, "checks": [{"terms": ["market"], "first": 2, "last": 8, "every": 1.5}]}}""", "'every' that is no whole number")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week {n}", "count": 8, "checks": [{"terms": ["market"], "first": 2, "last": 9}]}}""", "beyond their 'count'")]
    [InlineData("""{"prompt": "p", "response": "x", "units": {"marker": "Week {n}", "count": 8, "checks": [{"terms": ["market"], "first": 9}]}}""", "beyond their 'count'")]
    public void A_row_with_a_faulty_part_counts_without_it_and_keeps_it_when_it_is_written_again(string line, string fault)
    {
        var path = _folder.Write("pred.jsonl", """{"prompt": "p", "response": "one"}""", line);

        var rows = Prediction.Read(path);

        Assert.Equal(["one", "x"], rows.Rows.Select(static r => r.Response));
        Assert.Empty(rows.Broken);
        Assert.Equal(2, Assert.Single(rows.Faulty).Line);
        Assert.Contains(fault, rows.Faulty[0].Fault, StringComparison.Ordinal);
        Assert.Equal((2, 1, 0), (EvaluationRun.Evaluate("r", rows).Answers.Count, LengthEvaluation.Read(path).Evaluation.Rows.Faulty, rows.Rows[0].Faults.Count));
        File.WriteAllBytes(_folder.At("again.jsonl"), [.. PredictionLine.Of(rows.Rows[1]), (byte)'\n']);
        Assert.Equal(rows.Faulty[0].Fault, Assert.Single(Prediction.Read(_folder.At("again.jsonl")).Faulty).Fault);
    }

    [Fact]
    public void Scores_in_quotes_are_scores()
    {
        var path = _folder.Write("judge.jsonl", """{"prompt": "p", "response": "x", "scores": {"Relevance": "5", "Accuracy": "4", "Coherence": 3, "Clarity": 2, "Breadth and Depth": " 1 ", "Reading Experience": "3.0"}}""");

        var rows = Prediction.Read(path);

        Assert.Empty(rows.Faulty);
        // the mean of 100, 75, 50, 25, 0 and 50
        Assert.Equal(50, Assert.Single(rows.Rows).Scores!.Quality);
    }

    [Fact]
    public async Task Judged_rows_keep_a_user_s_own_fields_an_impossible_length_and_what_could_not_be_read()
    {
        var path = _folder.Write(
            "pred.jsonl",
            """{"prompt": "p", "length": -5, "response": "some text", "my_tag": {"deep": [1, 2.50, "x\u003c"]}, "note": "mine"}""",
            "no JSON",
            """{"id": "again", "prompt": "p", "fate": "failed", "error": "x"}""",
            """{"id": "again", "prompt": "p", "response": "now there"}""");
        using var client = new TestChatClient(static _ => """{"Relevance": 4, "Accuracy": 4, "Coherence": 4, "Clarity": 4, "Breadth and Depth": 4, "Reading Experience": 4}""");

        await new QualityJudge(client, new() { InFlight = 1 }).JudgeAsync(Prediction.Read(path), _folder.At("judge.jsonl"));
        await new QualityJudge(client, new() { InFlight = 1, Resume = true }).JudgeAsync(Prediction.Read(path), _folder.At("judge.jsonl"));

        var judged = Prediction.Read(_folder.At("judge.jsonl"));
        var row = judged.Rows.Single(static r => r.Id == "1");
        Assert.Contains("-5", row.LengthFault, StringComparison.Ordinal);
        Assert.Equal(75, row.Scores!.Quality);
        Assert.Equal(["my_tag", "note"], row.OtherFields.Keys);
        Assert.Contains("\"my_tag\":{\"deep\": [1, 2.50, \"x\\u003c\"]}", File.ReadAllText(_folder.At("judge.jsonl")), StringComparison.Ordinal);
        Assert.Contains("line 2 of the predictions, which is no JSON", Assert.Single(judged.Broken).Fault, StringComparison.Ordinal);
        Assert.Contains("line 3 of the predictions, which is replaced by line 4", Assert.Single(judged.Replaced).Fault, StringComparison.Ordinal);
        var counts = EvaluationRun.Evaluate("r", judged).Length.Rows;
        Assert.Equal((2, 1, 1, 1), (counts.Answers, counts.InvalidLength, counts.Broken, counts.Replaced));
    }

    [Fact]
    public void Rows_that_were_asked_for_again_are_replaced_and_not_broken()
    {
        var path = _folder.Write("pred.jsonl", """{"id": "a", "prompt": "p", "length": 1, "fate": "failed", "error": "x"}""", """{"id": "a", "prompt": "p", "length": 1, "response": "text", "fate": "whole"}""");

        var run = EvaluationRun.Evaluate("r", Prediction.Read(path));

        Assert.Equal((0, 1, 1, 100.0), (run.Broken.Count, run.Replaced.Count, run.Length.Rows.Replaced, run.Length.Mean));
        Assert.Equal((0, 0), (run.Length.Rows.Broken, run.Length.Rows.Failed));
    }

    [Fact]
    public void Bytes_that_are_no_text_break_their_row_alone()
    {
        var bytes = new List<byte>();
        bytes.AddRange("{\"prompt\": \"p\", \"response\": \""u8.ToArray());
        bytes.AddRange([0xFF, 0xFE, 0x80]);
        bytes.AddRange("\"}\r\n{\"prompt\": \"p\", \"response\": \"fine\"}"u8.ToArray());
        File.WriteAllBytes(_folder.At("pred.jsonl"), [.. bytes]);

        var rows = Prediction.Read(_folder.At("pred.jsonl"));

        Assert.Equal("fine", Assert.Single(rows.Rows).Response);
        Assert.Equal(1, Assert.Single(rows.Broken).Line);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("2.5")]
    [InlineData("\"many\"")]
    [InlineData("1e99")]
    public void A_length_that_is_none_is_counted_and_its_text_still_measured(string length)
    {
        var path = _folder.Write("pred.jsonl", $$"""{"prompt": "p", "length": {{length}}, "response": "some text"}""", """{"prompt": "p", "length": 2, "response": "some text"}""", """{"prompt": "p", "response": "some text"}""");

        var run = EvaluationRun.Evaluate("r", Prediction.Read(path));

        Assert.Equal((1, 1, 1, 100.0), (run.Length.N, run.Length.Rows.InvalidLength, run.Length.Rows.WithoutLength, run.Length.Mean));
        Assert.Equal(3, run.Repetition.N);
        Assert.Equal(3, run.Answers.Count);
    }

    [Fact]
    public void Responses_of_5_MB_and_of_nothing_are_measured()
    {
        var huge = new StringBuilder();
        var lines = 0;
        for (var i = 0; huge.Length < 5 << 20; i++, lines++)
            huge.Append("The ").Append("abcdefghij"[i % 10]).Append("ox ").Append((char)('a' + (i * 7 % 26))).Append("umps over the lazy dog and ").Append((char)('a' + (i / 26 % 26))).Append("ats.\n");
        var path = _folder.Write("pred.jsonl", EvaluationFolder.Row(new { prompt = "p", length = 1_000_000, response = huge.ToString() }), EvaluationFolder.Row(new { prompt = "p", length = 100, response = "" }));

        var run = EvaluationRun.Evaluate("r", Prediction.Read(path));

        Assert.Empty(run.Broken);
        Assert.Equal((2, 1), (run.Length.N, run.Length.Rows.Empty));
        // The, ?ox, ?umps, over, the, lazy, dog, and, ?ats
        Assert.Equal(9 * lines, run.Answers[0].Words);
        Assert.True(run.Answers[0].Figures.Gate.Outcome == GateOutcome.Fail);
        Assert.Equal(IntegrityFaults.Empty, run.Answers[1].Figures.Integrity);
        Assert.Equal(0, run.Answers[1].LengthScore);
    }

    [Fact]
    public void Of_two_rows_with_the_same_id_the_later_one_counts_and_the_other_is_listed_as_replaced()
    {
        var path = _folder.Write("pred.jsonl", """{"id": "a", "prompt": "p", "response": "old"}""", """{"id": "a", "sample": 1, "prompt": "p", "response": "other"}""", """{"id": "a", "prompt": "p", "response": "new"}""");

        var rows = Prediction.Read(path);

        Assert.Equal(["other", "new"], rows.Rows.Select(static r => r.Response));
        Assert.Empty(rows.Broken);
        Assert.Equal(1, Assert.Single(rows.Replaced).Line);
        Assert.Contains("line 3", rows.Replaced[0].Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again_as_it_was()
    {
        var prediction = new Prediction("id-1", "Prompt \"quoted\" 中文 <b>", "First.\n\nSecond 🎈.")
        {
            Type = "News Report",
            Length = 12,
            Sample = 3,
            Language = "en",
            Model = "m",
            Fate = PredictionFate.Cut,
            Settings = "single seed=1",
            Sections = [new("one", 5, 6), new("two", 7, 10)],
            PlannedSections = 5,
            Units = new("Week {n}", 4, [new(["rain", "snow"], 1, 4, 2)]),
            Scores = new("judge", [new(5, 4, 3, 2, 1, 5) { Analysis = "fine" }, new(4, 4, 4, 4, 4, 4)]) { Faults = ["no JSON"], Settings = "votes=3" },
        };
        File.WriteAllBytes(_folder.At("judge.jsonl"), [.. PredictionLine.Of(prediction), (byte)'\n']);

        var read = Assert.Single(Prediction.Read(_folder.At("judge.jsonl")).Rows);

        Assert.Equal(prediction.Response, read.Response);
        Assert.Equal(prediction.Sections, read.Sections);
        Assert.Equal(5, read.PlannedSections);
        Assert.Equal((prediction.Fate, prediction.Sample, prediction.Settings, prediction.Model, prediction.Length), (read.Fate, read.Sample, read.Settings, read.Model, read.Length));
        Assert.Equal(prediction.Scores.Votes, read.Scores!.Votes);
        Assert.Equal(prediction.Scores.Faults, read.Scores.Faults);
        Assert.Equal((prediction.Scores.Judge, prediction.Scores.Quality), (read.Scores.Judge, read.Scores.Quality));
        Assert.Equal((prediction.Units.Marker, 4, 2), (read.Units!.Marker, read.Units.Count, read.Units.Checks[0].Every));
        Assert.Equal(PredictionLine.Of(prediction), PredictionLine.Of(read));
    }

    [Fact]
    public void A_judged_file_of_the_authors_is_read()
    {
        var path = _folder.Write("judge.jsonl", """{"prompt": "p", "type": "t", "length": 100, "response": "x", "response_length": 1, "scores": {"Analysis": "ok", "Relevance": 5, "Accuracy": 4, "Coherence": 3, "Clarity": 2, "Breadth and Depth": 1, "Reading Experience": 3}}""");

        var scores = Assert.Single(Prediction.Read(path).Rows).Scores!;

        // the mean of 100, 75, 50, 25, 0 and 50
        Assert.Equal(50, scores.Quality);
        Assert.Equal(1, scores[QualityDimension.BreadthAndDepth]);
    }

    [Theory]
    [InlineData("""{"model": "gpt-4o", "settings": "temperature=0"}""", "gpt-4o", "temperature=0")]
    [InlineData("""{"model": "gpt-4o", "votes": []}""", "gpt-4o", null)]
    [InlineData("\"gpt-4o\"", "gpt-4o", null)]
    [InlineData("null", "", null)]
    public void Scores_count_with_their_judge_s_name_where_its_votes_are_not_there(string judge, string model, string? settings)
    {
        var path = _folder.Write("judge.jsonl", $$"""{"prompt": "p", "response": "x", "scores": {"Relevance": 5, "Accuracy": 4, "Coherence": 3, "Clarity": 2, "Breadth and Depth": 1, "Reading Experience": 3}, "judge": {{judge}}}""");

        var rows = Prediction.Read(path);

        Assert.Empty(rows.Faulty);
        var scores = Assert.Single(rows.Rows).Scores!;
        Assert.Equal((50.0, model, settings), (scores.Quality, scores.Judge, scores.Settings));
        File.WriteAllBytes(_folder.At("again.jsonl"), [.. PredictionLine.Of(rows.Rows[0]), (byte)'\n']);
        Assert.Equal((50.0, model), (Prediction.Read(_folder.At("again.jsonl")).Rows[0].Scores!.Quality, Prediction.Read(_folder.At("again.jsonl")).Rows[0].Scores!.Judge));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_that_names_it()
    {
        var error = Assert.Throws<LongWriterException>(() => Prediction.Read(_folder.At("none.jsonl")));

        Assert.Equal(LongWriterError.DatasetUnavailable, error.Error);
        Assert.Contains("none.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_longer_than_every_buffer_is_one_line()
    {
        var text = new string('x', 3 << 20);
        var path = _folder.Write("pred.jsonl", EvaluationFolder.Row(new { prompt = "p", response = "a" }), EvaluationFolder.Row(new { prompt = "p", response = text }), EvaluationFolder.Row(new { prompt = "p", response = "b" }));

        Assert.Equal([1, text.Length, 1], Prediction.Read(path).Rows.Select(static r => r.Response.Length));
    }
}
