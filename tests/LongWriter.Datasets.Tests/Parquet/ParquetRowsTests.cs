using System.Buffers;
using System.Text.Json;
using Parquet.Schema;
using Parquet.Serialization;

namespace LongWriter.Tests;

public sealed class ParquetRowsTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_survive_the_file()
    {
        var rows = Enumerable.Range(0, 450).Select(static i => new DatasetRow("id" + i, $"Write text {i}.")
        {
            Text = i % 7 == 3 ? null : $"Text {i}: 灯塔 😀\n\nend",
            Required = i % 3 == 0 ? 100 + i : null,
            Language = i % 2 == 0 ? "en" : null,
            Plan = i % 5 == 0 ? "Paragraph 1" : null,
            Provenance = new("run") { Version = "1.0" },
        }).ToList();
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
            Assert.Equal(450, (await DatasetFiles.ConvertAsync(rows, sink)).Kept);
        var back = ParquetRows.Read(_folder["a.parquet"]).ToList();
        Assert.Equal(
            rows.Select(static r => (r.Id, r.Prompt, r.Text, r.Required, r.Language, r.Plan)),
            back.Select(static r => (r.Id, r.Prompt, r.Text, r.Required, r.Language, r.Plan)));
        Assert.Equal([_folder["a.parquet"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Provenance_stands_in_its_column()
    {
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
            await DatasetFiles.ConvertAsync([new DatasetRow("1", "Write.") { Text = "x", Provenance = new("run-1") { Version = "1.0" } }], sink);
        await using var reader = await Parquet.ParquetReader.CreateAsync(_folder["a.parquet"]);
        var values = new ReadOnlyMemory<char>?[1];
        using var group = reader.OpenRowGroupReader(0);
        await group.ReadAsync<ReadOnlyMemory<char>>(reader.Schema.DataFields.Single(static f => f.Name == "provenance"), values, null);
        Assert.Contains("\"run_id\":\"run-1\"", values[0].ToString());
    }

    [Fact]
    public async Task A_row_that_went_through_the_file_is_the_row_that_it_was()
    {
        var line = """{"id":"1","messages":[{"role":"user","content":"写一篇40字的短文。"},{"role":"assistant","content":"灯塔。\n\n灯光。"}],"required":40,"length_score":0,"words":4,"counter":"unicode","language":"zh","plan":"Paragraph 1 - Main Point: a - Word Count: 40 words","provenance":{"run_id":"row-1","models":{"writer":"m"},"own":"其他"},"source":{"page":[1,null,"网"]},"rank":3}""";
        var row = Assert.Single(DatasetReader.Read(_folder.Write("a.jsonl", line))) with { Sections = ["灯塔。", "灯光。"] };
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
            await DatasetFiles.ConvertAsync([row, new("2", "Write.") { Text = "x" }], sink);

        var back = ParquetRows.Read(_folder["a.parquet"]).ToList();
        Assert.Equal(row.Sections, back[0].Sections!);
        foreach (var form in RowSinks.Names)
        {
            await ConvertAsync(form, "before.jsonl", row);
            await ConvertAsync(form, "after.jsonl", back[0]);
            using var before = JsonDocument.Parse(File.ReadAllText(_folder["before.jsonl"]));
            using var after = JsonDocument.Parse(File.ReadAllText(_folder["after.jsonl"]));
            Assert.True(JsonElement.DeepEquals(before.RootElement, after.RootElement), after.RootElement.GetRawText());
            Assert.Equal("其他", after.RootElement.GetProperty("provenance").GetProperty("own").GetString());
            Assert.Equal(3, after.RootElement.GetProperty("rank").GetInt32());
        }

        Assert.Null(back[1].Extra);
        Assert.Equal([LengthScore.Compute(40, row.CountWords()), null], await ScoresAsync());

        async Task ConvertAsync(string form, string name, DatasetRow converted)
        {
            await using var sink = RowSinks.Open(form, _folder[name]);
            await DatasetFiles.ConvertAsync([converted], sink);
        }

        async Task<double?[]> ScoresAsync()
        {
            await using var reader = await Parquet.ParquetReader.CreateAsync(_folder["a.parquet"]);
            var values = new double?[2];
            using var group = reader.OpenRowGroupReader(0);
            await group.ReadAsync<double>(reader.Schema.DataFields.Single(static f => f.Name == "length_score"), values, null);
            return values;
        }
    }

    [Fact]
    public async Task Columns_that_only_share_a_name_are_passed_over_and_broken_ones_told()
    {
        DataField<string> prompt = new("prompt"), provenance = new("provenance"), extra = new("extra");
        await WriteAsync(
            new(prompt, provenance, extra),
            new() { ["prompt"] = "Write A.", ["provenance"] = "the web", ["extra"] = "none" },
            new() { ["prompt"] = "Write B.", ["provenance"] = "{\"run_id\":", ["extra"] = null });
        var faults = new List<RowFault>();
        Assert.Null(Assert.Single(ParquetRows.Read(_folder["nested.parquet"], new() { OnFault = faults.Add })).Extra);
        Assert.Equal((2, "has a 'provenance' that is no JSON"), (Assert.Single(faults).Line, faults[0].Problem));
    }

    [Fact]
    public async Task Numbers_of_64_bits_and_rows_that_are_none_are_read_as_they_are()
    {
        await using (var file = File.Create(_folder["pandas.parquet"]))
        {
            var (id, prompt, length) = (new DataField<long>("id"), new DataField<string>("prompt"), new DataField<long?>("length"));
            await using var writer = await Parquet.ParquetWriter.CreateAsync(new ParquetSchema(id, prompt, length), file);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<long>(id, new long[] { 7, 8, 9 });
            await group.WriteAsync(prompt, new[] { "Write A.", null, "Write C." });
            await group.WriteAsync<long>(length, new long?[] { 3_000, null, null });
        }

        var faults = new List<RowFault>();
        var rows = ParquetRows.Read(_folder["pandas.parquet"], new() { OnFault = faults.Add }).ToList();
        Assert.Equal([("7", "Write A.", 3_000), ("9", "Write C.", null)], rows.Select(static r => (r.Id, r.Prompt, r.Required)));
        Assert.Equal(2, Assert.Single(faults).Line);
    }

    [Fact]
    public async Task Columns_without_gaps_are_read_whatever_pooled_arrays_hold()
    {
        await using (var file = File.Create(_folder["required.parquet"]))
        {
            var (id, prompt) = (new DataField<long>("id"), new DataField("prompt", typeof(string), isNullable: false));
            await using var writer = await Parquet.ParquetWriter.CreateAsync(new ParquetSchema(id, prompt), file);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<long>(id, new long[] { 7, 8, 9 });
            await group.WriteAsync(prompt, new[] { "Write A.", "Write B.", "Write C." });
        }

        for (var round = 0; round < 20; round++)
        {
            var pooled = Enumerable.Range(0, 200).Select(static _ => ArrayPool<int>.Shared.Rent(16)).ToList();
            foreach (var array in pooled)
            {
                Array.Fill(array, -1);
                ArrayPool<int>.Shared.Return(array);
            }

            Assert.Equal([("7", "Write A."), ("8", "Write B."), ("9", "Write C.")], ParquetRows.Read(_folder["required.parquet"]).Select(static r => (r.Id, r.Prompt)));
        }
    }

    [Fact]
    public async Task Numbers_are_read_whatever_their_type_and_what_is_no_length_is_told()
    {
        await LengthsAsync(new double?[] { 3_000, null, double.NaN, 0, 3_000.5, -1 }, [(1, 3_000), (2, null), (3, null), (4, null)]);
        await LengthsAsync(new float?[] { 3_000, null, float.NaN, 0, 3_000.5f, -1 }, [(1, 3_000), (2, null), (3, null), (4, null)]);
        await LengthsAsync(new short?[] { 3_000, null, 0, -1 }, [(1, 3_000), (2, null), (3, null)]);
        await LengthsAsync(new uint?[] { 3_000, null, 0, uint.MaxValue }, [(1, 3_000), (2, null), (3, null)]);
        await LengthsAsync(new decimal?[] { 3_000, null, 0, 3_000.5m }, [(1, 3_000), (2, null), (3, null)]);

        var (prompt, length) = (new DataField<string>("prompt"), new DataField<string>("length"));
        await WriteAsync(new(prompt, length), [.. new[] { "3000", "3000.0", "", "0", "many" }.Select(static (text, i) => new Dictionary<string, object?> { ["prompt"] = $"Write {i}.", ["length"] = text })]);
        Assert.Equal([3_000, 3_000, null, null], Lengths(faults: 1).Select(static r => r.Required));

        async Task LengthsAsync<T>(T?[] lengths, (int Id, int? Words)[] expected)
            where T : struct
        {
            await using (var file = File.Create(_folder["nested.parquet"]))
            {
                var (id, asked, words) = (new DataField<double>("id"), new DataField<string>("prompt"), new DataField<T?>("length"));
                await using var writer = await Parquet.ParquetWriter.CreateAsync(new ParquetSchema(id, asked, words), file);
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<double>(id, Enumerable.Range(1, lengths.Length).Select(static i => (double)i).ToArray());
                await group.WriteAsync(asked, lengths.Select(static (_, i) => $"Write {i}.").ToArray());
                await group.WriteAsync<T>(words, lengths);
            }

            Assert.Equal(expected.Select(static e => ($"{e.Id}", e.Words)), Lengths(lengths.Length - expected.Length).Select(static r => (r.Id, r.Required)));
        }

        List<DatasetRow> Lengths(int faults)
        {
            var told = new List<RowFault>();
            var rows = ParquetRows.Read(_folder["nested.parquet"], new() { OnFault = told.Add }).ToList();
            Assert.Equal(Enumerable.Repeat("has a 'length' that is no whole number of words above 0", faults), told.Select(static f => f.Problem));
            return rows;
        }
    }

    [Theory]
    [InlineData("messages", "role", "content")]
    [InlineData("conversations", "from", "value")]
    public async Task Nested_turns_are_read_as_hugging_face_writes_them(string name, string role, string content)
    {
        var turns = new ListField(name, new StructField("element", new DataField<string>(content), new DataField<string>(role)));
        var id = new DataField<string>("id");
        await WriteAsync(
            new(turns, id),
            Nested("1", ("system", "Be dry."), ("user", "Write 灯塔."), ("assistant", "A lighthouse.")),
            Nested("2"),
            Nested("3", ("user", "Write B."), ("assistant", "B."), ("user", "Longer."), ("assistant", "BB.")),
            Nested("4", ("user", "Write C."), ("assistant", null)),
            Nested("5", ("user", "Write D.")));

        var faults = new List<RowFault>();
        var rows = ParquetRows.Read(_folder["nested.parquet"], new() { OnFault = faults.Add }).ToList();
        Assert.Equal([("1", "Write 灯塔.", "A lighthouse.", "Be dry."), ("3", "Write B.", "BB.", null), ("5", "Write D.", null, null)], rows.Select(static r => (r.Id, r.Prompt, r.Text, r.System)));
        Assert.Equal("a conversation of 2 questions and 2 answers", rows[1].Conversation);
        Assert.Equal([2L, 4L], faults.Select(static f => f.Line));

        Dictionary<string, object?> Nested(string key, params (string Role, string? Content)[] all) => new()
        {
            ["id"] = key,
            [name] = all.Select(IDictionary<string, object?> (t) => new Dictionary<string, object?> { [content] = t.Content, [role] = t.Role }).ToList(),
        };
    }

    [Fact]
    public async Task An_input_belongs_to_its_instruction_and_a_language_has_to_be_one()
    {
        DataField<string> instruction = new("instruction"), input = new("input"), output = new("output"), language = new("language");
        await WriteAsync(
            new(instruction, input, output, language),
            new() { ["instruction"] = "Go on with:", ["input"] = "Once upon a time", ["output"] = "there was a fox.", ["language"] = "zh_CN" },
            new() { ["instruction"] = "Write.", ["input"] = null, ["output"] = "A.", ["language"] = "not a tag!" });
        var faults = new List<RowFault>();
        var row = Assert.Single(ParquetRows.Read(_folder["nested.parquet"], new() { OnFault = faults.Add }));
        Assert.Equal(("Go on with:\nOnce upon a time", "there was a fox.", "zh-CN"), (row.Prompt, row.Text, row.Language));
        Assert.Contains("BCP 47", Assert.Single(faults).Problem);
    }

    [Fact]
    public async Task A_sink_that_is_not_completed_leaves_nothing()
    {
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
        {
            for (var i = 0; i < 300; i++)
                await sink.WriteAsync(new("1", "Write.") { Text = "x" });
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_leaves_nothing()
    {
        // Linux has a device that is always full; elsewhere the folder lets nothing take the file's place.
        if (OperatingSystem.IsLinux())
            File.CreateSymbolicLink(_folder[$".a.parquet.{Environment.ProcessId}.tmp"], "/dev/full");
        else
            Directory.CreateDirectory(_folder["a.parquet"]);

        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
        {
            await sink.WriteAsync(new("1", "Write.") { Text = "x" });
            Assert.Equal(LongWriterError.DatasetUnavailable, (await Assert.ThrowsAsync<LongWriterException>(() => sink.CompleteAsync().AsTask())).Error);
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_empty_set_is_a_file_too()
    {
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
            await sink.CompleteAsync();
        Assert.Empty(ParquetRows.Read(_folder["a.parquet"]));
    }

    [Fact]
    public void What_is_no_parquet_says_so()
    {
        var path = _folder.Write("a.parquet", "no parquet at all, though it is long enough to be looked at");
        Assert.Equal(LongWriterError.DatasetUnavailable, Assert.Throws<LongWriterException>(() => ParquetRows.Read(path).ToList()).Error);
        Assert.Equal(LongWriterError.DatasetUnavailable, Assert.Throws<LongWriterException>(() => ParquetRows.Read(_folder["none.parquet"]).ToList()).Error);
    }

    private async Task WriteAsync(ParquetSchema schema, params Dictionary<string, object?>[] rows)
    {
        await using var file = File.Create(_folder["nested.parquet"]);
        await ParquetSerializer.SerializeUntypedAsync(rows, schema, file);
    }
}
