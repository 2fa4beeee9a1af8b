using System.Net.Http.Headers;

namespace LongWriter;

/// <summary>
/// Stands between an SDK and the network: an error status becomes a typed error with the server's own words and its Retry-After,
/// and a good answer is checked while it is read.
/// </summary>
internal abstract class CheckedHandler(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    private const int LongestErrorBody = 64 * 1024;

    /// <summary>The token of the call, for SDKs that read an answer without one.</summary>
    public static readonly HttpRequestOptionsKey<CancellationToken> CallerKey = new("longwriter.caller");

    /// <summary>A handler without limits of its own on how long an answer may take.</summary>
    public static SocketsHttpHandler MakeInner() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        // An answer that is left must stop the model at once; the default waits two seconds for its rest.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>A client without a timeout: the pipeline's watchdogs decide.</summary>
    public static HttpClient MakeClient(CheckedHandler handler, bool ownsInner) =>
        new(handler, disposeHandler: ownsInner) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!response.IsSuccessStatusCode)
                throw await ErrorOfAsync(response, cancellationToken).ConfigureAwait(false);

            var caller = request.Options.TryGetValue(CallerKey, out var token) ? token : default;
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var checkedContent = new StreamContent(Check(response.Content, body, caller));
            Copy(response.Content.Headers, checkedContent.Headers);
            response.Content = checkedContent;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Wraps the body of a good answer.</summary>
    protected abstract AnswerStream Check(HttpContent content, Stream body, CancellationToken caller);

    /// <summary>Makes the typed error of an error status.</summary>
    protected abstract LongWriterException Classify(int status, ErrorBody body, TimeSpan? retryAfter);

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException cause)
        {
            // It was reached, and left: another thing to look for than a wrong address.
            throw new LongWriterException(LongWriterError.ServerUnavailable, $"The server closed the connection before it answered: {cause.Message}", exception);
        }
    }

    private async Task<LongWriterException> ErrorOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var retryAfter = RetryAfterHeader.Read(response.Headers, time);
        string text;
        try
        {
            text = await ReadStartAsync(response.Content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The status says what happened; a body that breaks off adds nothing to it.
            text = response.ReasonPhrase ?? "";
        }

        return Classify((int)response.StatusCode, ErrorBody.Read(text), retryAfter);
    }

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        var buffer = new char[LongestErrorBody];
        var read = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return new string(buffer, 0, read);
    }

    private static void Copy(HttpContentHeaders from, HttpContentHeaders to)
    {
        foreach (var header in from.NonValidated)
        {
            // What is read may be longer or shorter than what came.
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                to.TryAddWithoutValidation(header.Key, header.Value);
        }
    }
}
