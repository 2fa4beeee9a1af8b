using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Serves one chat call, faults included.</summary>
internal sealed class ChatExchange(
    LoopbackServerOptions options, ModelProtocol protocol, IChatClient client, PromptCache cache, HttpContext http, ServedRequest served, CancellationToken cancellationToken)
{
    private Fault? _fault;
    private bool _isFirst = true;

    public async Task RunAsync(JsonObject body)
    {
        served.Model = ChatBody.String(body, "model") ?? "";
        var call = protocol.Parse(body);
        served.Streamed = call.Streams;
        if (!options.Knows(call.Model))
            throw protocol.UnknownModel(call.Model);

        _fault = options.Faults.Decide(served.Arrival);
        served.Fault = _fault?.Kind;
        ThrowStatusFault();
        call = Fit(call, out var truncatedTo);
        var reply = new ChatReply(served.Arrival.ToString("x8", CultureInfo.InvariantCulture), call.Model, served.Timestamp)
        {
            CachedTokens = options.ReportsCachedTokens ? cache.Add(call.Messages) : 0,
        };
        if (call.Streams)
            await StreamAsync(call, reply, truncatedTo).ConfigureAwait(false);
        else
            await AnswerAsync(call, reply, truncatedTo).ConfigureAwait(false);
    }

    private async Task StreamAsync(ChatCall call, ChatReply reply, int? truncatedTo)
    {
        var usage = new UsageDetails();
        var written = new StringBuilder();
        await foreach (var update in client.GetStreamingResponseAsync(call.Messages, call.Options, cancellationToken).ConfigureAwait(false))
        {
            foreach (var content in update.Contents)
            {
                if (content is UsageContent { Details: var details })
                    usage.Add(details);

                var (text, isReasoning) = content switch
                {
                    TextReasoningContent { Text: { Length: > 0 } t } => (t, true),
                    TextContent { Text: { Length: > 0 } t } => (t, false),
                    _ => ("", false),
                };
                if (text.Length == 0)
                    continue;

                written.Append(text);
                if (await SendChunkAsync(protocol.Chunk(call, reply, text, isReasoning, _isFirst)).ConfigureAwait(false))
                    return;
            }

            if (update.FinishReason is { } reason)
                reply = reply with { FinishReason = reason.Value };
        }

        if (_isFirst)
        {
            Open(protocol.StreamType);
            await WriteAsync(default).ConfigureAwait(false);
        }

        if (await PlayBodyFaultAsync(atEnd: true).ConfigureAwait(false))
            return;

        await WriteAsync(protocol.End(call, Complete(reply, call, usage, written.ToString(), truncatedTo))).ConfigureAwait(false);
        served.Finished = true;
    }

    private async Task AnswerAsync(ChatCall call, ChatReply reply, int? truncatedTo)
    {
        var response = await client.GetResponseAsync(call.Messages, call.Options, cancellationToken).ConfigureAwait(false);
        var reasoning = string.Concat(response.Messages.SelectMany(static m => m.Contents).OfType<TextReasoningContent>().Select(static c => c.Text));
        reply = reply with
        {
            Text = response.Text,
            Reasoning = reasoning.Length > 0 ? reasoning : null,
            FinishReason = response.FinishReason?.Value ?? "stop",
        };
        var bytes = protocol.Whole(call, Complete(reply, call, response.Usage ?? new(), response.Text, truncatedTo));
        await WaitAsync(options.LatencyPerChunk).ConfigureAwait(false);
        Open("application/json");
        if (_fault is not null)
        {
            await WriteAsync(_fault.Kind == FaultKind.Stall ? default : bytes.AsMemory(0, bytes.Length / 2)).ConfigureAwait(false);
            await PlayBodyFaultAsync(atEnd: true).ConfigureAwait(false);
            return;
        }

        // No Content-Length: the body then ends when this method does, so the log is complete before the client goes on.
        await WriteAsync(bytes).ConfigureAwait(false);
        served.Finished = true;
        await CountAsync().ConfigureAwait(false);
    }

    /// <summary>Sends a piece of the answer. True where a fault ended the call.</summary>
    private async Task<bool> SendChunkAsync(byte[] bytes)
    {
        await WaitAsync(options.LatencyPerChunk).ConfigureAwait(false);
        if (_isFirst)
            Open(protocol.StreamType);

        _isFirst = false;
        await WriteAsync(bytes).ConfigureAwait(false);
        await CountAsync().ConfigureAwait(false);
        return await PlayBodyFaultAsync(atEnd: false).ConfigureAwait(false);
    }

    private async Task CountAsync()
    {
        var chunk = served.CountChunk();
        if (options.OnChunk is { } hook)
            await hook(served, chunk).ConfigureAwait(false);
    }

    private async Task<bool> PlayBodyFaultAsync(bool atEnd)
    {
        if (_fault is null || (!atEnd && served.ChunksSent < _fault.AtChunk))
            return false;

        if (_fault.Kind == FaultKind.Stall)
            await WaitAsync(options.Faults.StallLimit).ConfigureAwait(false);
        if (_fault.Kind != FaultKind.EarlyEnd)
            http.Abort();

        return true;
    }

    private void ThrowStatusFault()
    {
        switch (_fault?.Kind)
        {
            case FaultKind.RateLimited:
                var seconds = Math.Ceiling(options.Faults.RetryAfter.TotalSeconds);
                served.RetryAfter = TimeSpan.FromSeconds(seconds);

                // A date has whole seconds, so it is rounded up as well: nobody who keeps to it comes too early.
                var date = served.Timestamp + served.RetryAfter.Value + TimeSpan.FromTicks(TimeSpan.TicksPerSecond - 1);
                http.Response.Headers.RetryAfter = options.Faults.RetryAfterAsDate
                    ? date.ToString("R", CultureInfo.InvariantCulture)
                    : seconds.ToString(CultureInfo.InvariantCulture);
                throw new BadCallException(429, "Rate limit reached; try again later.", "rate_limit_exceeded");
            case FaultKind.ServerError:
                throw new BadCallException(500, "The server had an error while processing your request.");
            case FaultKind.Unavailable:
                throw new BadCallException(503, "The server is overloaded.");
        }
    }

    /// <summary>Refuses a prompt over the context, or takes its beginning away.</summary>
    private ChatCall Fit(ChatCall call, out int? truncatedTo)
    {
        truncatedTo = null;
        var over = call.Messages.Sum(static m => (long)PseudoTokens.Count(m.Text)) - call.ContextTokens;
        if (over <= 0)
            return call;
        if (!protocol.Truncates)
        {
            throw new BadCallException(
                400,
                $"This model's maximum context length is {call.ContextTokens} tokens. However, your messages resulted in {call.ContextTokens + over} tokens. Please reduce the length of the messages.",
                "context_length_exceeded",
                "messages");
        }

        truncatedTo = call.ContextTokens;
        var messages = new List<ChatMessage>();
        foreach (var message in call.Messages)
        {
            var tokens = PseudoTokens.Count(message.Text);
            if (over <= 0)
                messages.Add(message);
            else if (tokens > over)
                messages.Add(new ChatMessage(message.Role, message.Text[PseudoTokens.Cut(message.Text, (int)over).Length..]));

            over -= tokens;
        }

        return call with { Messages = messages };
    }

    private ChatReply Complete(ChatReply reply, ChatCall call, UsageDetails usage, string written, int? truncatedTo)
    {
        var input = truncatedTo ?? usage.InputTokenCount ?? call.Messages.Sum(static m => (long)PseudoTokens.Count(m.Text));
        return reply with
        {
            InputTokens = input,
            CachedTokens = Math.Min(input, usage.CachedInputTokenCount ?? reply.CachedTokens),
            OutputTokens = usage.OutputTokenCount ?? PseudoTokens.Count(written),
            ReasoningTokens = usage.ReasoningTokenCount ?? 0,
            Duration = options.TimeProvider.GetUtcNow() - served.Timestamp,
        };
    }

    private void Open(string contentType)
    {
        served.Status = http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = contentType;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await http.Response.Body.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task WaitAsync(TimeSpan time) => time > TimeSpan.Zero ? Task.Delay(time, options.TimeProvider, cancellationToken) : Task.CompletedTask;
}
