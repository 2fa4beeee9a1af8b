using System.Text.Json;

namespace LongWriter.Tests;

public class LlamaFactoryDataTests
{
    private static readonly string[] Openai = ["role_tag=role", "content_tag=content", "user_tag=user", "assistant_tag=assistant", "system_tag=system"];

    [Fact]
    public void Conversations_of_every_form_become_messages()
    {
        using var folder = new ExportFolder();

        folder.Export(folder.ChatRun());

        Assert.Equal(
            [
                "system:Be \"brief\": yes # no|user:Do bees fly?|assistant:Bees fly.\n蜂 🐝",
                "user:Do cows?|assistant:No.|user:Sure?|assistant:Yes.",
                "user:Count.\nto 2|assistant:1 2",
            ],
            folder.Rows("rows.jsonl").Select(static r => Turns(r.GetProperty("messages"))));
        var info = JsonDocument.Parse(folder.Text("data/dataset_info.json")).RootElement.GetProperty("rows");
        Assert.Equal(("rows.jsonl", "sharegpt"), (info.GetProperty("file_name").GetString(), info.GetProperty("formatting").GetString()));
        Assert.Equal("messages", info.GetProperty("columns").GetProperty("messages").GetString());
        Assert.Equal(Openai, info.GetProperty("tags").EnumerateObject().Select(static t => $"{t.Name}={t.Value.GetString()}"));
    }

    [Fact]
    public void Pairs_become_a_preference_set_that_the_reader_reads_alike()
    {
        using var folder = new ExportFolder();
        using var tokenizers = new DataFolder();
        var run = folder.PairRun();

        folder.Export(run);

        Assert.Equal(
            ["system:Be dry.|user:Do bees fly? > assistant:Bees fly. > assistant:No.", "user:Do cows fly? > assistant:Cows stay. > assistant:Perhaps."],
            folder.Rows("pairs.jsonl").Select(static r => $"{Turns(r.GetProperty("messages"))} > {Turn(r.GetProperty("chosen"))} > {Turn(r.GetProperty("rejected"))}"));
        var info = JsonDocument.Parse(folder.Text("data/dataset_info.json")).RootElement.GetProperty("pairs");
        Assert.True(info.GetProperty("ranking").GetBoolean());
        Assert.Equal(["messages=messages", "chosen=chosen", "rejected=rejected"], info.GetProperty("columns").EnumerateObject().Select(static c => $"{c.Name}={c.Value.GetString()}"));
        var reader = new PreferenceReader(ChatTemplates.Get("chatml"), tokenizers.ChatMl());
        Assert.Equal(
            reader.Read(run.Data[0].Path).Select(static p => (string.Join(',', p.Chosen.Ids), string.Join(',', p.Rejected.Labels))),
            reader.Read(Path.Combine(folder.Out, "data", "pairs.jsonl")).Select(static p => (string.Join(',', p.Chosen.Ids), string.Join(',', p.Rejected.Labels))));
    }

    [Fact]
    public void Texts_become_the_pt_stage()
    {
        using var folder = new ExportFolder();
        folder.Write("texts.jsonl", """{"text":"One."}""");
        folder.Write("book.txt", "Two\nlines.");

        var export = folder.Export(folder.Run("""{ "model": "base", "data": [{ "path": "texts.jsonl" }, { "path": "book.txt" }], "training": { "outputFolder": "o" } }"""));

        Assert.Equal(LlamaFactoryStage.Pt, export.Stage);
        Assert.Equal("texts,book", folder.Yaml("pt.yaml")["dataset"]);
        Assert.DoesNotContain("template", folder.Yaml("pt.yaml").Keys);
        Assert.Equal("Two\nlines.", folder.Rows("book.jsonl")[0].GetProperty("text").GetString());
        Assert.Equal("text", JsonDocument.Parse(folder.Text("data/dataset_info.json")).RootElement.GetProperty("book").GetProperty("columns").GetProperty("prompt").GetString());
    }

