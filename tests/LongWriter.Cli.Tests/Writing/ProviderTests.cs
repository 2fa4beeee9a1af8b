namespace LongWriter.Cli.Tests.Writing;

public sealed class ProviderTests : IDisposable
{
    private const string Key = "sk-secret-1234567890";

    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("openai", "v1", "/v1/chat/completions")]
    [InlineData("ollama", "", "/api/chat")]
    public async Task Both_protocols_are_written_with(string provider, string path, string called)
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var result = await _cli.RunAsync(
            "write", "Write about lighthouses", "--words", "1200", "--provider", provider, "--endpoint", new Uri(server.Endpoint, path).ToString(), "--model", "any",
            "--journal", _cli.Journal, "--json");

        Assert.Equal(ExitCode.Done, result.Code);
        Assert.InRange(result.Json.GetProperty("length").GetInt32(), 1140, 1260);
        Assert.Equal(result.Json.GetProperty("usage").GetProperty("calls").GetInt32(), server.Requests.Count(r => r.Path == called));
        Assert.All(server.Requests.Where(r => r.Path == called), static r => Assert.Equal("any", r.Model));
    }

    [Fact]
    public async Task Key_address_and_model_come_from_the_environment_and_the_key_is_kept_nowhere()
    {
        await using var server = await LoopbackModelServer.StartAsync(new LoopbackServerOptions { ApiKey = Key, Models = ["house-model"] });
        _cli.Variables["OPENAI_API_KEY"] = Key;
        _cli.Variables["OPENAI_BASE_URL"] = server.OpenAIEndpoint.ToString();
        _cli.Variables["OPENAI_MODEL"] = "house-model";
        var result = await _cli.RunAsync("write", "Write about lighthouses", "--words", "300", "--journal", _cli.Journal, "--out", _cli.At("out.json"));

        Assert.Equal(ExitCode.Done, result.Code);
        foreach (var file in Directory.GetFiles(_cli.Folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(Key, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first", "second")]
    [InlineData("nomic-embed-text", "first")]
    public async Task Ollama_is_asked_for_its_first_model_that_writes(params string[] models)
    {
        await using var server = await LoopbackModelServer.StartAsync(new LoopbackServerOptions { Models = [.. models] });
        _cli.Variables["OLLAMA_HOST"] = server.Endpoint.Authority;
        var result = await _cli.RunAsync("write", "Write about lighthouses", "--words", "300", "--journal", _cli.Journal);

        Assert.Equal(ExitCode.Done, result.Code);
        Assert.All(server.Requests.Where(static r => r.Path == "/api/chat"), static r => Assert.StartsWith("first", r.Model, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_fails_at_once_and_the_run_can_go_on_with_the_right_one()
    {
        await using var server = await LoopbackModelServer.StartAsync(new LoopbackServerOptions { ApiKey = Key });
        _cli.Variables["OPENAI_API_KEY"] = "sk-wrong-0987654321";
        _cli.Variables["OPENAI_BASE_URL"] = server.OpenAIEndpoint.ToString();
        var failed = await _cli.RunAsync("write", "Write about lighthouses", "--words", "1200", "--journal", _cli.Journal, "--json");

        Assert.Equal(ExitCode.Failed, failed.Code);
        Assert.Equal("authentication", failed.Json.GetProperty("error").GetProperty("kind").GetString());
        Assert.Single(server.Requests);

        _cli.Variables["OPENAI_API_KEY"] = Key;
        _cli.Variables.Remove("OPENAI_BASE_URL");
        Assert.Equal(ExitCode.Done, (await _cli.RunAsync(failed.Resume)).Code);
    }

    [Fact]
    public async Task An_endpoint_with_a_password_is_refused_without_showing_it()
    {
        _cli.Variables["OPENAI_BASE_URL"] = "http://user:" + Key + "@127.0.0.1/v1";
        var result = await _cli.RunAsync("write", "Write about lighthouses", "--journal", _cli.Journal);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.DoesNotContain(Key, result.Error, StringComparison.Ordinal);
    }
}
