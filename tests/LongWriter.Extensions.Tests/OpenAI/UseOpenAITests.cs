using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Tests;

public class UseOpenAITests
{
    [Fact]
    public async Task Two_writers_use_their_own_models_and_the_apps_client_is_untouched()
    {
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OpenAIClients.Short));
        var services = new ServiceCollection();
        using var apps = OpenAIClients.Make(handler);
        services.AddSingleton(apps);
        Action<OpenAIWriterOptions> offline = o => o.Handler = handler;
        services.AddLongWriter().UseOpenAI("first", "key-one-1111", new Uri("http://127.0.0.1:1/v1"), offline);
        services.AddLongWriter("other")
            .UseOpenAI("replaced", "key-two-2222", new Uri("http://127.0.0.1:2/v1"), offline)
            .UseOpenAI("second", "key-two-2222", new Uri("http://127.0.0.1:2/v1"), offline);
        await using var provider = services.BuildServiceProvider();

        Assert.Same(apps, provider.GetRequiredService<IChatClient>());
        await provider.GetRequiredKeyedService<IChatClient>("").ReadAsync();
        await provider.GetRequiredKeyedService<IChatClient>("other").ReadAsync();
        Assert.Equal(["first", "second"], handler.Requests.Select(static r => (string?)JsonNode.Parse(r.Body)!["model"]));
        Assert.Equal([1, 2], handler.Requests.Select(static r => r.Address.Port));
        Assert.Contains("key-one-1111", handler.Requests[0].Headers, StringComparison.Ordinal);
        Assert.Contains("key-two-2222", handler.Requests[1].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_has_a_model_of_its_own()
    {
        const string Plan = "Paragraph 1 - Main Point: The colony and its queen - Word Count: 400 words\\nParagraph 2 - Main Point: How honey is made - Word Count: 400 words";
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OpenAIClients.Events(OpenAIClients.Delta($$"""{"content":"{{Plan}}"}""", "\"stop\""))));
        var services = new ServiceCollection();
        services.AddLongWriter()
            .UseOpenAI("writer-model", "key-one-1111", new Uri("http://127.0.0.1:1/v1"), o => o.Handler = handler)
            .UseOpenAI("planner-model", "key-two-2222", new Uri("http://127.0.0.1:2/v1"), o => o.Handler = handler, WritingRoles.Planner);
        await using var provider = services.BuildServiceProvider();

        var plan = await provider.GetRequiredService<ILongWriter>().PlanAsync(new WritingRequest("Write about bees.") { Length = 800 });

        Assert.Equal(2, plan.Steps.Count);
        var request = Assert.Single(handler.Requests);
        Assert.Equal("planner-model", (string?)JsonNode.Parse(request.Body)!["model"]);
        Assert.Contains("key-two-2222", request.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_writes_through_it_and_each_prompt_begins_with_the_one_before()
    {
        string[] texts = ["Bees live in colonies with one queen and many workers.", "Honey keeps for years because it holds so little water."];
        var next = 0;
        var handler = new RecordingHandler(_ => RecordingHandler.Answer(OpenAIClients.Events(
            OpenAIClients.Delta($$"""{"content":"{{texts[next++ % 2]}}"}""", "\"stop\""))));
        var services = new ServiceCollection();
        services.AddLongWriter(static o => o.MaxDraftsPerSection = 1)
            .UseOpenAI("m", endpoint: new Uri("http://127.0.0.1:1/v1"), configure: o => (o.Handler, o.ReadEnvironment) = (handler, static _ => null));
        await using var provider = services.BuildServiceProvider();
        var plan = new WritingPlan([new PlanStep("a", "The colony", 200), new PlanStep("b", "The honey", 200)]);

        var document = await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest("Write about bees.") { Plan = plan, Length = 400 });

        Assert.Contains(texts[0], document.Text, StringComparison.Ordinal);
        Assert.Contains(texts[1], document.Text, StringComparison.Ordinal);
        var prompts = handler.Requests.Select(static r => (string)JsonNode.Parse(r.Body)!["messages"]![0]!["content"]!).ToArray();
        var head = prompts[1][..prompts[1].IndexOf(texts[0], StringComparison.Ordinal)];
        Assert.True(head.Length > 50);
        Assert.StartsWith(head, prompts[0], StringComparison.Ordinal);
        Assert.All(handler.Requests, static r => Assert.True((int)JsonNode.Parse(r.Body)!["max_tokens"]! > 0));
    }

    [Theory]
    [InlineData("argument-key-1", "config-key-1", "env-key-1", "argument-key-1")]
    [InlineData(null, "config-key-1", "env-key-1", "config-key-1")]
    [InlineData(null, " ", "env-key-1\n", "env-key-1")]
    [InlineData(null, null, null, "none")]
    public async Task The_key_comes_from_the_argument_the_configuration_or_the_environment(string? argument, string? configured, string? variable, string used)
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OpenAI:ApiKey"] = configured }).Build());
        services.AddLongWriter().UseOpenAI("m", argument, new Uri("http://127.0.0.1:1/v1"), o => (o.Handler, o.ReadEnvironment) = (handler, name => name == "OPENAI_API_KEY" ? variable : null));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<IChatClient>("").ReadAsync();

        Assert.Contains($"Authorization: Bearer {used}\r\n", Assert.Single(handler.Requests).Headers.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/a", "http://127.0.0.1:2/b", "http://127.0.0.1:3/c", "http://127.0.0.1:1/a/chat/completions")]
    [InlineData(null, "http://127.0.0.1:2/b/", "http://127.0.0.1:3/c", "http://127.0.0.1:2/b/chat/completions")]
    [InlineData(null, null, "http://127.0.0.1:3/c", "http://127.0.0.1:3/c/chat/completions")]
    [InlineData(null, null, null, "https://api.openai.com/v1/chat/completions")]
    public async Task The_endpoint_comes_from_the_argument_the_configuration_or_the_environment(string? argument, string? configured, string? variable, string used)
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OpenAI:Endpoint"] = configured }).Build());
        services.AddLongWriter().UseOpenAI("m", "a-key-123", argument is null ? null : new Uri(argument), o => (o.Handler, o.ReadEnvironment) = (handler, name => name == "OPENAI_BASE_URL" ? variable : null));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<IChatClient>("").ReadAsync();

        Assert.Equal(used, Assert.Single(handler.Requests).Address.ToString());
    }

    [Fact]
    public void OpenAI_without_a_key_is_an_error_that_says_where_to_put_it()
    {
        var error = Assert.Throws<LongWriterException>(() => OpenAIWriterClient.Create(new OpenAIWriterOptions { Model = "m", ReadEnvironment = static _ => null }));

        Assert.Equal(LongWriterError.Authentication, error.Error);
        Assert.Contains("OPENAI_API_KEY", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, null, "Model")]
    [InlineData("m", "relative/path", null, "Endpoint")]
    [InlineData("m", "ftp://host/v1", null, "Endpoint")]
    [InlineData("m", null, "", "ApiKey")]
    [InlineData("m", null, "sk-secret-with\nline", "ApiKey")]
    [InlineData("m", null, "sk-secret-schlüssel", "ApiKey")]
    public void Bad_options_are_an_error_at_registration_that_names_them_and_no_secret(string model, string? endpoint, string? key, string named)
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            new ServiceCollection().AddLongWriter().UseOpenAI(model, key, endpoint is null ? null : new Uri(endpoint, UriKind.RelativeOrAbsolute)));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "sk-secret with blank", LongWriterError.Authentication)]
    [InlineData("OPENAI_BASE_URL", "localhost:8000", LongWriterError.InvalidRequest)]
    public void A_bad_environment_is_an_error_that_shows_no_secret(string variable, string value, LongWriterError expected)
    {
        var error = Assert.Throws<LongWriterException>(() => OpenAIWriterClient.Create(new OpenAIWriterOptions { Model = "m", ReadEnvironment = name => name == variable ? value : null }));

        Assert.Equal(expected, error.Error);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_and_the_SDKs_client_stay_reachable()
    {
        using var client = OpenAIClients.Make(RecordingHandler.Of(""), "http://127.0.0.1:1/v1");

        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("openai", "the-model", "http://127.0.0.1:1/v1"), (metadata.ProviderName, metadata.DefaultModelId, metadata.ProviderUri!.ToString()));
        Assert.NotNull(client.GetService<OpenAI.Chat.ChatClient>());
    }

    [Fact]
    public async Task A_handler_of_the_caller_outlives_the_client()
    {
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OpenAIClients.Short));
        OpenAIClients.Make(handler).Dispose();

        using var another = OpenAIClients.Make(handler);
        await another.ReadAsync();

        Assert.Single(handler.Requests);
    }
}
