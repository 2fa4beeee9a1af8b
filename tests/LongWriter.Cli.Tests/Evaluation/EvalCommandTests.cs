using System.Text.Json;
using System.Text.RegularExpressions;
using LongWriter.Cli.Evaluation;

namespace LongWriter.Cli.Tests.Evaluation;

public sealed class EvalCommandTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Length_prints_means_by_group_as_one_object()
    {
        Predictions("pred.jsonl", (100, 100, "A"), (100, 50, "B"), (2_000, 0, "A"));
        File.AppendAllText(_cli.At("pred.jsonl"), "no JSON\n");

        var result = await _cli.RunAsync("eval", "length", "--in", _cli.At("pred.jsonl"), "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal((50.0, 3, 1, 1), (result.Json.GetProperty("mean").GetDouble(), result.Json.GetProperty("n").GetInt32(), result.Json.GetProperty("empty").GetInt32(), result.Json.GetProperty("broken").GetInt32()));
        Assert.Equal((75.0, 0.0), (result.Json.GetProperty("byBucket").GetProperty("[0,500)").GetDouble(), result.Json.GetProperty("byBucket").GetProperty("[2k,4k)").GetDouble()));
        Assert.Equal(50, result.Json.GetProperty("byType").GetProperty("A").GetDouble());
        Assert.Equal(50, result.Json.GetProperty("byLanguage").GetProperty("en").GetDouble());
        Assert.Equal(4, result.Json.GetProperty("brokenRows")[0].GetProperty("line").GetInt32());
        Assert.Contains("line 4", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_is_predicted_measured_compared_and_reported()
    {
        var prompts = _cli.At("prompts.jsonl");
        File.WriteAllLines(prompts, Enumerable.Range(1, 8).Select(static i => JsonSerializer.Serialize(new { prompt = $"Write a {i * 300}-word report about tea {i}.", type = "Functional Writing", length = i * 300 })));

        var good = await _cli.RunAsync("eval", "predict", "--in", prompts, "--out", _cli.At("good.jsonl"), "--provider", "simulated", "--pipeline", "--json");
        var stopped = await StopAsync("eval", "predict", "--in", prompts, "--out", _cli.At("bad.jsonl"), "--provider", "simulated", "--pipeline", "--sim-noise", "0.3", "--in-flight", "1");
        var refused = await _cli.RunAsync("eval", "predict", "--in", prompts, "--out", _cli.At("bad.jsonl"), "--provider", "simulated", "--pipeline", "--sim-noise", "0.3");
        var bad = await _cli.RunAsync("eval", "predict", "--in", prompts, "--out", _cli.At("bad.jsonl"), "--provider", "simulated", "--pipeline", "--sim-noise", "0.3", "--resume");

        Assert.True(good.Code == ExitCode.Done, good.Error);
        Assert.Equal((ExitCode.Interrupted, ExitCode.Usage, ExitCode.Done), (stopped.Code, refused.Code, bad.Code));
        Assert.Contains("--resume", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(8, good.Json.GetProperty("n").GetInt32());
        Assert.InRange(good.Json.GetProperty("mean").GetDouble(), 90, 100);

        var ruler = await _cli.RunAsync("eval", "ruler", "--in", _cli.At("good.jsonl"), "--json");
        var repetition = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("good.jsonl"), "--json", "--window", "200");
        var compared = await _cli.RunAsync("eval", "compare", "--in", _cli.At("good.jsonl"), "--in", _cli.At("bad.jsonl"), "--json");
        var report = await _cli.RunAsync("eval", "report", "--in", _cli.At("good.jsonl"), _cli.At("bad.jsonl"), "--out", _cli.At("report.html"), "--png", _cli.At("charts"), "--title", "Tea");

        Assert.Equal(8, ruler.Json.GetProperty("points").GetArrayLength());
        Assert.Equal(8, repetition.Json.GetProperty("figures").GetProperty("n").GetInt32());
        Assert.Equal(WithinTwentyPercent(_cli.At("bad.jsonl")), (await _cli.RunAsync("eval", "repetition", "--in", _cli.At("bad.jsonl"), "--json")).Json.GetProperty("figures").GetProperty("plan").GetProperty("withinTwentyPercent").GetDouble(), 1e-9);
        Assert.Equal(WithinTwentyPercent(_cli.At("good.jsonl")), repetition.Json.GetProperty("figures").GetProperty("plan").GetProperty("withinTwentyPercent").GetDouble(), 1e-9);
        Assert.Equal("S_l", compared.Json.GetProperty("comparisons")[0].GetProperty("differences")[0].GetProperty("figure").GetString());
        Assert.True(report.Code == ExitCode.Done, report.Error);
        Assert.Contains("<title>Tea</title>", File.ReadAllText(_cli.At("report.html")), StringComparison.Ordinal);
        foreach (var chart in new[] { "scatter", "ruler", "buckets", "histogram" })
            Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(Path.Combine(_cli.At("charts"), chart + ".png"))[1..4]);
    }

    [Fact]
    public async Task Every_output_counts_the_rows_that_are_in_none_of_its_figures()
    {
        Predictions("one.jsonl", (100, 100, "A"), (200, 0, "A"));
        File.AppendAllText(_cli.At("one.jsonl"), """
            no JSON
            {"id": "f", "prompt": "Write another text.", "length": 300, "response": "", "fate": "failed", "error": "it broke"}

            """);
        Predictions("two.jsonl", (100, 50, "A"), (200, 200, "A"));

        var ruler = await _cli.RunAsync("eval", "ruler", "--in", _cli.At("one.jsonl"), "--json");
        var repetition = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("one.jsonl"), "--json");
        var compared = await _cli.RunAsync("eval", "compare", "--in", _cli.At("one.jsonl"), _cli.At("two.jsonl"), "--json");
        var report = await _cli.RunAsync("eval", "report", "--in", _cli.At("one.jsonl"), "--in", _cli.At("two.jsonl"), "--out", _cli.At("report.json"), "--json");
        await _cli.RunAsync("eval", "report", "--in", _cli.At("one.jsonl"), _cli.At("two.jsonl"), "--out", _cli.At("report.csv"));
        await _cli.RunAsync("eval", "length", "--in", _cli.At("one.jsonl"), "--out", _cli.At("length.csv"));

        foreach (var rows in new[]
        {
            ruler.Json.GetProperty("rows"), repetition.Json.GetProperty("figures").GetProperty("rows"), compared.Json.GetProperty("runs")[0].GetProperty("rows"),
            compared.Json.GetProperty("comparisons")[0].GetProperty("firstRows"), report.Json.GetProperty("result").GetProperty("runs")[0].GetProperty("length").GetProperty("rows"),
        })
            Assert.Equal([3, 1, 1, 1, 1], new[] { "answers", "texts", "empty", "failed", "broken" }.Select(name => rows.GetProperty(name).GetInt32()));
        Assert.Equal(3, compared.Json.GetProperty("runs")[0].GetProperty("brokenRows")[0].GetProperty("line").GetInt32());
        Assert.Equal(1, compared.Json.GetProperty("comparisons")[0].GetProperty("onlyFirst").GetInt32());
        foreach (var text in new[]
        {
            await _cli.RunAsync("eval", "ruler", "--in", _cli.At("one.jsonl")), await _cli.RunAsync("eval", "repetition", "--in", _cli.At("one.jsonl")),
            await _cli.RunAsync("eval", "compare", "--in", _cli.At("one.jsonl"), _cli.At("two.jsonl")), await _cli.RunAsync("eval", "report", "--in", _cli.At("one.jsonl"), "--out", _cli.At("report.html")),
        })
        {
            Assert.Contains("Counted 1 text, 1 empty, 0 refused, 1 failed; 0 cut", text.Output, StringComparison.Ordinal);
            Assert.Contains("1 broken, 0 replaced", text.Output, StringComparison.Ordinal);
        }

        Assert.Equal(["failed", "broken"], Fates("length.csv").Where(static f => f != "whole"));
        Assert.Equal(["failed", "broken", "missing"], Fates("report.csv").Where(static f => f != "whole"));

        IEnumerable<string> Fates(string name) => File.ReadLines(_cli.At(name)).Skip(1).Select(static l => l.Split(',')[9]);
    }

    [Fact]
    public void A_picture_draws_the_bars_and_points_of_its_chart_and_nothing_where_there_is_none()
    {
        Prediction Row(int required) => new($"{required}", $"{required}", string.Join(' ', Enumerable.Repeat("word", required))) { Length = required };
        EvaluationRun[] runs = [EvaluationRun.Evaluate("long", new([Row(5_000), Row(3_000)], [])), EvaluationRun.Evaluate("short", new([Row(100), Row(3_000)], []))];
        var charts = HtmlReport.Charts(runs).ToDictionary(static c => c.Id);

        var bars = EvalCharts.Draw(charts["buckets"]).GetPlottables<ScottPlot.Plottables.BarPlot>().Select(static p => p.Bars.ToList()).ToList();
        var marks = EvalCharts.Draw(charts["scatter"]).GetPlottables<ScottPlot.Plottables.Scatter>().Where(static p => p.LegendText.Length > 0).ToList();

        for (var run = 0; run < runs.Length; run++)
        {
            var (bucket, scatter) = (charts["buckets"], charts["scatter"]);
            Assert.Equal(bucket.Series[run].Points.Select(p => (bucket.X.At(p.X), bucket.Y.At(p.Y))), bars[run].Select(static b => (b.Position, b.Value)));
            Assert.Equal(scatter.Series[run].Points.Select(p => (scatter.X.At(p.X), scatter.Y.At(p.Y))), marks[run].Data.GetScatterPoints().Select(static p => (p.X, p.Y)));
        }
    }

    [Fact]
    public async Task Changed_settings_are_told_without_an_option_that_eval_does_not_have()
    {
        var prompts = _cli.At("prompts.jsonl");
        File.WriteAllText(prompts, JsonSerializer.Serialize(new { prompt = "Write a 200-word text.", length = 200 }) + "\n");
        await _cli.RunAsync("eval", "predict", "--in", prompts, "--out", _cli.At("pred.jsonl"), "--provider", "simulated");

        var changed = await _cli.RunAsync("eval", "predict", "--in", prompts, "--out", _cli.At("pred.jsonl"), "--provider", "simulated", "--temperature", "1", "--resume");

        Assert.Equal(ExitCode.Failed, changed.Code);
        Assert.Contains("name another file", changed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--accept-changed-settings", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verdicts_of_pairs_are_kept_and_gone_on_with()
    {
        Predictions("one.jsonl", (100, 100, "A"));
        Predictions("two.jsonl", (100, 50, "A"));
        string[] compare = ["eval", "compare", "--in", _cli.At("one.jsonl"), _cli.At("two.jsonl"), "--judge", "--provider", "simulated", "--attempts", "1", "--judgements", _cli.At("pairs.jsonl"), "--json"];

        var first = await _cli.RunAsync(compare);
        var refused = await _cli.RunAsync(compare);
        var resumed = await _cli.RunAsync([.. compare, "--resume"]);
        var changed = await _cli.RunAsync([.. compare, "--resume", "--temperature", "1"]);

        Assert.True(first.Code == ExitCode.Done, first.Error);
        Assert.Equal((ExitCode.Usage, ExitCode.Done, ExitCode.Failed), (refused.Code, resumed.Code, changed.Code));
        Assert.Contains("--resume", refused.Error, StringComparison.Ordinal);
        var pairwise = first.Json.GetProperty("comparisons")[0].GetProperty("pairwise");
        Assert.Equal((1, 2), (pairwise.GetProperty("failed").GetInt32(), pairwise.GetProperty("faults").GetArrayLength()));
        Assert.Contains("provider=simulated", pairwise.GetProperty("judges")[0].GetString(), StringComparison.Ordinal);
        // no verdict could be used, so the pair is judged again
        Assert.Equal(2, File.ReadLines(_cli.At("pairs.jsonl")).Count());
    }

    [Fact]
    public async Task A_judging_with_another_judge_is_refused()
    {
        Predictions("pred.jsonl", (100, 100, "A"));
        string[] judge = ["eval", "quality", "--in", _cli.At("pred.jsonl"), "--out", _cli.At("judge.jsonl"), "--provider", "simulated", "--attempts", "1"];

        var first = await _cli.RunAsync(judge);
        var changed = await _cli.RunAsync([.. judge, "--resume", "--seed", "7"]);

        Assert.True(first.Code == ExitCode.Done, first.Error);
        Assert.Equal(ExitCode.Failed, changed.Code);
        Assert.Contains("another judge or other settings", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_comes_with_prompts_of_its_own()
    {
        var result = await _cli.RunAsync("eval", "predict", "--out", _cli.At("pred.jsonl"), "--provider", "simulated", "--in-flight", "2", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal(24, result.Json.GetProperty("n").GetInt32());
        Assert.Equal(24, File.ReadLines(_cli.At("pred.jsonl")).Count());
    }

    [Fact]
    public async Task A_judge_that_answers_no_JSON_leaves_faults_and_no_score()
    {
        Predictions("pred.jsonl", (100, 100, "A"), (100, 50, "B"));

        var result = await _cli.RunAsync("eval", "quality", "--in", _cli.At("pred.jsonl"), "--out", _cli.At("judge.jsonl"), "--provider", "simulated", "--attempts", "2", "--votes", "2", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal(JsonValueKind.Null, result.Json.GetProperty("mean").ValueKind);
        Assert.Equal((0, 4, 2), (result.Json.GetProperty("votes").GetInt32(), result.Json.GetProperty("failedVotes").GetInt32(), result.Json.GetProperty("unjudged").GetInt32()));
        Assert.Equal(2, Prediction.Read(_cli.At("judge.jsonl")).Rows.Count(static r => r.Scores is { IsJudged: false }));
    }

    [Fact]
    public async Task The_gate_fails_the_command_where_a_text_has_collapsed()
    {
        File.WriteAllText(_cli.At("stuck.jsonl"), JsonSerializer.Serialize(new { prompt = "Write.", length = 300, response = string.Concat(Enumerable.Repeat("It went on and on and never came to any end at all. ", 40)) }) + "\n");
        Predictions("fine.jsonl", (100, 100, "A"));

        var stuck = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("stuck.jsonl"), "--gate");
        var shown = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("stuck.jsonl"), "--out", _cli.At("stuck.csv"));
        var fine = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("fine.jsonl"), "--gate");

        Assert.Equal((ExitCode.Failed, ExitCode.Done, ExitCode.Done), (stuck.Code, shown.Code, fine.Code));
        Assert.Contains("longest repeat", stuck.Output, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadLines(_cli.At("stuck.csv")).Count());
    }

    [Fact]
    public async Task The_gate_does_not_pass_where_it_has_seen_no_text()
    {
        File.WriteAllLines(_cli.At("none.jsonl"),
        [
            "no JSON",
            JsonSerializer.Serialize(new { id = "f", prompt = "Write.", response = "", fate = "failed", error = "x" }),
            JsonSerializer.Serialize(new { id = "e", prompt = "Write.", response = "" }),
            JsonSerializer.Serialize(new { id = "r", prompt = "Write.", response = "No.", fate = "refused" }),
            JsonSerializer.Serialize(new { id = "c", prompt = "写。", response = "河水静静地流过村庄。", language = "zh" }),
        ]);
        Predictions("fine.jsonl", (100, 100, "A"));

        var none = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("none.jsonl"), "--gate");
        var ungated = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("none.jsonl"));
        var fine = await _cli.RunAsync("eval", "repetition", "--in", _cli.At("fine.jsonl"), "--gate");

        Assert.Equal((ExitCode.Failed, ExitCode.Done, ExitCode.Done), (none.Code, ungated.Code, fine.Code));
        Assert.Contains("has no English text", none.Error, StringComparison.Ordinal);
        Assert.Contains("0 in English", none.Output, StringComparison.Ordinal);
        Assert.Contains("gate: 0 fail, 0 warn, 1 in English", fine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_have_names_of_their_own()
    {
        Assert.Equal(["a", "b"], Names("x/a.jsonl", "x/b.jsonl"));
        Assert.Equal(["a/pred.jsonl", "b/pred.jsonl"], Names("a/pred.jsonl", "b/pred.jsonl"));
        Assert.Equal(["a/out/pred.jsonl", "b/out/pred.jsonl"], Names("runs/a/out/pred.jsonl", "runs/b/out/pred.jsonl"));
        Assert.Equal(["pred", "pred (2)", "pred (3)"], Names("a/pred.jsonl", "a/pred.jsonl", "a/pred.jsonl"));
        Assert.Equal(["a/pred.jsonl", "b/pred.jsonl", "a/pred.jsonl (2)"], Names("a/pred.jsonl", "b/pred.jsonl", "a/pred.jsonl"));

        string[] Names(params string[] files) => EvalFiles.Names([.. files.Select(_cli.At)], []);
    }

    [Theory]
    [InlineData("none.jsonl is no file", "length", "--in", "none.jsonl")]
    [InlineData("none.jsonl is no file", "ruler", "--in", "none.jsonl")]
    [InlineData("none.jsonl is no file", "repetition", "--in", "none.jsonl")]
    [InlineData("two files or more", "compare", "--in", "none.jsonl")]
    [InlineData("none.jsonl is no file", "compare", "--in", "none.jsonl", "other.jsonl")]
    [InlineData("with --judge", "compare", "--in", "none.jsonl", "other.jsonl", "--judgements", "pairs.jsonl")]
    [InlineData("--judgements; name it", "compare", "--in", "none.jsonl", "other.jsonl", "--judge", "--resume")]
    [InlineData("'x' twice", "report", "--in", "none.jsonl", "other.jsonl", "--out", "report.html", "--name", "x", "x")]
    [InlineData("empty name", "compare", "--in", "none.jsonl", "other.jsonl", "--name", "x", "")]
    [InlineData("--temperature is for single calls", "predict", "--out", "pred.jsonl", "--provider", "simulated", "--pipeline", "--temperature", "1")]
    [InlineData("--max-tokens is for single calls", "predict", "--out", "pred.jsonl", "--provider", "simulated", "--pipeline", "--max-tokens", "2000")]
    [InlineData("--attempts says how a judge is asked", "compare", "--in", "none.jsonl", "other.jsonl", "--attempts", "5")]
    [InlineData("--provider says how a judge is asked", "compare", "--in", "none.jsonl", "other.jsonl", "--provider", "openai")]
    [InlineData("--model says how a judge is asked", "compare", "--in", "none.jsonl", "other.jsonl", "--model", "m", "--seed", "3")]
    [InlineData("has to end in .html", "report", "--in", "none.jsonl", "--out", "report.pdf")]
    [InlineData("from 1 to 1000", "predict", "--out", "pred.jsonl", "--provider", "simulated", "--samples", "0")]
    [InlineData("--journal is for --pipeline", "predict", "--out", "pred.jsonl", "--provider", "simulated", "--journal", "runs")]
    [InlineData("none.jsonl is no file", "quality", "--in", "none.jsonl", "--out", "judge.jsonl", "--provider", "simulated")]
    public async Task What_cannot_be_used_is_told_before_anything_is_spent(string told, params string[] args)
    {
        var result = await _cli.RunAsync(["eval", .. args.Select(a => a.Contains('.', StringComparison.Ordinal) ? _cli.At(a) : a)]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cli.Folder, "*.jsonl"));
    }

    /// <summary>The mean share of sections within a fifth of their planned words, counted by hand from the rows of a file.</summary>
    private static double WithinTwentyPercent(string path) => File.ReadLines(path).Select(static line => JsonDocument.Parse(line).RootElement).Average(static row =>
    {
        var start = 0;
        return row.GetProperty("sections").EnumerateArray().Average(section =>
        {
            var (planned, length) = (section.GetProperty("words").GetInt32(), section.GetProperty("characters").GetInt32());
            var written = Regex.Count(row.GetProperty("response").GetString()!.Substring(start, length), @"\b[a-zA-Z]+\b");
            // a blank line between sections
            start += length + 2;
            return Math.Abs(written - planned) <= 0.2 * planned ? 1.0 : 0;
        });
    });

    private async Task<CliResult> StopAsync(params string[] args)
    {
        _cli.StopAt = "Answer 3/8";
        var result = await _cli.RunAsync(args);
        _cli.StopAt = null;
        return result;
    }

    private void Predictions(string name, params (int Required, int Written, string Type)[] rows) => File.WriteAllLines(_cli.At(name), rows.Select(static r => JsonSerializer.Serialize(new
    {
        prompt = "Write a text.",
        type = r.Type,
        length = r.Required,
        response = string.Join(' ', Enumerable.Range(0, r.Written).Select(static i => $"w{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}")),
    })));
}
