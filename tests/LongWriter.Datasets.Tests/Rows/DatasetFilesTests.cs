using System.Text.Json;

namespace LongWriter.Tests;

public sealed class DatasetFilesTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kept_rows_pass_byte_for_byte_and_rejects_keep_everything_beside_the_reason()
    {
        var path = _folder.Write("a.jsonl", """{"prompt":"Write about 40 words.","output":"WORDS","my_own" : [1,2]}""".Replace("WORDS", string.Join(' ', Enumerable.Repeat("word", 40))), """{"prompt":"Write 2000 words.","output":"short","keep":{"a":null}}""");
        var report = DatasetFiles.Filter(path, _folder["kept.jsonl"], [RowFilters.ForTexts().Single(static f => f.Name == "length-score")], _folder["rejects.jsonl"]);
        Assert.Equal((2, 1), (report.Rows, report.Kept));
        Assert.Equal(1, report.Rejected["length-score"]);
        Assert.Equal(File.ReadAllLines(path)[0] + "\n", File.ReadAllText(_folder["kept.jsonl"]));
        using var reject = JsonDocument.Parse(File.ReadAllText(_folder["rejects.jsonl"]));
        Assert.Equal("short", reject.RootElement.GetProperty("output").GetString());
        Assert.Equal(JsonValueKind.Null, reject.RootElement.GetProperty("keep").GetProperty("a").ValueKind);
        Assert.Equal("length-score", reject.RootElement.GetProperty("rejected").GetProperty("filter").GetString());
    }

    [Fact]
    public void A_file_is_not_written_over_the_one_that_is_read()
    {
        var path = _folder.Write("a.jsonl", """{"prompt":"Write A."}""");
        Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => DatasetFiles.Filter(path, path, [])).Error);
        Assert.Equal("""{"prompt":"Write A."}""" + "\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_pass_that_fails_leaves_nothing_behind()
    {
        var path = _folder.Write("a.jsonl", """{"prompt":"Write A."}""", """{"prompt":"Write B."}""");
        _folder.Write("kept.jsonl", "old");
        Assert.Throws<InvalidOperationException>(() => DatasetFiles.Filter(path, _folder["kept.jsonl"], [new Failing()], _folder["rejects.jsonl"]));
        Assert.Equal("old\n", File.ReadAllText(_folder["kept.jsonl"]));
        Assert.Equal(["a.jsonl", "kept.jsonl"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_says_so()
    {
        var path = _folder.Write("a.jsonl", """{"prompt":"Write A."}""");
        Assert.Equal(LongWriterError.DatasetUnavailable, Assert.Throws<LongWriterException>(() => DatasetFiles.Filter(path, Path.Combine(path, "kept.jsonl"), [])).Error);
    }

    [Fact]
    public void Of_rows_that_are_nearly_the_same_the_first_is_kept()
    {
        const string Long = "Write a careful guide of about four thousand words on how a small coastal town should prepare its harbour, its schools and its hospital for a winter of heavy storms";
        var path = _folder.Write(
            "a.jsonl",
            $$"""{"prompt":"{{Long}}."}""",
            """{"prompt":"Write a poem about a cat."}""",
            $$"""{"prompt":"{{Long.ToUpperInvariant()}}!"}""",
            $$"""{"prompt":"{{Long}} please."}""");
        var report = DatasetFiles.Deduplicate(path, _folder["kept.jsonl"], rejects: _folder["twice.jsonl"]);
        Assert.Equal((4, 2), (report.Rows, report.Kept));
        Assert.All(File.ReadAllLines(_folder["twice.jsonl"]), static l => Assert.Contains("nearly the same as line 1", l));
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("alpaca")]
    [InlineData("sharegpt")]
    [InlineData("write")]
    public async Task A_row_survives_its_forms(string form)
    {
        var row = new DatasetRow("a-1", "Write about 300 words.")
        {
            Text = "One \"quoted\".\n\n第二段😀",
            Sections = ["One \"quoted\".", "第二段😀"],
            System = form == "plan" ? null : "Be dry.",
            Type = "letter",
            Plan = "Paragraph 1 - Main Point: a - Word Count: 300 words",
            OriginalPrompt = "Write.",
            Extra = new Dictionary<string, JsonElement> { ["mine"] = JsonDocument.Parse("[1,{\"a\":2}]").RootElement },
        };
        await using (var sink = RowSinks.Open(form, _folder["a.jsonl"]))
            Assert.Equal(1, (await DatasetFiles.ConvertAsync([row], sink)).Kept);
        var back = Assert.Single(DatasetReader.Read(_folder["a.jsonl"]));
        Assert.Equal((row.Id, row.Prompt, row.Text, row.System, row.Type, row.Plan, row.OriginalPrompt), (back.Id, back.Prompt, back.Text, back.System, back.Type, back.Plan, back.OriginalPrompt));
        Assert.Equal("[1,{\"a\":2}]", Assert.Single(back.Extra!, static e => e.Key == "mine").Value.GetRawText());
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"Write A."},{"role":"assistant","content":"A."},{"role":"user","content":"Longer."},{"role":"assistant","content":"AA."}]""", "2 questions and 2 answers")]
    [InlineData("""[{"role":"user","content":"Write A."},{"role":"user","content":"And B."},{"role":"assistant","content":"AB."}]""", "2 questions and 1 answer")]
    [InlineData("""[{"role":"system","content":"Be dry."},{"role":"user","content":"Write A."},{"role":"system","content":"Be funny."},{"role":"assistant","content":"A."}]""", "2 system texts")]
    [InlineData("""[{"role":"user","content":"Write A."},{"role":"system","content":"Be dry."},{"role":"assistant","content":"A."}]""", "another order")]
    public async Task A_conversation_is_left_out_and_told_and_the_rest_is_converted(string messages, string reason)
    {
        var path = _folder.Write("a.jsonl", """{"id":"1","prompt":"Write B.","output":"B."}""", $$"""{"id":"2","messages":{{messages}}}""", """{"id":"3","messages":[{"role":"system","content":"Be dry."},{"role":"user","content":"Write C."},{"role":"assistant","content":"C."}]}""");
        var told = new List<LeftOutRow>();
        DatasetFileReport report;
        await using (var sink = RowSinks.Alpaca(_folder["b.jsonl"]))
            report = await DatasetFiles.ConvertAsync(DatasetReader.Read(path), sink, told.Add);
        Assert.Equal((3, 2, 1), (report.Rows, report.Kept, report.Rejected["conversation"]));
        var left = Assert.Single(told);
        Assert.Equal((2, "2"), (left.Number, left.Id));
        Assert.Contains(reason, left.Reason);
        Assert.Equal([("1", null), ("3", "Be dry.")], DatasetReader.Read(_folder["b.jsonl"]).Select(static r => (r.Id, r.System)));
    }

    [Theory]
    [InlineData("plan", "no plan", "12")]
    [InlineData("plan-augmented", "no plan", "1")]
    [InlineData("alpaca", "no text", "13")]
    public async Task Rows_that_a_form_has_no_place_for_are_counted_and_told(string form, string reason, string kept)
    {
        const string Plan = "Paragraph 1 - Main Point: a - Word Count: 300 words";
        DatasetRow[] rows = [new("1", "Write A.") { Plan = Plan, Text = "A." }, new("2", "Write B.") { Plan = Plan }, new("3", "Write C.") { Text = "C." }];
        var told = new List<LeftOutRow>();
        DatasetFileReport report;
        await using (var sink = RowSinks.Open(form, _folder["b.jsonl"]))
            report = await DatasetFiles.ConvertAsync(rows, sink, told.Add);
        Assert.Equal((3, kept.Length), (report.Rows, report.Kept));
        Assert.Equal(3 - kept.Length, told.Count);
        Assert.Contains(told, t => t.Reason == reason);
        Assert.Equal(told.CountBy(static t => t.Reason).ToDictionary(static t => t.Key, static t => (long)t.Value), report.Rejected.ToDictionary());
        Assert.Equal(kept.Select(static c => c.ToString()), DatasetReader.Read(_folder["b.jsonl"]).Select(static r => r.Id));
    }

    [Fact]
    public async Task A_sink_that_is_not_completed_leaves_nothing()
    {
        await using (var sink = RowSinks.Messages(_folder["a.jsonl"]))
            await sink.WriteAsync(new("1", "Write.") { Text = "x" });
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Broken_lines_stand_among_the_rejects()
    {
        var path = _folder.Write("a.jsonl", """{"prompt":"Write A."}""", """{"prompt": "cut off""", """{"prompt":"Write B."}""");
        var report = DatasetFiles.Filter(path, _folder["kept.jsonl"], [], _folder["rejects.jsonl"]);
        Assert.Equal((2, 1), (report.Kept, report.Faults));
        using var line = JsonDocument.Parse(Assert.Single(File.ReadAllLines(_folder["rejects.jsonl"])));
        Assert.Equal("{\"prompt\": \"cut off", line.RootElement.GetProperty("line").GetString());
        Assert.StartsWith("line 2 is no JSON", line.RootElement.GetProperty("rejected").GetProperty("reason").GetString());
    }

    [Fact]
    public void A_filter_that_fails_is_no_broken_line() =>
        Assert.Throws<FormatException>(() => DatasetFiles.Filter(_folder.Write("a.jsonl", """{"prompt":"Write A."}"""), _folder["kept.jsonl"], [new Unfit()]));

    private sealed class Unfit : IRowFilter
    {
        public string Name => "unfit";

        public string? FindFault(DatasetRow row) => throw new FormatException("a bug of the filter");
    }

    private sealed class Failing : IRowFilter
    {
        public string Name => "failing";

        public string? FindFault(DatasetRow row) => throw new InvalidOperationException("broken");
    }
}
