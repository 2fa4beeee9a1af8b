namespace LongWriter;

/// <summary>The checks of Ollama's protocol.</summary>
internal sealed class OllamaHandler(HttpMessageHandler inner, TimeProvider time, OllamaErrors errors) : CheckedHandler(inner, time)
{
    protected override AnswerStream Check(HttpContent content, Stream body, CancellationToken caller) => new OllamaAnswerStream(content, body, caller, errors);

    protected override LongWriterException Classify(int status, ErrorBody body, TimeSpan? retryAfter) => errors.Of(status, body, retryAfter);
}
