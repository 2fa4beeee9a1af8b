namespace LongWriter.Tests;

public sealed class PlanEditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plan_is_made_edited_as_text_and_written_days_later_by_another_writer()
    {
        var request = Writers.Request(2_000, "book");
        var planner = new CountingChatClient(Writers.Simulated(2));
        var text = (await planner.AsLongWriter(Writers.Quick(), new FileJournalStore(_folder.Path)).PlanAsync(request)).ToString();
        var lines = text.Split('\n');
        lines[1] = "Paragraph 2 - Main Point: The wasps that come to the fallen fruit - Word Count: 250 words";

        var writer = new CountingChatClient(Writers.Simulated(2));
        var edited = request with { Plan = WritingPlan.Parse(string.Join('\n', lines)) };
        var (document, updates) = await Writers.RunAsync(writer.AsLongWriter(Writers.Quick(), new FileJournalStore(_folder.Path)), edited);

        Assert.Equal(edited.Plan, document.Plan);
        Assert.Contains(writer.Calls, static c => c.Prompt.Contains("It is about:\nThe wasps that come", StringComparison.Ordinal));
        Assert.DoesNotContain(writer.Calls, static c => c.Prompt.Contains("Word Count: [number] words", StringComparison.Ordinal));
        Assert.Empty(updates.Notices(NoticeKind.Warning));
        // Planning is part of the run's spend.
        Assert.Equal(planner.Calls.Count + writer.Calls.Count, document.Usage.Calls);
    }

    [Fact]
    public async Task An_unedited_plan_goes_on_without_a_word()
    {
        var (before, store) = await WrittenAsync(3);
        var counting = new CountingChatClient(Writers.Simulated(6));

        var (document, updates) = await Writers.RunAsync(counting.AsLongWriter(Writers.Quick(), store), Request(before.Plan));

        Assert.Empty(updates.Notices(NoticeKind.Warning));
        Assert.Equal(before.Sections.Select(static s => s.Text), document.Sections.Take(3).Select(static s => s.Text));
    }

    [Fact]
    public async Task Steps_edited_behind_what_is_written_need_no_warning()
    {
        var (before, store) = await WrittenAsync(3);
        WritingPlan edited = new([.. before.Plan.Steps.Take(4), PlanStep.Create("Something new", 80)]);

        var (document, updates) = await Writers.RunAsync(Writers.Simulated(6).AsLongWriter(Writers.Quick(), store), Request(edited));

        Assert.Empty(updates.Notices(NoticeKind.Warning));
        Assert.Equal(5, document.Sections.Count);
        Assert.Equal(before.Sections.Select(static s => s.Text), document.Sections.Take(3).Select(static s => s.Text));
    }

    [Fact]
    public async Task Finished_sections_are_kept_with_a_warning_where_their_step_was_changed()
    {
        var (before, store) = await WrittenAsync(3);
        WritingPlan edited = new([before.Plan.Steps[0], before.Plan.Steps[1] with { MainPoint = "Another point altogether" }, .. before.Plan.Steps.Skip(2)]);
        var counting = new CountingChatClient(Writers.Simulated(6));

        var (document, updates) = await Writers.RunAsync(counting.AsLongWriter(Writers.Quick(), store), Request(edited));

        Assert.Contains("from step 2 on", Assert.Single(updates.Notices(NoticeKind.Warning)).Message, StringComparison.Ordinal);
        Assert.Equal(before.Sections.Select(static s => s.Text), document.Sections.Take(3).Select(static s => s.Text));
        Assert.All(counting.Calls, static c => Assert.DoesNotContain("ection 2 of", c.Prompt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finished_sections_are_written_again_from_the_change_on_when_that_is_asked_for()
    {
        var (before, store) = await WrittenAsync(3);
        WritingPlan edited = new([before.Plan.Steps[0], before.Plan.Steps[1] with { MainPoint = "Another point altogether" }, .. before.Plan.Steps.Skip(2)]);
        var counting = new CountingChatClient(Writers.Simulated(6));

        var (document, updates) = await Writers.RunAsync(counting.AsLongWriter(Writers.Quick(), store), Request(edited) with { PlanEdit = PlanEdit.RewriteFromChange });

        Assert.Contains("2 finished sections are written again", Assert.Single(updates.Notices(NoticeKind.Warning)).Message, StringComparison.Ordinal);
        Assert.Equal(before.Sections[0].Text, document.Sections[0].Text);
        Assert.NotEqual(before.Sections[1].Text, document.Sections[1].Text);
        Assert.Contains("Another point altogether", counting.Calls[0].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain(before.Sections[1].Text, counting.Calls[^1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_taken_out_takes_its_section_with_it_and_no_other()
    {
        var (before, store) = await WrittenAsync(3);
        WritingPlan edited = new([before.Plan.Steps[0], .. before.Plan.Steps.Skip(2)]);

        var (document, updates) = await Writers.RunAsync(Writers.Simulated(6).AsLongWriter(Writers.Quick(), store), Request(edited));

        Assert.Equal(4, document.Sections.Count);
        Assert.Equal(edited.Steps.Select(static s => s.Id), document.Sections.Select(static s => s.StepId));
        Assert.Equal([before.Sections[0].Text, before.Sections[2].Text], document.Sections.Take(2).Select(static s => s.Text));
        Assert.Contains("2 are kept", Assert.Single(updates.Notices(NoticeKind.Warning)).Message, StringComparison.Ordinal);
        var run = await store.ReadRunAsync("edited");
        Assert.Equal(document.Text, run.Text);
    }

    [Fact]
    public async Task A_step_put_in_between_is_written_and_nothing_is_written_twice()
    {
        var (before, store) = await WrittenAsync(3);
        WritingPlan edited = new([before.Plan.Steps[0], PlanStep.Create("What was forgotten", 60), .. before.Plan.Steps.Skip(1)]);

        var (document, _) = await Writers.RunAsync(Writers.Simulated(6).AsLongWriter(Writers.Quick(), store), Request(edited));

        Assert.Equal(edited.Steps.Select(static s => s.Id), document.Sections.Select(static s => s.StepId));
        Assert.Equal(before.Sections[0].Text, document.Sections[0].Text);
    }

    [Fact]
    public async Task A_plan_cut_down_to_what_is_written_is_finished()
    {
        var (before, store) = await WrittenAsync(3);
        var counting = new CountingChatClient(Writers.Simulated(6));

        var (document, _) = await Writers.RunAsync(counting.AsLongWriter(Writers.Quick(), store), Request(new([.. before.Plan.Steps.Take(2)])));

        Assert.Empty(counting.Calls);
        Assert.Equal((WritingStatus.Completed, 2), (document.Status, document.Sections.Count));
    }

    [Fact]
    public async Task A_finished_document_goes_on_under_a_longer_plan()
    {
        var (before, store) = await WrittenAsync(5);
        Assert.Equal(WritingStatus.Completed, before.Status);
        WritingPlan edited = new([.. before.Plan.Steps, PlanStep.Create("An afterword", 60)]);

        var (document, _) = await Writers.RunAsync(Writers.Simulated(6).AsLongWriter(Writers.Quick(), store), Request(edited));

        Assert.Equal(6, document.Sections.Count);
        Assert.StartsWith(before.Text, document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_of_sections_that_are_gone_is_made_anew()
    {
        var options = Writers.Quick(static o => (o.Context, o.WindowWords) = (ContextMode.Summary, 100));
        var store = new InMemoryJournalStore();
        var request = Writers.Planned(8, 80, "edited");
        await Writers.Simulated(6).AsLongWriter(options, store).WriteAsync(request with { Budget = new WritingBudget { MaxCalls = 8 } });
        var counting = new CountingChatClient(Writers.Simulated(6));

        await counting.AsLongWriter(options, store).WriteAsync(request with
        {
            Plan = new([PlanStep.Create("Quite another beginning", 80), .. request.Plan!.Steps.Skip(1)]),
            PlanEdit = PlanEdit.RewriteFromChange,
        });

        Assert.Contains(counting.Calls, static c => c.Prompt.Contains("Length of the summary", StringComparison.Ordinal));
    }

    private static WritingRequest Request(WritingPlan plan) => new(Writers.Task) { Id = "edited", Plan = plan };

    /// <summary>A run of five steps of which some are written.</summary>
    private static async Task<(WritingDocument Document, IJournalStore Store)> WrittenAsync(int sections)
    {
        var store = new InMemoryJournalStore();
        var request = new WritingRequest(Writers.Task) { Id = "edited", Plan = Writers.Plan(5) };
        var writer = Writers.Simulated(6).AsLongWriter(Writers.Quick(), store);
        if (sections < 5)
            request = request with { Budget = new WritingBudget { MaxCalls = sections } };
        var document = await writer.WriteAsync(request);
        Assert.Equal(sections, document.Sections.Count);
        return (document, store);
    }
}