    [Fact]
    public void Weights_are_rows_the_same_ones_that_the_trainer_takes()
    {
        using var folder = new ExportFolder();
        using var tokenizers = new DataFolder();
        folder.Write("rows.jsonl", string.Join('\n', Enumerable.Range(0, 20).Select(static i => $$"""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a {{i}}"}]}""")));
        var run = folder.Run("""{ "model": "base", "template": "chatml", "data": [{ "path": "rows.jsonl", "weight": 2 }, { "path": "rows.jsonl", "weight": 0.35 }], "training": { "outputFolder": "o", "seed": 4 } }""");

        var export = folder.Export(run);

        var trained = TrainingData.ReadChats(run.Data, tokenizers.ChatMl(), ChatTemplates.Get("chatml"), new() { Seed = 4 });
        Assert.Equal(trained.Report.Files.Select(static f => f.Sequences), export.Data.Select(static d => d.Rows));
        Assert.Equal([40, 7], export.Data.Select(static d => d.Rows));
        Assert.Equal(["rows", "rows_2"], export.Data.Select(static d => d.Name));
        Assert.Equal(
            trained.Sequences.TakeLast(7).Select(static s => int.Parse(s.RowId.Split(':')[^1], provider: null) - 1),
            folder.Rows("rows_2.jsonl").Select(static r => int.Parse(r.GetProperty("messages")[1].GetProperty("content").GetString()![2..], provider: null)));
    }

    [Fact]
    public void Rows_that_have_no_form_there_are_left_out_and_counted()
    {
        using var folder = new ExportFolder();
        var run = folder.ChatRun();
        folder.Write("rows.jsonl", """
            {"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"kept"}]}
            {"messages":[{"role":"user","content":"q"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
            {"messages":[{"role":"assistant","content":"a"}]}
            """);

        var export = folder.Export(run);

        Assert.Equal((1, 2), (export.Data[0].Rows, export.Data[0].LeftOut));
        Assert.Contains(export.Notes, static n => n.StartsWith("2 rows of", StringComparison.Ordinal) && n.Contains("the first in line 2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_starts_as_many_processes_as_there_are_gpus_and_can_be_run()
    {
        using var folder = new ExportFolder();

        var export = folder.Export(folder.ChatRun(), new() { Devices = 2 });

        Assert.Contains("FORCE_TORCHRUN=1 NPROC_PER_NODE=\"${NPROC_PER_NODE:-2}\" llamafactory-cli train sft.yaml", folder.Text("run.sh"), StringComparison.Ordinal);
        Assert.Equal(3, JsonDocument.Parse(folder.Text("ds_z3.json")).RootElement.GetProperty("zero_optimization").GetProperty("stage").GetInt32());
        Assert.All(export.Files, file => Assert.True(File.Exists(Path.Combine(folder.Out, file)), file));
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(folder.Out, "run.sh")).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void What_cannot_be_exported_leaves_nothing_behind()
    {
        using var folder = new ExportFolder();
        var run = folder.ChatRun();
        folder.Write("rows.jsonl", ExportFolder.Chats + "\n{\"messages\":[]}");
        folder.Write("full", "x");

        var row = Assert.Throws<LongWriterException>(() => folder.Export(run));
        var gpus = Assert.Throws<LongWriterException>(() => folder.Export(folder.ChatRun(), new() { Devices = 3 }));
        var preset = Assert.Throws<LongWriterException>(() => folder.Export(folder.ChatRun(), new() { Preset = "gpt" }));
        var random = Assert.Throws<LongWriterException>(() => folder.Export(folder.ChatRun() with { Model = null }));
        var file = Assert.Throws<LongWriterException>(() => LlamaFactoryExporter.Export(folder.ChatRun(), folder.At("full")));

        Assert.Equal(LongWriterError.DatasetUnavailable, row.Error);
        Assert.Contains("line 4", row.Message, StringComparison.Ordinal);
        Assert.Contains("8 packs cannot be spread evenly over 3 GPUs", gpus.Message, StringComparison.Ordinal);
        Assert.All([gpus, preset, random, file], static e => Assert.Equal(LongWriterError.InvalidRequest, e.Error));
        Assert.False(Directory.Exists(folder.Out));
        Assert.False(Directory.Exists(folder.Out + ".partial"));
    }

    private static string Turns(JsonElement turns) => string.Join('|', turns.EnumerateArray().Select(Turn));

    private static string Turn(JsonElement turn) => $"{turn.GetProperty("role").GetString()}:{turn.GetProperty("content").GetString()}";
}
