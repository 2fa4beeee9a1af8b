using System.Globalization;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Draws answers: retried, watched and limited as the writer's own calls are.</summary>
internal sealed class SampleDrawer(IChatClient client, PreferencePairOptions options, TimeProvider time)
{
    private readonly RetriedChat _chat = new(client, options.Resilience, time, options.OnNotice);

    /// <exception cref="LongWriterException">The provider failed, also when asked again; the message names the row.</exception>
    public async Task<PairSample> DrawAsync(PairInstruction instruction, int number, CancellationToken cancellationToken)
    {
        var seed = PairSample.Number32(options.Seed, instruction.Id, $"sample {number.ToString(CultureInfo.InvariantCulture)}") & int.MaxValue;
        try
        {
            var messages = new List<ChatMessage>();
            if (!string.IsNullOrEmpty(instruction.System))
                messages.Add(new(ChatRole.System, instruction.System));
            messages.Add(new(ChatRole.User, instruction.Prompt));
            var response = await _chat.AskAsync(messages, Options(seed), cancellationToken).ConfigureAwait(false);
            var text = ReasoningBlocks.Remove(response.Text).Trim();
            return Sample(instruction, number, FateOf(text, response.FinishReason), text) with
            {
                Model = response.ModelId,
                InputTokens = response.Usage?.InputTokenCount,
                OutputTokens = response.Usage?.OutputTokenCount,
            };
        }
        catch (LongWriterException exception) when (exception.Error is LongWriterError.Refused or LongWriterError.EmptyAnswer)
        {
            // What a model does to one instruction, and would do again, does not end the run of all.
            return Sample(instruction, number, exception.Error == LongWriterError.Refused ? SampleFate.Refused : SampleFate.Empty, "");
        }
        catch (LongWriterException exception)
        {
            throw new LongWriterException(exception.Error, $"Row '{instruction.Id}', sample {number}: {exception.Message}", exception) { RetryAfter = exception.RetryAfter };
        }
    }

    private static PairSample Sample(PairInstruction instruction, int number, SampleFate fate, string text) =>
        new(instruction.Id, number, fate, text) { Prompt = PairSample.PromptHash(instruction) };

    private static SampleFate FateOf(string text, ChatFinishReason? reason) =>
        reason == ChatFinishReason.ContentFilter || RefusalDetector.IsRefusal(text) ? SampleFate.Refused
        : string.IsNullOrWhiteSpace(text) ? SampleFate.Empty
        : reason == ChatFinishReason.Length ? SampleFate.Cut : SampleFate.Whole;

    private ChatOptions Options(long seed) => new()
    {
        Temperature = options.Temperature,
        TopP = options.TopP,
        MaxOutputTokens = options.MaxOutputTokens,
        Seed = seed,
    };
}
