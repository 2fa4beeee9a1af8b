using System.Net;
using OllamaSharp.Models.Exceptions;

namespace LongWriter;

/// <summary>Turns what the server says, and what OllamaSharp throws, into typed errors.</summary>
internal sealed class OllamaErrors(Uri endpoint, string model, int contextTokens)
{
    /// <summary>An error status.</summary>
    public LongWriterException Of(int status, ErrorBody body, TimeSpan? retryAfter = null)
    {
        var inner = new HttpRequestException($"HTTP {status}: {body.Text}", null, (HttpStatusCode)status);
        if (status == 404 || (body.Says("model") && body.Says("not found")))
        {
            var path = body.Says("model") ? "" : $" There may be no Ollama at {endpoint}.";
            return new LongWriterException(
                LongWriterError.ModelNotFound, $"Ollama has no model '{model}'. Run `ollama pull {model}`, or pick one that `ollama list` shows.{path} It said: {Short(body.Text)}", inner);
        }

        if (body.Says("more system memory") || body.Says("out of memory"))
        {
            return new LongWriterException(
                LongWriterError.BadRequest, $"The server's memory does not hold the model with a context of {contextTokens:N0} tokens. Set a smaller OllamaWriterOptions.ContextTokens or take a smaller model. It said: {Short(body.Text)}", inner);
        }

        if (body.Says("longer than the context") || body.Says("exceeds the context") || body.Says("exceeds maximum context"))
            return ModelErrors.FromStatus(HttpStatusCode.BadRequest, $"{body.Text} (context length {contextTokens})", null, inner);

        return ModelErrors.FromStatus((HttpStatusCode)status, body.Text, retryAfter, inner);
    }

    /// <summary>An error inside an answer that began with status 200.</summary>
    public LongWriterException OfAnswer(ErrorBody body) => Of(500, body);

    /// <summary>What OllamaSharp threw during a call.</summary>
    public LongWriterException Of(Exception exception) => exception switch
    {
        LongWriterException known => known,
        OllamaException said => Of(400, new ErrorBody(said.Message)),
        InvalidOperationException or ArgumentException or NullReferenceException => new(
            LongWriterError.InvalidAnswer,
            "The server's answer is not what Ollama's protocol promises. Check that the endpoint is Ollama itself.",
            exception),
        _ => ModelErrors.Classify(exception),
    };

    private static string Short(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
