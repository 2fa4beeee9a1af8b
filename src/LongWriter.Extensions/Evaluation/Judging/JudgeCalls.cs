using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What a judge said, or why nothing could be used.</summary>
/// <param name="Value">What was read; nothing where there is a fault.</param>
/// <param name="Fault">Why the answer could not be used; null where it could.</param>
/// <param name="Model">The model that answered, as it calls itself; null where it does not say or gave no answer.</param>
internal readonly record struct JudgeReply<T>(T? Value, string? Fault, string? Model);

/// <summary>Asks a judge until its answer can be used, or often enough.</summary>
internal sealed class JudgeCalls(IChatClient client, QualityJudgeOptions options, TimeProvider? time)
{
    private const int LongestFault = 200;

    private readonly RetriedChat _calls = new(client, options.Resilience, time ?? TimeProvider.System, options.OnNotice);

    /// <summary>The model that the client says it asks.</summary>
    public string? ModelId => _calls.ModelId;

    /// <summary>Asks for one answer.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="about">What is judged; begins the seed.</param>
    /// <param name="purpose">Which answer about it; begins the seed too.</param>
    /// <param name="read">Reads the answer; a <see cref="FormatException"/> says why it cannot be used.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException">The provider failed, also when asked again.</exception>
    public async Task<JudgeReply<T>> AskAsync<T>(string prompt, Prediction about, string purpose, Func<string, T> read, CancellationToken cancellationToken)
    {
        var asked = prompt;
        string? fault = null, model = null;
        for (var attempt = 0; attempt < options.Attempts; attempt++)
        {
            try
            {
                var settings = new ChatOptions
                {
                    Temperature = options.Temperature,
                    MaxOutputTokens = options.MaxOutputTokens,
                    Seed = CallSeed.Of(options.Seed, about.Id, about.Sample, FormattableString.Invariant($"{purpose} attempt {attempt}")),
                };
                var response = await _calls.AskAsync([new(ChatRole.User, asked)], settings, cancellationToken).ConfigureAwait(false);
                model = response.ModelId ?? model;
                return new(read(response.Text), null, model);
            }
            catch (FormatException exception)
            {
                fault = Short(exception.Message);
                // One message: strict chat templates take no two of a user in a row, and the answer that cannot be used would be imitated.
                asked = $"{prompt}\n\n{JudgePrompts.Again(exception.Message)}";
            }
            catch (LongWriterException exception) when (exception.Error is LongWriterError.Refused or LongWriterError.EmptyAnswer or LongWriterError.ContextOverflow)
            {
                // What a model does to one text, and would do again, does not end the judging of all.
                return new(default, Short(exception.Message), model);
            }
        }

        return new(default, fault, model);
    }

    /// <summary>A message as files keep it.</summary>
    public static string Short(string text) => text.Length <= LongestFault ? text : text[..(char.IsHighSurrogate(text[LongestFault - 1]) ? LongestFault - 1 : LongestFault)] + "…";
}
