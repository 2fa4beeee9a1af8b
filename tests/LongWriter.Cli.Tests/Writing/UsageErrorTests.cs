namespace LongWriter.Cli.Tests.Writing;

public sealed class UsageErrorTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("write x --bogus")]
    [InlineData("write")]
    [InlineData("write -")]
    [InlineData("write x --words 0")]
    [InlineData("write x --words -5")]
    [InlineData("write x --words many")]
    [InlineData("write x --words 10000000")]
    [InlineData("write x --provider other")]
    [InlineData("write x --mode sideways")]
    [InlineData("write x --sim-bias 0")]
    [InlineData("write x --sim-bias NaN")]
    [InlineData("write x --sim-noise -1")]
    [InlineData("write x --seed -1")]
    [InlineData("write x --endpoint nonsense")]
    [InlineData("write x --endpoint file:///etc")]
    [InlineData("write x --endpoint http://user:secret@127.0.0.1/")]
    [InlineData("write x --language not/a/tag")]
    [InlineData("write x --accept-changed-settings")]
    [InlineData("write x --plan missing.txt")]
    [InlineData("write x --material missing.txt")]
    [InlineData("write x --out document.pdf")]
    [InlineData("write x --out document.html --plan-only")]
    [InlineData("write --resume ../other")]
    [InlineData("runs")]
    [InlineData("runs show")]
    [InlineData("simulate-server")]
    [InlineData("simulate-server --port 70000")]
    [InlineData("simulate-server --port 0 --fault-rate 2")]
    public async Task What_cannot_be_used_is_refused_before_anything_is_spent(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["write", ..])
            words = [.. words, "--journal", _cli.Journal, .. line.Contains("--provider", StringComparison.Ordinal) ? (string[])[] : ["--provider", "simulated"]];

        var result = await _cli.RunAsync(words);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Journal));
    }

    [Fact]
    public async Task A_file_without_a_folder_to_go_to_is_refused()
    {
        var result = await _cli.WriteAsync("Write about tea", "--words", "300", "--out", _cli.At("missing/out.md"));

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("there is no folder", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Journal));
    }

    [Fact]
    public async Task A_folder_is_no_file_to_write_to()
    {
        Directory.CreateDirectory(_cli.At("out.md"));

        Assert.Equal(ExitCode.Usage, (await _cli.WriteAsync("Write about tea", "--out", _cli.At("out.md"))).Code);
    }

    [Fact]
    public async Task A_plan_that_is_none_is_refused_with_its_fault()
    {
        await File.WriteAllTextAsync(_cli.At("plan.txt"), "no plan at all");
        var result = await _cli.WriteAsync("Write about tea", "--plan", _cli.At("plan.txt"));

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("plan.txt", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Material_that_is_no_text_is_refused()
    {
        await File.WriteAllBytesAsync(_cli.At("material.txt"), [0x66, 0xFF, 0xFE, 0x80]);

        Assert.Equal(ExitCode.Usage, (await _cli.WriteAsync("Write about tea", "--material", _cli.At("material.txt"))).Code);
    }

    [Fact]
    public async Task OpenAI_without_a_key_says_which_variable_to_set()
    {
        var result = await _cli.RunAsync("write", "Write about tea", "--provider", "openai", "--journal", _cli.Journal);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("OPENAI_API_KEY", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Ollama_that_does_not_answer_is_named_and_the_simulated_writer_is_not_taken_unasked()
    {
        _cli.Variables["OLLAMA_HOST"] = "127.0.0.1:1";
        var result = await _cli.RunAsync("write", "Write about tea", "--journal", _cli.Journal);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("http://127.0.0.1:1/", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_a_failure_with_a_hint()
    {
        await File.WriteAllTextAsync(_cli.Journal, "a file where the folder should be");
        var result = await _cli.WriteAsync("Write about tea", "--words", "300", "--json");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Equal("journalUnavailable", result.Json.GetProperty("error").GetProperty("kind").GetString());
        Assert.Contains("--journal", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        var result = await _cli.RunAsync("write", "--help");

        Assert.Equal(ExitCode.Done, result.Code);
        foreach (var option in new[] { "--words", "--provider", "--endpoint", "--model", "--plan", "--plan-only", "--context", "--mode", "--length-control", "--journal", "--resume", "--out", "--seed", "--sim-bias", "--sim-noise", "--json" })
            Assert.Contains(option, result.Output, StringComparison.Ordinal);
    }
}
