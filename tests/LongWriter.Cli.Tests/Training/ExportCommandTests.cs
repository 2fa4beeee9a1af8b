namespace LongWriter.Cli.Tests.Training;

public sealed class ExportCommandTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_run_is_written_with_a_preset_and_what_is_lost_is_told()
    {
        Write();

        var result = await ExportAsync("--preset", "longwriter-glm4-9b", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal(("sft", 1), (result.Json.GetProperty("stage").GetString(), result.Json.GetProperty("rows").GetInt32()));
        Assert.Contains("note: rows of more than 32767 tokens are cut", result.Error, StringComparison.Ordinal);
        var yaml = await File.ReadAllTextAsync(_cli.At("out/sft.yaml"));
        Assert.Contains("model_name_or_path: \"THUDM/glm-4-9b-hf\"", yaml, StringComparison.Ordinal);
        Assert.Contains("template: \"glm4\"", yaml, StringComparison.Ordinal);
        Assert.True(File.Exists(_cli.At("out/data/dataset_info.json")));
    }

    [Theory]
    [InlineData("--preset", "nothing")]
    [InlineData("--gpus", "3")]
    [InlineData("--stage", "rm")]
    public async Task What_there_is_not_is_a_usage_error(string option, string value)
    {
        Write();

        var result = await ExportAsync(option, value);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(value, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.At("out")));
    }

    private void Write()
    {
        File.WriteAllText(_cli.At("rows.jsonl"), """{"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Yes."}]}""");
        File.WriteAllText(_cli.At("run.json"), """{ "model": "base", "data": [{ "path": "rows.jsonl" }], "template": "glm-4", "training": { "outputFolder": "o", "packsPerStep": 8 } }""");
    }

    private Task<CliResult> ExportAsync(params string[] args) => _cli.RunAsync(["export", "llamafactory", "--config", _cli.At("run.json"), "--out", _cli.At("out"), .. args]);
}
