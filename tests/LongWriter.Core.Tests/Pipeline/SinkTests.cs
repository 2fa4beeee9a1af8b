namespace LongWriter.Tests;

public class SinkTests
{
    [Fact]
    public async Task A_failing_sink_is_a_warning_behind_a_finished_document_and_is_served_again_on_resume()
    {
        var store = new InMemoryJournalStore();
        var (good, bad) = (new ListSink(), new BrittleSink { Failures = 2 });
        var writer = Writers.Compose(Writers.Simulated(), journals: store, sinks: [good, bad]);
        bad.OnWrite = async document =>
        {
            // What a sink is offered is durable already.
            var run = await store.ReadRunAsync("run");
            Assert.Equal((RunProgress.Completed, document.Text), (run.Progress, run.Text));
        };

        var (first, updates) = await Writers.RunAsync(writer, Writers.Planned(2, id: "run"));
        Assert.Equal(WritingStatus.Completed, first.Status);
        Assert.Contains("disk of the data set", Assert.Single(updates.Notices(NoticeKind.Warning)).Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (good.Documents.Count, bad.Documents.Count));

        var (_, again) = await Writers.RunAsync(writer, Writers.Planned(2, id: "run"));
        Assert.Single(again.Notices(NoticeKind.Warning));
        var (_, third) = await Writers.RunAsync(writer, Writers.Planned(2, id: "run"));
        Assert.Empty(third.Notices(NoticeKind.Warning));
        await Writers.RunAsync(writer, Writers.Planned(2, id: "run"));

        Assert.Equal((1, 1, 3), (good.Documents.Count, bad.Documents.Count, bad.Offered));
        Assert.Equal(first.Text, bad.Documents[0].Text);
    }

    [Fact]
    public async Task A_sink_that_was_served_but_not_noted_is_served_again()
    {
        var store = new FailingJournalStore(new InMemoryJournalStore());
        var sink = new ListSink();
        var writer = Writers.Compose(Writers.Simulated(), journals: store, sinks: [sink], length: new NoLengthController());
        // Request, plan, two sections, end; the record that the sink was served is the sixth.
        store.FailFrom = 6;

        await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(Writers.Planned(2, id: "run")));
        Assert.Single(sink.Documents);
        store.FailFrom = int.MaxValue;
        await writer.WriteAsync(Writers.Planned(2, id: "run"));

        Assert.Equal(["run", "run"], sink.Documents.Select(static d => d.RunId));
    }

    [Fact]
    public async Task Partial_documents_and_plans_are_not_offered_and_a_rewritten_one_is_again()
    {
        var sink = new ListSink();
        var writer = Writers.Compose(Writers.Simulated(), sinks: [sink], length: new NoLengthController());
        var request = Writers.Planned(3, id: "run");

        await writer.WriteAsync(request with { PlanOnly = true });
        await writer.WriteAsync(request with { Budget = new WritingBudget { MaxCalls = 1 } });
        Assert.Empty(sink.Documents);
        await writer.WriteAsync(request);
        await writer.WriteAsync(request with { Plan = new WritingPlan([.. request.Plan!.Steps.Take(2), PlanStep.Create("Another end", 60)]), PlanEdit = PlanEdit.RewriteFromChange });

        Assert.Equal(2, sink.Documents.Count);
        Assert.NotEqual(sink.Documents[0].Text, sink.Documents[1].Text);
    }

    [Fact]
    public async Task The_messages_sink_has_one_row_a_run()
    {
        using var folder = new TemporaryFolder();
        await using (var sink = new MessagesSink(folder["rows.jsonl"]))
        {
            var store = new FileJournalStore(folder["runs"]);
            var writer = Writers.Compose(Writers.Simulated(), journals: store, sinks: [sink]);
            await writer.WriteAsync(Writers.Planned(1, id: "one"));
            await writer.WriteAsync(Writers.Planned(1, id: "two"));
            await writer.WriteAsync(Writers.Planned(1, id: "one"));
        }

        Assert.Equal(2, (await File.ReadAllLinesAsync(folder["rows.jsonl"])).Length);
    }

    private class ListSink : IDatasetSink<WritingDocument>
    {
        public List<WritingDocument> Documents { get; } = [];

        public virtual ValueTask WriteAsync(WritingDocument item, CancellationToken cancellationToken = default)
        {
            Documents.Add(item);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class BrittleSink : ListSink
    {
        public int Failures { get; set; }

        public int Offered { get; private set; }

        public Func<WritingDocument, Task> OnWrite { get; set; } = static _ => Task.CompletedTask;

        public override async ValueTask WriteAsync(WritingDocument item, CancellationToken cancellationToken = default)
        {
            await OnWrite(item);
            if (++Offered <= Failures)
                throw new IOException("The disk of the data set is full.");

            await base.WriteAsync(item, cancellationToken);
        }
    }
}
