using LongWriter.Cli.Tests.Models;

namespace LongWriter.Cli.Tests.Training;

/// <summary>What <c>train</c> says about runs that cannot be, and what it leaves when it is stopped.</summary>
public sealed class TrainBadInputTests : IDisposable
{
    private const string Run = """
        { "model": "model", "data": [{ "path": "rows.jsonl" }],
          "training": { "outputFolder": "out", "packLength": 64, "packsPerStep": 1, "maxSteps": 3, "epochs": 3, "learningRate": { "peak": 0.01 }, "precision": "fp32", "threads": 1 } }
        """;

    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("\"peak\": 0.01", "\"peak\": \"high\"", "'training.learningRate.peak' is \"high\"; it takes a number")]
    [InlineData("\"maxSteps\": 3", "\"maxSteps\": 99999999999", "'training.maxSteps' is 99999999999; it takes a whole number")]
    [InlineData("\"fp32\"", "\"fp8\"", "'training.precision' is \"fp8\"; it takes one of \"bf16\", \"fp32\"")]
    [InlineData("\"fp32\"", "1", "'training.precision' is 1;")]
    [InlineData("\"maxSteps\": 3", "\"maxTime\": \"soon\"", "'training.maxTime' is \"soon\"; it takes a time")]
    [InlineData("\"maxSteps\": 3", "\"maxTime\": \"-00:01:00\"", "MaxTime is -00:01:00")]
    [InlineData("\"maxSteps\"", "\"steps\"", "'training.steps' is no known key; there are outputFolder")]
    [InlineData("\"maxSteps\": 3", "\"resume\": true", "'training.resume' is no known key")]
    [InlineData("\"outputFolder\": \"out\",", "", "'training.outputFolder' is missing")]
    [InlineData("\"out\"", "\"\"", "'training.outputFolder' is no path")]
    [InlineData("\"model\": \"model\"", "\"model\": \"a\\u0000b\"", "'model' is no path")]
    [InlineData("{ \"path\": \"rows.jsonl\" }", "null", "'data[0]' is null; it takes an object")]
    [InlineData("\"path\": \"rows.jsonl\"", "", "'data[0].path' is missing")]
    [InlineData("[{ \"path\": \"rows.jsonl\" }]", "\"rows.jsonl\"", "'data' is \"rows.jsonl\"; it takes a list")]
    [InlineData("{ \"peak\": 0.01 }", "null", "'training.learningRate' is null; it takes an object")]
    public async Task A_run_file_with_a_wrong_key_is_told_by_the_path_of_the_key(string right, string wrong, string problem)
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", """{"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}""");
        Assert.Contains(right, Run, StringComparison.Ordinal);

        var result = await TrainAsync("sft", Run.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("LongWriter.", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.At("out")));
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData("{\n \"model\": }", "Line 2, byte 11 is no JSON.")]
    public async Task A_file_that_is_no_JSON_is_told_by_its_line(string content, string problem)
    {
        var result = await TrainAsync("sft", content);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains($"run.json is no training run: {problem}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_and_the_largest_numbers_are_let_pass()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", """{"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}""");
        var run = Run.Replace("\"packsPerStep\": 1", "\"packsPerStep\": 2147483647", StringComparison.Ordinal).Replace("\"epochs\": 3", "\"epochs\": 2147483647", StringComparison.Ordinal);

        var result = await TrainAsync("sft", "\uFEFF" + run);

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Contains("Step 3/3", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_run_says_where_it_is_also_as_JSON()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", """{"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}""");
        _cli.StopAt = "Step 1/";

        // So many steps that none of them is the last before the first has been read.
        var result = await TrainAsync("sft", Run.Replace("\"maxSteps\": 3, \"epochs\": 3", "\"epochs\": 1000000", StringComparison.Ordinal), "--json");

        Assert.Equal(ExitCode.Interrupted, result.Code);
        Assert.False(result.Json.GetProperty("complete").GetBoolean());
        Assert.True(result.Json.GetProperty("last").GetProperty("step").GetInt32() >= 1);
    }

    [Fact]
    public async Task A_folder_that_is_written_to_by_another_run_is_refused()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", """{"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}""");
        Directory.CreateDirectory(_cli.At("out"));
        CliResult refused;
        using (new FileStream(_cli.At("out/.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            refused = await TrainAsync("sft", Run);

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("Another run is writing to " + _cli.At("out"), refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await TrainAsync("sft", Run)).Code);
        Assert.False(File.Exists(_cli.At("out/.lock")));
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_named_with_the_way_back()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", """{"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}""");
        Assert.Equal(ExitCode.Done, (await TrainAsync("sft", Run)).Code);
        var checkpoint = Directory.GetDirectories(_cli.At("out"), "checkpoint-*").Single();
        using (var file = File.OpenWrite(Path.Combine(checkpoint, "optimizer.safetensors")))
            file.SetLength(40);

        var result = await TrainAsync("sft", Run, "--resume");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains($"Delete the folder {checkpoint}", result.Error, StringComparison.Ordinal);
        Directory.Delete(checkpoint, recursive: true);
        Assert.Equal(ExitCode.Done, (await TrainAsync("sft", Run, "--resume")).Code);
    }

    [Theory]
    [InlineData("", 64, "rows.jsonl has no pairs")]
    [InlineData("""{"prompt":"Do bees fly?","chosen":"Bees fly home.","rejected":"No."}""", 4, "All 1 pairs have an answer of more than 4 tokens")]
    public async Task Pairs_of_which_none_is_left_say_why(string rows, int length, string problem)
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", rows);

        var result = await TrainAsync("dpo", Run.Replace("\"packLength\": 64", $"\"packLength\": {length}", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ends_early_by_its_held_out_loss_is_complete()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", """{"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}""");
        Write("held-out.jsonl", """{"messages":[{"role":"user","content":"Tell."},{"role":"assistant","content":"Quite another matter, zigzag."}]}""");
        var run = Run.Replace("\"maxSteps\": 3, \"epochs\": 3", "\"epochs\": 40, \"evaluation\": { \"steps\": 1, \"patience\": 1, \"maxNewTokens\": 4 }", StringComparison.Ordinal)
            .Replace("0.01", "0.1", StringComparison.Ordinal).Replace("\"model\": \"model\"", "\"model\": \"model\", \"heldOut\": \"held-out.jsonl\"", StringComparison.Ordinal);

        var result = await TrainAsync("sft", run, "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.True(result.Json.GetProperty("last").GetProperty("step").GetInt32() < 40);
        Assert.True(result.Json.GetProperty("complete").GetBoolean());
        Assert.Equal(_cli.At("out/model"), result.Json.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_model_folder_that_is_not_there_is_told_as_that()
    {
        var result = await TrainAsync("sft", Run);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("no folder that there is", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":"a"}""", "'text' is missing or no text.")]
    [InlineData("""{"text":5}""", "'text' is missing or no text.")]
    [InlineData("""{"messages":"a"}""", "'messages' is no list.")]
    [InlineData("""{"messages":[5]}""", "'role' is missing or no text.")]
    [InlineData("[]", "'text' is missing or no text.")]
    public async Task A_row_whose_gradients_cannot_be_computed_is_told_by_its_field(string row, string problem)
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", row);

        var result = await _cli.RunAsync("train", "grads", "--model", _cli.At("model"), "--data", _cli.At("rows.jsonl"), "--out", _cli.At("gradients.safetensors"));

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains($"rows.jsonl, line 1 is no row with 'messages' (of 'role' and 'content') or 'text': {problem}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_told_without_the_name_of_a_type_and_with_the_whole_command()
    {
        var result = await _cli.RunAsync("train", "sft", "--config", "run.json", "--max-minutes", "soon");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("it takes a number", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.Contains("'longwriter train sft --help'", result.Error, StringComparison.Ordinal);
    }

    private Task<CliResult> TrainAsync(string kind, string run, params string[] args)
    {
        Write("run.json", run);
        return _cli.RunAsync(["train", kind, "--config", _cli.At("run.json"), .. args]);
    }

    private void Write(string name, string text) => File.WriteAllText(_cli.At(name), text);
}
