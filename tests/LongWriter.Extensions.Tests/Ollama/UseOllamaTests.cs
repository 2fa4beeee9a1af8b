using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Tests;

public class UseOllamaTests
{
    [Fact]
    public async Task Two_writers_use_their_own_models_and_the_app_gets_no_client()
    {
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OllamaClients.Short));
        var services = new ServiceCollection();
        services.AddLongWriter().UseOllama("first", new Uri("http://127.0.0.1:1"), o => o.Handler = handler);
        services.AddLongWriter("other").UseOllama("second", new Uri("http://127.0.0.1:2/behind/proxy"), o => (o.Handler, o.ContextTokens) = (handler, 8192));
        await using var provider = services.BuildServiceProvider();

        Assert.Null(provider.GetService<IChatClient>());
        await provider.GetRequiredKeyedService<IChatClient>("").ReadAsync();
        await provider.GetRequiredKeyedService<IChatClient>("other").ReadAsync();
        Assert.Equal(["first", "second"], handler.Requests.Select(static r => (string?)JsonNode.Parse(r.Body)!["model"]));
        Assert.Equal(["http://127.0.0.1:1/api/chat", "http://127.0.0.1:2/behind/proxy/api/chat"], handler.Requests.Select(static r => r.Address.ToString()));
        Assert.Equal([16384, 8192], handler.Requests.Select(static r => (int)JsonNode.Parse(r.Body)!["options"]!["num_ctx"]!));
    }

    [Fact]
    public async Task A_prompt_that_the_server_has_cut_silently_is_an_error_of_the_run()
    {
        // An old server: it takes the prompt, cuts it to its context and says so in the count alone.
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OllamaClients.Line("Some text.") + OllamaClients.Done("stop", input: 1024, output: 3)));
        var services = new ServiceCollection();
        services.AddLongWriter().UseOllama("m", new Uri("http://127.0.0.1:1"), o => (o.Handler, o.ContextTokens) = (handler, 1024));
        await using var provider = services.BuildServiceProvider();
        var material = string.Join(' ', Enumerable.Range(0, 900).Select(static i => $"fact {i}."));

        var error = await Assert.ThrowsAsync<LongWriterException>(() => provider.GetRequiredService<ILongWriter>().WriteAsync(
            new WritingRequest("Write about these: " + material[..5000]) { Length = 200, Plan = new WritingPlan([new PlanStep("a", "All of it", 200)]) }));

        Assert.Equal(LongWriterError.ContextOverflow, error.Error);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData(null, "http://localhost:11434/")]
    [InlineData("  ", "http://localhost:11434/")]
    [InlineData("gpu", "http://gpu:11434/")]
    [InlineData("gpu:80", "http://gpu:80/")]
    [InlineData("gpu:1234", "http://gpu:1234/")]
    [InlineData(":1234", "http://localhost:1234/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0:1234", "http://127.0.0.1:1234/")]
    [InlineData("[::]:1234", "http://[::1]:1234/")]
    [InlineData("[::1]", "http://[::1]:11434/")]
    [InlineData("http://gpu", "http://gpu:80/")]
    [InlineData("https://gpu.example.org", "https://gpu.example.org:443/")]
    [InlineData("https://gpu.example.org/ollama", "https://gpu.example.org:443/ollama/")]
    [InlineData("gpu:1234/path/", "http://gpu:1234/path/")]
    [InlineData("\"gpu\"", "http://gpu:11434/")]
    public void OLLAMA_HOST_is_read_in_every_form_that_Ollama_takes(string? value, string expected)
    {
        var found = OllamaHost.Of(new OllamaWriterOptions { Model = "m", ReadEnvironment = name => name == "OLLAMA_HOST" ? value : null }, null);

        Assert.Equal(new Uri(expected), found);
    }

    [Fact]
    public void The_argument_is_before_the_configuration_and_that_before_the_environment()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Ollama:Endpoint"] = "http://configured:1" }).Build();
        var options = new OllamaWriterOptions { Model = "m", ReadEnvironment = static _ => "http://environment:2" };

        Assert.Equal(new Uri("http://configured:1/"), OllamaHost.Of(options, configuration));
        options.Endpoint = new Uri("http://argument:3");
        Assert.Equal(new Uri("http://argument:3/"), OllamaHost.Of(options, configuration));
    }

    [Theory]
    [InlineData("ftp://gpu")]
    [InlineData("gpu:port")]
    [InlineData("http://")]
    public void A_bad_OLLAMA_HOST_is_an_error_that_shows_it(string value)
    {
        var error = Assert.Throws<LongWriterException>(() => OllamaWriterClient.Create(new OllamaWriterOptions { Model = "m", ReadEnvironment = _ => value }));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 16384, 60, "Model")]
    [InlineData("m", 511, 60, "ContextTokens is 511")]
    [InlineData("m", 16384, -60, "KeepAlive")]
    public void Bad_options_are_an_error_at_registration_that_names_them(string model, int context, int keepAlive, string named)
    {
        var error = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddLongWriter()
            .UseOllama(model, configure: o => (o.ContextTokens, o.KeepAlive) = (context, TimeSpan.FromSeconds(keepAlive))));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_and_limits_stay_reachable()
    {
        using var client = OllamaClients.Answering("");

        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("ollama", "the-model", "http://127.0.0.1:1/"), (metadata.ProviderName, metadata.DefaultModelId, metadata.ProviderUri!.ToString()));
        Assert.Equal(16_384, client.GetService<ModelLimits>()!.ContextTokens);
        Assert.Null(client.GetService(typeof(ModelLimits), "a key"));
    }
}
