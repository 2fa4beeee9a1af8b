using System.Net;
using System.Text.Json;

namespace LongWriter.Tests;

public class ModelErrorsTests
{
    public static TheoryData<Exception, LongWriterError, bool> Cases => new()
    {
        { new HttpRequestException("down"), LongWriterError.ServerUnavailable, true },
        { new HttpRequestException("no", null, HttpStatusCode.Unauthorized), LongWriterError.Authentication, false },
        { new HttpRequestException("slow", null, HttpStatusCode.TooManyRequests), LongWriterError.RateLimited, true },
        { new HttpRequestException("maximum context length is 8192", null, HttpStatusCode.BadRequest), LongWriterError.ContextOverflow, false },
        { new HttpRequestException("odd", null, HttpStatusCode.BadRequest), LongWriterError.BadRequest, false },
        { new JsonException("'<' is invalid"), LongWriterError.InvalidAnswer, true },
        { new IOException("cut"), LongWriterError.ServerUnavailable, true },
        { new TimeoutException(), LongWriterError.Timeout, true },
        { new ArgumentException("temperature"), LongWriterError.BadRequest, false },
        { new NotSupportedException("tools"), LongWriterError.BadRequest, false },
        { new InvalidOperationException("HTTP 404 (: model not found)"), LongWriterError.ModelNotFound, false },
        { new InvalidOperationException("wrapped", new HttpRequestException("x", null, HttpStatusCode.ServiceUnavailable)), LongWriterError.ServerUnavailable, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_a_client_throws_has_one_kind_and_is_retried_or_not(Exception thrown, LongWriterError error, bool transient)
    {
        var known = ModelErrors.Classify(thrown);

        Assert.Equal((error, transient), (known.Error, ModelErrors.IsTransient(known)));
        Assert.NotNull(known.InnerException);
    }
}
