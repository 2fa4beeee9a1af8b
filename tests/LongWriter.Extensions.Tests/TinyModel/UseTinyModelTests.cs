using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Tests;

public sealed class UseTinyModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-tiny-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_sets_the_writer_up_for_the_model()
    {
        var options = OptionsOf(static services => services.AddLongWriter().UseTinyModel(TinyModelFolder.Path));

        Assert.Equal(["en"], options.Prompts.Keys);
        Assert.Same(TinyPrompts.English, options.GetPrompts("en-GB"));
        Assert.Equal(ContextMode.Window, options.Context);
        Assert.Equal((100, 80, 240), (options.WindowWords, options.MinStepWords, options.MaxStepWords));
        Assert.Equal((60, 8, 5), (options.MaxStepsPerPlanCall, options.MaxPlanAttempts, options.MaxDraftsPerSection));
        Assert.Equal((0.7f, 0.9f), (options.ChatOptions[WritingRoles.Planner].Temperature, options.ChatOptions[WritingRoles.Planner].TopP));
        Assert.Equal((0.85f, 0.95f), (options.ChatOptions[WritingRoles.Writer].Temperature, options.ChatOptions[WritingRoles.Writer].TopP));
        Assert.Equal([WritingRoles.Planner, WritingRoles.Writer], options.ChatOptions.Keys.Order());
    }

    [Fact]
    public void What_the_app_sets_holds_before_and_after()
    {
        var options = OptionsOf(static services => services
            .AddLongWriter(static o => (o.WindowWords, o.MaxPlanAttempts) = (200, 2))
            .UseTinyModel(TinyModelFolder.Path)
            .Configure(static o => (o.MaxStepsPerPlanCall, o.Prompts["zh"], o.ChatOptions[WritingRoles.Writer].Temperature) = (20, PromptSet.Chinese, 0.3f)));

        Assert.Equal((200, 2, 20), (options.WindowWords, options.MaxPlanAttempts, options.MaxStepsPerPlanCall));
        Assert.Equal((240, 0.3f), (options.MaxStepWords, options.ChatOptions[WritingRoles.Writer].Temperature));
        Assert.Same(PromptSet.Chinese, options.GetPrompts("zh"));
    }

    [Fact]
    public void Only_the_writer_that_uses_it_is_changed()
    {
        var services = new ServiceCollection();
        services.AddLongWriter();
        services.AddLongWriter("tiny").UseTinyModel(TinyModelFolder.Path);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<LongWriterOptions>>();

        Assert.Same(PromptSet.English, options.Get("").GetPrompts("en"));
        Assert.Same(TinyPrompts.English, options.Get("tiny").GetPrompts("en"));
        Assert.Null(provider.GetService<IChatClient>());
    }

    [Fact]
    public async Task The_model_has_its_name_and_its_sampling_unless_the_app_asks_for_others()
    {
        LocalModelOptions? begun = null;
        using var client = LongWriterTiny.Load(TinyModelFolder.Path, o => begun = o);
        using var other = LongWriterTiny.Load(TinyModelFolder.Path, static o => (o.ModelId, o.MaxOutputTokens, o.Sampling) = ("mine", 4, new() { Temperature = 0 }));

        Assert.Equal(new SamplingOptions { Temperature = 0.6f, TopP = 0.85f, TopK = 50, Dry = new() { Multiplier = 2, Base = 2, AllowedLength = 5, MinOccurrences = 2 } }, LongWriterTiny.Sampling);
        var breakers = begun!.Sampling!.Dry!.BreakerTokenIds;
        var tokenizer = ModelTokenizers.Load(TinyModelFolder.Path);
        var shaping = Enumerable.Range(0, tokenizer.VocabularySize).Where(id => tokenizer.Decode([id], skipSpecial: false).AsSpan().ContainsAny("\n0123456789")).ToHashSet();
        Assert.Equal(shaping, breakers);
        Assert.True(shaping.Count >= 11);
        Assert.Equal("LongWriter-Tiny", client.GetService<ChatClientMetadata>()!.DefaultModelId);
        var answer = await other.GetResponseAsync("Write a section.");
        Assert.Equal("mine", answer.ModelId);
        Assert.InRange(answer.Usage!.OutputTokenCount!.Value, 0, 4);
    }

    [Theory]
    [InlineData("写一篇关于灯笼的2000字故事。", null, "Chinese")]
    [InlineData("Write a 500-word story about a lantern in French.", null, "French")]
    [InlineData("Write a 500-word story about a lantern.", "de", "German")]
    public async Task A_document_in_another_language_is_refused_before_anything_is_spent(string instruction, string? language, string name)
    {
        var calls = 0;
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel(TinyModelFolder.Path).ConfigureChatClient(chat => chat.Use((inner, _) =>
        {
            calls++;
            return inner;
        }));
        await using var provider = services.BuildServiceProvider();

        var error = await Assert.ThrowsAsync<LongWriterException>(() => provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest(instruction) { Language = language }));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData("en_US", "BCP 47")]
    [InlineData("", "BCP 47")]
    [InlineData("English", "'en'")]
    public async Task A_language_that_is_no_tag_is_refused_as_such(string language, string what)
    {
        var error = await Assert.ThrowsAsync<LongWriterException>(() => WriteAsync(new WritingRequest("Write a story about a lantern.") { Language = language }));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("English only", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task An_instruction_that_says_nothing_is_a_typed_error(string? instruction)
    {
        var error = await Assert.ThrowsAsync<LongWriterException>(() => WriteAsync(new WritingRequest(instruction!)));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("instruction is empty", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("EN")]
    public async Task Every_tag_of_English_is_English(string language)
    {
        var plan = new WritingPlan([new PlanStep("1", "The lamp by the well", 30)]);

        Assert.Equal(WritingStatus.Completed, (await WriteAsync(new WritingRequest("Write a long story.") { Language = language, Length = 30, Plan = plan })).Status);
    }

    [Fact]
    public async Task A_writer_that_is_set_up_twice_has_one_of_everything()
    {
        var services = new ServiceCollection();
        var builder = services.AddLongWriter().UseTinyModel(TinyModelFolder.Path);
        var once = services.Count;
        builder.UseTinyModel(TinyModelFolder.Path, static o => o.ModelId = "second");
        Assert.Equal(once, services.Count);
        services.AddLongWriter("other").UseTinyModel(TinyModelFolder.Path);
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(3, provider.GetKeyedServices<ISectionReviewer>("").Count());
        Assert.Equal(3, provider.GetKeyedServices<ISectionReviewer>("other").Count());
        Assert.Equal("second", provider.GetRequiredKeyedService<IChatClient>("").GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Fact]
    public async Task A_language_that_the_app_has_texts_for_is_the_apps_own_affair()
    {
        var services = new ServiceCollection();
        services.AddLongWriter(static o => o.Prompts["zh"] = PromptSet.Chinese)
            .UseTinyModel(TinyModelFolder.Path)
            .UseChatClient(static _ => new SimulatedChatClient());
        await using var provider = services.BuildServiceProvider();

        var document = await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest("写一篇关于灯笼的300字故事。"));

        Assert.Equal(WritingStatus.Completed, document.Status);
    }

    [Fact]
    public void Missing_files_are_named_with_what_to_do()
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{}");

        var error = Assert.Throws<LongWriterException>(() => new ServiceCollection().AddLongWriter().UseTinyModel(_folder));

        Assert.Equal(LongWriterError.InvalidModel, error.Error);
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
        Assert.Contains("model.safetensors, tokenizer.json missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("samples/TinyModel", error.Message, StringComparison.Ordinal);
        Assert.Equal(LongWriterError.InvalidModel, Assert.Throws<LongWriterException>(() => LongWriterTiny.Load(_folder)).Error);
    }

    [Fact]
    public void An_option_that_is_not_usable_is_an_error_at_once() =>
        Assert.Throws<OptionsValidationException>(static () => new ServiceCollection().AddLongWriter().UseTinyModel(TinyModelFolder.Path, static o => o.Threads = 0));

    private static async Task<WritingDocument> WriteAsync(WritingRequest request)
    {
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel(TinyModelFolder.Path).UseChatClient(static _ => new SimulatedChatClient());
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<ILongWriter>().WriteAsync(request);
    }

    private static LongWriterOptions OptionsOf(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<LongWriterOptions>>().Value;
    }
}
