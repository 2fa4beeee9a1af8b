using System.Threading.Channels;
using LongWriter;

namespace BackgroundWriter;

/// <summary>Requests on their way to the service.</summary>
public sealed class WritingQueue(TimeProvider time)
{
    private readonly Channel<WritingRequest> _requests = Channel.CreateUnbounded<WritingRequest>();

    /// <summary>Hands a request over and returns the run's id, with which anybody can follow it.</summary>
    public string Enqueue(WritingRequest request)
    {
        var id = request.Id ?? RunId.New(time);
        _requests.Writer.TryWrite(request with { Id = id });
        return id;
    }

    public IAsyncEnumerable<WritingRequest> ReadAllAsync(CancellationToken cancellationToken) => _requests.Reader.ReadAllAsync(cancellationToken);
}
