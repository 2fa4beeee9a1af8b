using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Turns what a provider throws into the one exception type, with a message that says what to do.</summary>
/// <remarks>Adapters that know their SDK's exceptions call <see cref="FromStatus"/>; for other clients <see cref="Classify"/> reads what .NET itself tells.</remarks>
public static class ModelErrors
{
    private static readonly Regex StatusInMessage = new(
        @"(?:HTTP|[Ss]tatus(?: code)?:?)\s*\(?([1-5][0-9][0-9])\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly string[] OverflowMarks =
    [
        "context_length_exceeded", "context length", "context window", "maximum context", "exceeds the available context", "too many tokens",
        "prompt is too long", "input length",
    ];

    /// <summary>Classifies an exception of a chat client; a <see cref="LongWriterException"/> is returned as it is.</summary>
    /// <param name="exception">What the client threw.</param>
    public static LongWriterException Classify(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            LongWriterException known => known,
            HttpRequestException { StatusCode: { } status } http => FromStatus(status, http.Message, null, http),
            HttpRequestException or SocketException => Unreachable(exception),
            HttpIOException or IOException => new(LongWriterError.ServerUnavailable, $"The server broke its answer off: {exception.Message}", exception),
            JsonException or FormatException => new(
                LongWriterError.InvalidAnswer,
                $"The server's answer is not what its protocol promises ({Short(exception.Message)}). Check that the endpoint is the API and not a web page or a proxy.",
                exception),
            ArgumentException or NotSupportedException or NotImplementedException or NullReferenceException => new(
                LongWriterError.BadRequest,
                $"The chat client cannot take the call ({Short(exception.Message)}). Check its options.",
                exception),
            TimeoutException => new(LongWriterError.Timeout, $"The call timed out: {exception.Message}", exception),
            _ => FromMessage(exception),
        };
    }

    /// <summary>Makes the exception for an HTTP status.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="body">The answer's body or message.</param>
    /// <param name="retryAfter">What the server's Retry-After asks for.</param>
    /// <param name="innerException">The provider's exception.</param>
    public static LongWriterException FromStatus(HttpStatusCode status, string? body, TimeSpan? retryAfter, Exception? innerException)
    {
        var said = string.IsNullOrWhiteSpace(body) ? "" : $" It said: {Short(body)}";
        var (error, text) = (int)status switch
        {
            401 or 403 => (LongWriterError.Authentication, $"The server refuses the key ({(int)status}). Check the API key and its rights.{said}"),
            404 => (LongWriterError.ModelNotFound, $"The server knows no such model or path (404). Check the model's name and the endpoint.{said}"),
            408 or 504 => (LongWriterError.Timeout, $"The server timed out ({(int)status}).{said}"),
            413 => (LongWriterError.ContextOverflow, $"The server takes no prompt of this size (413). Use a windowed context or a model with a larger one.{said}"),
            429 => (LongWriterError.RateLimited, $"The server asks for fewer calls (429).{said}"),
            >= 500 => (LongWriterError.ServerUnavailable, $"The server fails ({(int)status}).{said}"),
            _ when IsOverflow(body) => (LongWriterError.ContextOverflow, $"The prompt does not fit the model's context. Use a windowed context (ContextMode.Window or Summary), set ContextTokens, or take a model with a larger one.{said}"),
            _ when body is not null && body.Contains("content_filter", StringComparison.OrdinalIgnoreCase) => (LongWriterError.Refused, $"The server's content filter refuses the prompt.{said}"),
            _ => (LongWriterError.BadRequest, $"The server rejects the request ({(int)status}).{said}"),
        };
        return new(error, text, innerException) { RetryAfter = retryAfter };
    }

    /// <summary>Whether another try may help.</summary>
    /// <param name="exception">The exception.</param>
    public static bool IsTransient(LongWriterException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Error is LongWriterError.RateLimited or LongWriterError.ServerUnavailable or LongWriterError.Timeout
            or LongWriterError.InvalidAnswer or LongWriterError.EmptyAnswer;
    }

    /// <summary>An answer that ended without a finish reason.</summary>
    internal static LongWriterException Unfinished() => new(
        LongWriterError.ServerUnavailable,
        "The answer ended without a finish reason, so it was cut off on the way. For a client that never reports one set Resilience.RequireFinishReason to false.");

    private static LongWriterException FromMessage(Exception exception)
    {
        // SDK exceptions that Core may not reference put the status into their message.
        if (StatusInMessage.Match(exception.Message) is { Success: true } match)
            return FromStatus((HttpStatusCode)int.Parse(match.Groups[1].ValueSpan, provider: null), exception.Message, null, exception);

        if (exception.InnerException is HttpRequestException or SocketException or IOException or JsonException)
            return Classify(exception.InnerException);

        if (IsOverflow(exception.Message))
            return FromStatus(HttpStatusCode.BadRequest, exception.Message, null, exception);

        return new(LongWriterError.ServerUnavailable, $"The chat client failed: {Short(exception.Message)}", exception);
    }

    private static LongWriterException Unreachable(Exception exception) => new(
        LongWriterError.ServerUnavailable,
        $"The server cannot be reached ({Short(exception.Message)}). Check the endpoint and that the server runs.",
        exception);

    private static bool IsOverflow(string? text) =>
        text is not null && OverflowMarks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static string Short(string text)
    {
        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length <= 300 ? text : text[..300] + "…";
    }
}
