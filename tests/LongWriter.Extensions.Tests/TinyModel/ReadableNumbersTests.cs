using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

public class ReadableNumbersTests
{
    [Theory]
    [InlineData("Write a 75-word story.", "Write a 0075-word story.")]
    [InlineData("Write 1,600 words, or 1600.", "Write 1600 words, or 1600.")]
    [InlineData("In 12,000 words, by 2 o'clock", "In 12000 words, by 0002 o'clock")]
    [InlineData("Take 3,45 or 1,2345 of it", "Take 0003,0045 or 0001,2345 of it")]
    [InlineData("No number.", "No number.")]
    [InlineData("", "")]
    public void Numbers_have_four_digits_and_no_separators(string said, string read) => Assert.Equal(read, LongWriterTiny.ReadableNumbers(said));

    [Fact]
    public async Task Only_what_the_user_says_is_written_so()
    {
        IReadOnlyList<ChatMessage>? sent = null;
        using var client = new FixedWidthNumbers(new Recorder(messages => sent = messages));
        ChatMessage[] messages = [new(ChatRole.System, "At most 5."), new(ChatRole.User, [new TextContent("Write 75 words.")]), new(ChatRole.Assistant, "1. Mara - 75 words")];

        await client.GetResponseAsync(messages);
        Assert.Equal(["At most 5.", "Write 0075 words.", "1. Mara - 75 words"], sent!.Select(static m => m.Text));
        await foreach (var _ in client.GetStreamingResponseAsync(messages))
        {
        }

        Assert.Equal("Write 0075 words.", sent![1].Text);
        Assert.Equal("Write 75 words.", messages[1].Text);
    }

    [Fact]
    public async Task Both_ways_to_the_model_read_numbers_so()
    {
        using var client = LongWriterTiny.Load(TinyModelFolder.Path);
        Assert.IsType<FixedWidthNumbers>(client);
        Assert.NotNull(client.GetService<LocalChatClient>());
        IChatClient? inner = null;
        var services = new ServiceCollection();
        services.AddLongWriter().UseTinyModel(TinyModelFolder.Path, static o => o.MaxOutputTokens = 4).Configure(static o => o.MaxPlanAttempts = 1).ConfigureChatClient(chat => chat.Use((next, _) => inner = next));
        await using var provider = services.BuildServiceProvider();
        var writer = provider.GetRequiredService<ILongWriter>();
        var error = await Assert.ThrowsAsync<LongWriterException>(() => writer.PlanAsync(new WritingRequest("Write a 500-word story about a lantern.")));
        Assert.Equal(LongWriterError.MalformedPlan, error.Error);
        Assert.NotNull(inner?.GetService<FixedWidthNumbers>());
    }

    private sealed class Recorder(Action<IReadOnlyList<ChatMessage>> sent) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            sent([.. messages]);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "")));
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            sent([.. messages]);
            await Task.CompletedTask;
            yield break;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
