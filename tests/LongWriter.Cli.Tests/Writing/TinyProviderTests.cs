using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Tests.Writing;

public sealed class TinyProviderTests : IDisposable
{
    private const string Story = "Write a 600-word story about a blue kezar.";

    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_document_is_written_with_nothing_set_up_and_the_same_again_by_its_seed()
    {
        var first = await WriteAsync("--seed", "1", "--out", _cli.At("first.md"), "--json");
        var second = await WriteAsync("--seed", "1", "--out", _cli.At("second.md"), "--json");
        var other = await WriteAsync("--seed", "2", "--out", _cli.At("other.md"), "--json");

        Assert.All([first, second, other], static r => Assert.Equal(ExitCode.Done, r.Code));
        Assert.InRange(first.Json.GetProperty("length").GetInt32(), 540, 660);
        Assert.Contains("LongWriter-Tiny in this process", first.Error, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(_cli.At("first.md"));
        Assert.Contains("kezar", text, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_cli.At("second.md")));
        Assert.NotEqual(text, await File.ReadAllTextAsync(_cli.At("other.md")));
    }

    [Fact]
    public async Task A_run_goes_on_with_it_without_being_told_again()
    {
        var planned = await WriteAsync("--seed", "1", "--plan-only");
        Assert.True(planned.Code == ExitCode.Done, planned.Error);

        var written = await _cli.RunAsync([.. planned.Resume, "--json"]);

        Assert.Equal(ExitCode.Done, written.Code);
        Assert.Equal("completed", written.Json.GetProperty("status").GetString());
        Assert.Contains("LongWriter-Tiny in this process", written.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "other")]
    [InlineData("--endpoint", "http://127.0.0.1:1")]
    [InlineData("--decoder", "torchsharp")]
    [InlineData("--weights", "int8")]
    [InlineData("--weights-cache", "kept")]
    [InlineData("--libtorch", "lib")]
    public async Task What_belongs_to_other_models_is_refused(string option, string value)
    {
        var result = await WriteAsync(option, value);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(option, result.Error, StringComparison.Ordinal);
        Assert.Contains("--provider local", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Journal));
    }

    [Fact]
    public async Task Another_language_is_refused_before_anything_is_spent()
    {
        var result = await WriteAsync("--language", "zh");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("English only", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Journal));
    }

    [Fact]
    public async Task It_is_named_but_not_taken_where_nothing_is_set_up()
    {
        _cli.Variables["OLLAMA_HOST"] = "127.0.0.1:1";
        var result = await _cli.RunAsync("write", Story, "--journal", _cli.Journal);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("--provider tiny", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Its_own_set_up_holds_where_nothing_else_is_asked_for()
    {
        var options = new LongWriterOptions();
        LongWriterTiny.Configure(options);
        var own = options.ChatOptions[WritingRoles.Writer].Temperature;
        new CliSettings(new Dictionary<string, string> { ["provider"] = "tiny", ["seed"] = "1" }).Apply(options);

        Assert.Equal(ContextMode.Window, options.Context);
        Assert.NotNull(own);
        Assert.Equal((own, null), (options.ChatOptions[WritingRoles.Writer].Temperature, options.ChatOptions[WritingRoles.Writer].Seed));

        new CliSettings(new Dictionary<string, string> { ["provider"] = "tiny", ["context"] = "full" }).Apply(options);
        Assert.Equal(ContextMode.Full, options.Context);
    }

    private Task<CliResult> WriteAsync(params string[] args) => _cli.RunAsync(["write", Story, "--provider", "tiny", "--journal", _cli.Journal, .. args]);
}
