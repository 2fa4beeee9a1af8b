namespace LongWriter.AotApp;

/// <summary>What the model was asked, a line a call, in a file that outlives the process.</summary>
internal sealed class CallLog(string path) : IAsyncDisposable
{
    private readonly StreamWriter _file = new(path, append: true) { AutoFlush = true };

    public void Add(string line) => _file.WriteLine(line);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
