using System.Text.Json;

namespace LongWriter.Tests;

public sealed class MessagesSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["rows.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_document_is_a_row_in_the_form_of_LongWriter_6k()
    {
        await WriteAsync(Document("run-1") with
        {
            Request = new WritingRequest("Write 600 words on \"tea\".") { Language = "en", Metadata = new Dictionary<string, string> { ["Source"] = "茶" } },
        });
        Assert.Equal(
            """{"id":"run-1","messages":[{"role":"user","content":"Write 600 words on \"tea\"."},{"role":"assistant","content":"First part.\n\nZweiter Teil: 茶."}],"required":600,"words":540,"counter":"paper","length_score":94.5,"language":"en","metadata":{"Source":"茶"}}""" + "\n",
            await File.ReadAllTextAsync(Data));
    }

    [Fact]
    public async Task What_a_request_does_not_say_is_left_out()
    {
        await WriteAsync(Document("run-1"));
        using var row = JsonDocument.Parse(await File.ReadAllTextAsync(Data));
        Assert.False(row.RootElement.TryGetProperty("metadata", out _));
        Assert.False(row.RootElement.TryGetProperty("language", out _));
    }

    [Fact]
    public async Task Source_material_follows_the_instruction()
    {
        await WriteAsync(Document("run-1") with { Request = new WritingRequest("Sum this up.") { Material = "Facts." } });
        Assert.Equal("Sum this up.\n\nFacts.", (await ReadAsync())[0].Messages[0].Content);
    }

    [Fact]
    public async Task A_run_that_is_offered_again_after_a_restart_gives_one_row()
    {
        await WriteAsync(Document("run-1"), Document("run-2"), Document("run-1"));
        await WriteAsync(Document("run-2"), Document("run-3"));
        Assert.Equal(["run-1", "run-2", "run-3"], (await ReadAsync()).Select(r => r.Id));
    }

    [Theory]
    [InlineData(WritingStatus.BudgetExhausted)]
    [InlineData(WritingStatus.Planned)]
    public async Task An_unfinished_document_gives_no_row_and_does_not_stand_in_the_way_of_the_finished_one(WritingStatus status)
    {
        await WriteAsync(Document("run-1") with { Status = status });
        Assert.False(File.Exists(Data));
        await WriteAsync(Document("run-1") with { Status = status }, Document("run-1"));
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task A_row_reads_back_as_it_was_made()
    {
        var document = Document("run-1") with
        {
            Request = new WritingRequest("Line\nbreak \u2028 \0 🖋️") { Metadata = new Dictionary<string, string> { ["a"] = "b" } },
        };
        await WriteAsync(document);
        var row = Assert.Single(await ReadAsync());
        Assert.Equal(document.Request.Instruction, row.Messages[0].Content);
        Assert.Equal(document.Text, row.Messages[1].Content);
        Assert.Equal("b", row.Metadata!["a"]);
        Assert.Equal((600, 540, "paper", 94.5), (row.Required, row.Words, row.Counter, row.LengthScore));
    }

    [Fact]
    public async Task A_lone_surrogate_leaves_a_row_that_is_valid_JSON()
    {
        await WriteAsync(Document("run-1") with { Request = new WritingRequest("a\ud800b") });
        Assert.Equal("a\uFFFDb", (await ReadAsync())[0].Messages[0].Content);
    }

    private static WritingDocument Document(string runId) => new(
        runId,
        WritingStatus.Completed,
        new WritingRequest("Write."),
        new WritingPlan([new PlanStep("s1", "One", 300), new PlanStep("s2", "Two", 300)]),
        [new WrittenSection(0, "s1", 300, 270, "First part."), new WrittenSection(1, "s2", 300, 270, "Zweiter Teil: 茶.")])
    {
        RequiredLength = 600,
        Words = 540,
        Counter = "paper",
        LengthScore = 94.5,
    };

    private async Task WriteAsync(params WritingDocument[] documents)
    {
        await using var sink = new MessagesSink(Data);
        foreach (var document in documents)
            await sink.WriteAsync(document);
    }

    private async Task<List<MessagesRow>> ReadAsync() =>
        [.. (await File.ReadAllTextAsync(Data)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, MessagesRow.JsonTypeInfo)!)];
}
