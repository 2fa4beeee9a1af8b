using System.ClientModel;
using System.Net;

namespace LongWriter;

/// <summary>Turns what a server says, and what the SDK throws, into typed errors. The key is taken out of every text.</summary>
internal sealed class OpenAIErrors(OpenAIConnection connection, string model)
{
    /// <summary>An error status, or an error inside an answer with status 200.</summary>
    public LongWriterException Of(int status, ErrorBody body, TimeSpan? retryAfter = null)
    {
        body = new ErrorBody(connection.Redact(body.Message), body.Code is null ? null : connection.Redact(body.Code));
        var inner = new HttpRequestException($"HTTP {status}: {body.Text}", null, (HttpStatusCode)status);
        if (status is not (401 or 403))
        {
            if (body.Says("content_filter") || body.Says("content_policy") || body.Says("content management policy"))
                return new LongWriterException(LongWriterError.Refused, $"The server's content filter refuses the prompt. It said: {body.Text}", inner);
            if (status == 404 || body.Says("model_not_found") || (status == 400 && body.Says("model") && body.Says("does not exist")))
                return NotFound(body, inner);
            if (body.Says("insufficient_quota"))
                return new LongWriterException(LongWriterError.BadRequest, $"The account has no quota left; waiting does not help. It said: {body.Text}", inner);
            if (status == 400 && (body.Says("max_tokens") || body.Says("max_completion_tokens")) && !body.Says("context"))
                return new LongWriterException(LongWriterError.BadRequest, $"The server rejects the output cap. Set OpenAIWriterOptions.OutputCapField to the field it takes, or a smaller cap. It said: {body.Text}", inner);
        }

        return ModelErrors.FromStatus((HttpStatusCode)status, body.Text, retryAfter, inner);
    }

    /// <summary>An error that a server sends inside an answer: its code tells the status that came too late.</summary>
    public LongWriterException OfAnswer(ErrorBody body)
    {
        var status = body.Status ?? 0;
        if (status == 0)
        {
            status = body.Says("rate_limit") ? 429
                : body.Says("invalid_request") || body.Says("context_length") || body.Says("context length") ? 400
                : body.Says("authentication") || body.Says("invalid_api_key") ? 401
                : 502;
        }

        return Of(status, body);
    }

    /// <summary>What the SDK threw during a call.</summary>
    public LongWriterException Of(Exception exception) => exception switch
    {
        LongWriterException known => known,
        // The SDK wraps what the network throws; it has no status then.
        ClientResultException { Status: 0, InnerException: { } cause } => Of(cause),
        ClientResultException { Status: > 0 } result => Of(result.Status, new ErrorBody(result.Message)),
        AggregateException { InnerException: { } first } => Of(first),
        // What the SDK throws on JSON that is not what the protocol promises.
        InvalidOperationException or ArgumentException or KeyNotFoundException or NullReferenceException or OverflowException => new(
            LongWriterError.InvalidAnswer,
            "The server's answer is not what the OpenAI protocol promises. Check that the endpoint is the API itself.",
            exception),
        _ => ModelErrors.Classify(exception),
    };

    private LongWriterException NotFound(ErrorBody body, Exception inner)
    {
        var hint = connection.Endpoint.AbsolutePath.Trim('/').Length == 0 ? " Most servers want /v1 at the end of the endpoint." : "";
        return new LongWriterException(
            LongWriterError.ModelNotFound,
            $"The server knows no model '{model}' or no such path. Check the model's name and the endpoint {connection.Endpoint.GetLeftPart(UriPartial.Path)}.{hint} It said: {Short(body.Text)}",
            inner);
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
