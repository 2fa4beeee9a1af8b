using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>On the bytes that the server got: the prompt of a section begins with that of the section before, up to the step.</summary>
public sealed class PrefixTests : IDisposable
{
    private static readonly byte[] StepMark = "(Here the text so far ends.)"u8.ToArray();
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-prefix-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Protocol.OpenAI, SimulatedWriterProfile.Obedient, 1.0)]
    [InlineData(Protocol.Ollama, SimulatedWriterProfile.Obedient, 1.0)]
    [InlineData(Protocol.OpenAI, SimulatedWriterProfile.Ceiling, 1.0)]
    [InlineData(Protocol.Ollama, SimulatedWriterProfile.Repeats, 0.6)]
    public async Task Prompts_keep_their_prefix_across_sections_continuations_re_asks_and_resumes(Protocol protocol, SimulatedWriterProfile profile, double bias)
    {
        await using var server = await LoopbackModelServer.StartAsync(new LoopbackServerOptions
        {
            Client = new SimulatedChatClient(new SimulatedWriterOptions { Seed = 4, Profile = profile, Bias = bias }),
        });
        var request = new WritingRequest("Write a history of the salt trade {task} $PLAN$.") { Length = 4_000, Id = "prefix" };
        await using (var services = protocol.Connect(server.Endpoint, _folder))
        {
            await foreach (var update in services.GetRequiredService<ILongWriter>().WriteStreamingAsync(request))
            {
                if (update is SectionFinishedUpdate { Section.Index: 3 })
                    break;
            }
        }

        await using (var services = protocol.Connect(server.Endpoint, _folder))
            await services.GetRequiredService<ILongWriter>().WriteAsync(request);

        var prompts = server.Requests.Where(static r => r.Arrival > 0).Select(static r => ContentOf(r.Body)).Where(static p => p.AsSpan().IndexOf(StepMark) > 0).ToList();
        Assert.True(prompts.Count >= 8);
        for (var i = 1; i < prompts.Count; i++)
        {
            var head = prompts[i - 1].AsSpan(0, prompts[i - 1].AsSpan().IndexOf(StepMark));
            Assert.True(prompts[i].AsSpan().StartsWith(head), $"Prompt {i} does not begin with prompt {i - 1} up to its step.");
        }

        // The prefix grows with the text; a prompt without it would pass the check above.
        Assert.True(prompts[^1].AsSpan().IndexOf(StepMark) > prompts[0].AsSpan().IndexOf(StepMark) + 10_000);
    }

    /// <summary>The raw JSON bytes of the one message's content.</summary>
    private static byte[] ContentOf(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("content"))
            {
                reader.Read();
                Assert.Equal(JsonTokenType.String, reader.TokenType);
                return reader.ValueSpan.ToArray();
            }
        }

        throw new InvalidOperationException(Encoding.UTF8.GetString(body.Span));
    }
}
