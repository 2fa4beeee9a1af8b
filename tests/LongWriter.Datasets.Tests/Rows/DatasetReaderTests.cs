using System.Diagnostics.Tracing;
using System.Text;

namespace LongWriter.Tests;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_forms_of_rows_are_read()
    {
        var path = _folder.Write(
            "a.jsonl",
            """{"prompt":"Write A.","plan":"Paragraph 1 - Main Point: a - Word Count: 300 words","write":["One.","Two."],"length":300}""",
            """{"id":7,"messages":[{"role":"system","content":"Be dry."},{"role":"user","content":"Write B."},{"role":"assistant","content":"B."}],"language":"en"}""",
            """{"conversations":[{"from":"human","value":"Write C."},{"from":"gpt","value":"C."}]}""",
            """{"instruction":"Write D","input":"about dogs.","output":"D."}""",
            """{"text":"Only a text."}""");
        var rows = DatasetReader.Read(path).ToList();
        Assert.Equal(["Write A.", "Write B.", "Write C.", "Write D\nabout dogs.", ""], rows.Select(static r => r.Prompt));
        Assert.Equal(["One.\n\nTwo.", "B.", "C.", "D.", "Only a text."], rows.Select(static r => r.Text));
        Assert.Equal(300, rows[0].Required);
        Assert.Equal(2, rows[0].Sections!.Count);
        Assert.Equal("7", rows[1].Id);
        Assert.Equal("Be dry.", rows[1].System);
    }

    [Theory]
    [InlineData("""{"instruction":"Write A.","input":"","output":""}""", null)]
    [InlineData("""{"messages":[{"role":"user","content":"Write A."},{"role":"assistant","content":" "}]}""", null)]
    [InlineData("""{"prompt":"Write A.","write":["",""]}""", null)]
    [InlineData("""{"prompt":"Write A.","output":"","response":"A."}""", "A.")]
    [InlineData("""{"prompt":"Write A.","text":"","sections":["A."]}""", "A.")]
    [InlineData("""{"prompt":"Write A.","text":"A.","sections":[]}""", "A.")]
    public async Task What_is_empty_is_not_there(string line, string? text)
    {
        var row = Assert.Single(DatasetReader.Read(_folder.Write("a.jsonl", line)));
        Assert.Equal(("Write A.", text), (row.Prompt, row.Text));
        await using (var sink = RowSinks.AuthorsWrite(_folder["write.jsonl"]))
            await DatasetFiles.ConvertAsync([row, row with { Sections = [] }], sink);
        Assert.Equal(text is null ? [] : [text, text], DatasetReader.Read(_folder["write.jsonl"]).Select(static back => back.Text));
    }

    [Theory]
    [InlineData("""{"id":"chatcmpl-1","length":12}""")]
    [InlineData("""[{"id":"chatcmpl-1"}]""")]
    [InlineData("\"another\"")]
    public void Of_two_fields_for_the_text_the_first_counts_and_the_other_is_passed_over(string other)
    {
        var row = Assert.Single(DatasetReader.Read(_folder.Write("a.jsonl", $$"""{"prompt":"P","output":"T","response":{{other}},"id":"row-1","language":"zh"}""")));
        Assert.Equal(("row-1", "P", "T", "zh", null), (row.Id, row.Prompt, row.Text, row.Language, row.Required));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("zh_CN", "zh-CN")]
    [InlineData("pt-BR", "pt-BR")]
    public void Languages_are_read_as_exports_and_locales_write_them(string given, string? language)
    {
        var row = Assert.Single(DatasetReader.Read(_folder.Write("a.jsonl", $$"""{"prompt":"Write A.","text":"A text of six short words.","language":"{{given}}"}""")));
        Assert.Equal(language, row.Language);
        Assert.Equal(6, row.CountWords());
    }

    [Theory]
    [InlineData("3000", 3000)]
    [InlineData("\"3000\"", 3000)]
    [InlineData("3000.0", 3000)]
    [InlineData("\" 3000.0 \"", 3000)]
    [InlineData("3000.5", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("0", null)]
    [InlineData("1e300", null)]
    [InlineData("\"many\"", null)]
    [InlineData("[3000]", null)]
    public void Lengths_are_read_as_tables_export_them(string given, int? words)
    {
        var faults = new List<RowFault>();
        var rows = DatasetReader.Read(_folder.Write("a.jsonl", $$"""{"prompt":"Write A.","length":{{given}}}"""), new() { OnFault = faults.Add }).ToList();
        Assert.Equal(words, rows.SingleOrDefault()?.Required);
        Assert.Equal(words is null, faults is [{ Problem: "has a 'length' that is no whole number of words above 0" }]);
    }

    [Theory]
    [InlineData("""{"prompt":"Write A.","language":"not a tag!"}""", "BCP 47")]
    [InlineData("""{"prompt":"Write A.","title":"cut emoji \ud83d"}""", "surrogate")]
    [InlineData("""{"prompt":"Write A.","more":{"deep":["\udc00"]}}""", "surrogate")]
    public void What_could_not_be_written_again_is_set_aside_when_it_is_read(string line, string problem)
    {
        var faults = new List<RowFault>();
        var rows = DatasetReader.Read(_folder.Write("a.jsonl", line, """{"prompt":"Write B."}"""), new() { OnFault = faults.Add }).ToList();
        Assert.Equal("Write B.", Assert.Single(rows).Prompt);
        Assert.Contains(problem, Assert.Single(faults).Problem);
    }

    [Fact]
    public void Fields_that_are_not_known_are_kept()
    {
        var row = Assert.Single(DatasetReader.Read(_folder.Write("a.jsonl", """{"prompt":"Write A.","mine":[1,{"a":"\u00e9"}],"source":"web"}""")));
        Assert.Equal(["mine", "source"], row.Extra!.Keys.Order());
        Assert.Equal("é", row.Extra["mine"][1].GetProperty("a").GetString());
    }

    [Theory]
    [InlineData("Max tries. Failed.")]
    [InlineData("Trigger OpenAI's content management policy.")]
    public void What_the_authors_scripts_write_for_a_failed_section_is_no_text(string failure)
    {
        var row = Assert.Single(DatasetReader.Read(_folder.Write("write.jsonl", $$"""{"prompt":"Write A.","plan":"Paragraph 1 - Main Point: a - Word Count: 300 words","write":["A good section.","{{failure}}"]}""")));
        Assert.Null(row.Text);
        Assert.NotNull(row.Plan);
    }

    [Fact]
    public void An_id_follows_from_the_prompt_wherever_the_row_stands()
    {
        var first = DatasetReader.Read(_folder.Write("a.jsonl", """{"prompt":"Write A."}""", """{"prompt":"Write B."}""")).ToList();
        var turned = DatasetReader.Read(_folder.Write("b.jsonl", """{"prompt":"Write B."}""", "", """{"prompt":"Write A."}""")).ToList();
        Assert.Equal(first[0].Id, turned[1].Id);
        Assert.Equal(first[1].Id, turned[0].Id);
        Assert.NotEqual(first[0].Id, first[1].Id);
    }

    [Fact]
    public void Broken_lines_are_told_by_number_and_the_rest_is_read()
    {
        var path = _folder["a.jsonl"];
        using (var file = File.Create(path))
        {
            file.Write("\uFEFF{\"prompt\":\"Write A.\"}\r\n"u8);
            file.Write("{\"prompt\":\n"u8);
            file.Write("\n"u8);
            file.Write("[1]\n"u8);
            file.Write([.. "{\"prompt\":\""u8, 0xC4, 0xE3, .. "\"}\n"u8]);
            file.Write("{\"title\":\"no task\"}\n"u8);
            file.Write("{\"prompt\":\"a\\ud800b\"}\n"u8);
            file.Write("{\"prompt\":\"Write B.\"}"u8);
        }

        var faults = new List<RowFault>();
        var rows = DatasetReader.Read(path, new() { OnFault = faults.Add }).ToList();
        Assert.Equal(["Write A.", "Write B."], rows.Select(static r => r.Prompt));
        Assert.Equal([2, 4, 5, 6, 7], faults.Select(static f => f.Line));
        Assert.Contains("no UTF-8", faults[2].Problem);
        Assert.Contains("line 2", faults[0].ToString());
    }

    [Fact]
    public void A_line_that_is_too_long_is_passed_over_without_being_held()
    {
        var path = _folder["a.jsonl"];
        using (var file = File.Create(path))
        {
            file.Write("{\"prompt\":\"Write A.\"}\n{\"prompt\":\""u8);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (var i = 0; i < 100; i++)
                file.Write(block);
            file.Write("\"}\n{\"prompt\":\"Write B.\"}\n"u8);
        }

        var faults = new List<RowFault>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rows = DatasetReader.Read(path, new() { OnFault = faults.Add, MaxLineBytes = 1 << 20 }).Select(static r => r.Prompt).ToList();
        Assert.Equal(["Write A.", "Write B."], rows);
        Assert.Equal(2, Assert.Single(faults).Line);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30 << 20);
    }

    [Fact]
    public void A_long_line_that_is_allowed_is_read()
    {
        var path = _folder.Write("a.jsonl", """{"prompt":"Write A."}""", $$"""{"prompt":"Write B.","output":"{{new string('y', 9_000_000)}}"}""", """{"prompt":"Write C."}""");
        Assert.Equal([0, 9_000_000, 0], DatasetReader.Read(path).Select(static r => r.Text?.Length ?? 0));
    }

    [Fact]
    public void A_file_in_another_encoding_says_so()
    {
        var path = _folder["a.jsonl"];
        File.WriteAllText(path, """{"prompt":"Write A."}""", Encoding.Unicode);
        var exception = Assert.Throws<LongWriterException>(() => DatasetReader.Read(path).ToList());
        Assert.Equal(LongWriterError.DatasetUnavailable, exception.Error);
        Assert.Contains("UTF-8", exception.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_says_so() =>
        Assert.Equal(LongWriterError.DatasetUnavailable, Assert.Throws<LongWriterException>(() => DatasetReader.Read(_folder["none.jsonl"]).ToList()).Error);

    [Fact]
    public void Lines_across_blocks_are_whole()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 3_000).Select(i => i + new string((char)('a' + (i % 26)), random.Next(6_000))).ToList();
        var path = _folder.Write("a.jsonl", [.. texts.Select(static t => $$"""{"prompt":"{{t}}"}""")]);
        Assert.Equal(texts, DatasetReader.Read(path).Select(static r => r.Prompt));
    }

    [Fact]
    public async Task Reading_leaves_the_collector_of_its_host_alone_and_tells_how_far_it_is()
    {
        using var forced = new ForcedCollections();
        var path = _folder.Write("a.jsonl", [.. Enumerable.Range(0, 40).Select(static i => $$"""{"prompt":"Write {{i}}.","output":"{{new string('y', 500_000)}}"}""")]);
        var told = new List<long>();
        Assert.Equal(40, DatasetReader.Read(path, new() { OnRead = told.Add }).Count());
        Assert.True(told.Count >= 4);
        Assert.Equal(told.Order(), told);
        Assert.Equal(new FileInfo(path).Length, told[^1]);
        // Events come late; this one comes last.
        GC.Collect();
        await forced.FirstAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, forced.Count);
    }

    [Fact]
    public void In_a_text_file_each_line_is_an_instruction() =>
        Assert.Equal(["Write A.", "写一篇文章。"], DatasetReader.Read(_folder.Write("a.txt", "Write A.", "", "  写一篇文章。")).Select(static r => r.Prompt));

    /// <summary>Counts the collections that somebody asked for.</summary>
    private sealed class ForcedCollections : EventListener
    {
        private const EventKeywords Collector = (EventKeywords)1;
        private const uint Induced = 1;

        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task FirstAsync() => _first.Task;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
                EnableEvents(eventSource, EventLevel.Informational, Collector);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("GCStart", StringComparison.Ordinal) != true || eventData.PayloadNames?.IndexOf("Reason") is not (>= 0 and var at) || eventData.Payload![at] is not Induced)
                return;

            Interlocked.Increment(ref _count);
            _first.TrySetResult();
        }
    }
}
