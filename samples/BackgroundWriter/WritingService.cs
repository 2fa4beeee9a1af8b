using LongWriter;
using Microsoft.Extensions.Hosting;

namespace BackgroundWriter;

/// <summary>
/// Owns the runs. It first ends what an earlier host left unfinished, then writes what comes. When the host stops, the run stops
/// at its journal.
/// </summary>
public sealed class WritingService(ILongWriter writer, WritingQueue queue) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var journals = writer.GetService<IJournalStore>()!;
        await foreach (var id in journals.ListAsync(stoppingToken))
            await GuardAsync(id, () => ResumeAsync(journals, id, stoppingToken), stoppingToken);

        await foreach (var request in queue.ReadAllAsync(stoppingToken))
            await GuardAsync(request.Id!, () => WriteAsync(request, stoppingToken), stoppingToken);
    }

    private async Task ResumeAsync(IJournalStore journals, string id, CancellationToken stoppingToken)
    {
        // The request is in the journal, and with its id it resumes.
        var run = await journals.ReadRunAsync(id, stoppingToken);
        if (run.Progress != RunProgress.Completed)
            await WriteAsync(run.Request, stoppingToken);
    }

    private async Task WriteAsync(WritingRequest request, CancellationToken stoppingToken)
    {
        await foreach (var update in writer.WriteStreamingAsync(request, stoppingToken))
        {
            if (update is SectionFinishedUpdate finished)
                Console.WriteLine($"  service: section {finished.Section.Index + 1} {(finished.Resumed ? "was there" : "written")}");
        }
    }

    private static async Task GuardAsync(string id, Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
        }
        catch (LongWriterException exception)
        {
            // One run that fails must not end the service. A resumable one is tried again at the next start.
            Console.WriteLine($"  service: run {id} failed: {exception.Message}");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Console.WriteLine("  service: stopped at the journal");
            throw;
        }
    }
}
