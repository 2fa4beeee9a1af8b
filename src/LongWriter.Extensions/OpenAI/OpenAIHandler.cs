namespace LongWriter;

/// <summary>The checks of the OpenAI protocol.</summary>
internal sealed class OpenAIHandler(HttpMessageHandler inner, TimeProvider time, OpenAIErrors errors) : CheckedHandler(inner, time)
{
    protected override AnswerStream Check(HttpContent content, Stream body, CancellationToken caller) => new OpenAIAnswerStream(content, body, caller, errors);

    protected override LongWriterException Classify(int status, ErrorBody body, TimeSpan? retryAfter) => errors.Of(status, body, retryAfter);
}
