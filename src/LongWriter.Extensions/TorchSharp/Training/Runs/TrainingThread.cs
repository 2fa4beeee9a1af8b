using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LongWriter;

/// <summary>A run on a thread of its own, and its reports as a stream.</summary>
internal static class TrainingThread
{
    /// <summary>Starts the run and gives its reports; where the reader leaves, it is stopped and waited for.</summary>
    /// <param name="run">The run: where reports go, and what stops it.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public static async IAsyncEnumerable<TrainingProgress> StreamAsync(Action<Action<TrainingProgress>, CancellationToken> run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reports = Channel.CreateUnbounded<TrainingProgress>(new() { SingleReader = true, SingleWriter = true });
        // Gradient mode and dispose scopes belong to a thread, so the whole run is on one, and nothing in it waits.
        var thread = new Thread(() => Run(run, reports.Writer, stop.Token, cancellationToken)) { IsBackground = true, Name = "LongWriter training" };
        thread.Start();
        try
        {
            await foreach (var report in reports.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return report;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.Run(thread.Join, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Run(Action<Action<TrainingProgress>, CancellationToken> run, ChannelWriter<TrainingProgress> reports, CancellationToken stop, CancellationToken caller)
    {
        Exception? failure = null;
        try
        {
            run(report => reports.TryWrite(report), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            failure = new OperationCanceledException(caller);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        reports.TryComplete(failure);
    }
}
