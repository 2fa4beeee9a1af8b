using System.CommandLine;
using LongWriter.Benchmarks;

var data = new Option<FileInfo>("--data") { Description = "longbench_write.jsonl, as the LongWriter authors publish it.", Required = true };
var parsed = new Option<bool>("--parsed") { Description = "Lets the length be parsed from the prompt instead of passing it." };
var hard = new Option<bool>("--hard") { Description = "Writers with harder habits than a bias." };
var seeds = new Option<int>("--seeds") { Description = "Seeds to average over.", DefaultValueFactory = _ => 1 };

var transport = new Option<Transport>("--over") { Description = "InProcess, or real HTTP in the OpenAI or Ollama protocol." };

var length = new Command("length", "S_l, calls and tokens of plain AgentWrite and of length control, for simulated writers.") { data, parsed, hard, seeds, transport };
length.SetAction(result => LengthBenchmark.RunAsync(
    result.GetValue(data)!.FullName,
    !result.GetValue(parsed),
    result.GetValue(hard),
    result.GetValue(seeds),
    result.GetValue(transport)));

var repeats = new Option<int>("--repeats") { Description = "Runs to take the median of.", DefaultValueFactory = _ => 7 };
var pipeline = new Command("pipeline", "The pipeline's own time and allocations at 100 and 200 sections.") { repeats };
pipeline.SetAction(result => PipelineBenchmark.RunAsync(result.GetValue(repeats)));

var folder = new Option<DirectoryInfo>("--folder") { Description = "A folder on the disk to measure.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "longwriter-bench")) };
var journal = new Command("journal", "A journal append beside a raw write and fsync.") { folder, repeats };
journal.SetAction(result => JournalBenchmark.RunAsync(result.GetValue(folder)!.FullName, 200, result.GetValue(repeats)));

return await new RootCommand("Measurements of LongWriter.") { length, pipeline, journal }.Parse(args).InvokeAsync();
