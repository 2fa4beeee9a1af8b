using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace LongWriter.Tests;

/// <summary>Keeps what is sent and answers from a script, without a network.</summary>
internal sealed class RecordingHandler(Func<Recorded, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly List<Recorded> _requests = [];

    public IReadOnlyList<Recorded> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public JsonObject Body => JsonNode.Parse(Assert.Single(Requests).Body)!.AsObject();

    public static RecordingHandler Of(string body, string type = "text/event-stream", HttpStatusCode status = HttpStatusCode.OK, params (string, string)[] headers) =>
        new(_ => Answer(body, type, status, headers));

    public static HttpResponseMessage Answer(string body, string type = "text/event-stream", HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var recorded = new Recorded(request.Method, request.RequestUri!, request.Headers.ToString(), body);
        lock (_requests)
            _requests.Add(recorded);

        return answer(recorded);
    }
}

/// <summary>A request that was sent.</summary>
internal sealed record Recorded(HttpMethod Method, Uri Address, string Headers, string Body);
