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

var shape = new Option<string>("--shape") { Description = "30m (512 wide, 8 layers, vocabulary 8,192) or 5m (256 wide, 6 layers, vocabulary 4,096).", DefaultValueFactory = _ => "30m" };
var sequence = new Option<int>("--length") { Description = "Tokens of a sequence.", DefaultValueFactory = _ => 1024 };
var tokens = new Option<int>("--tokens") { Description = "Tokens of a step.", DefaultValueFactory = _ => 8192 };
var recompute = new Option<bool>("--recompute") { Description = "Computes layers again on the way back." };
var fp32 = new Option<bool>("--fp32") { Description = "Products in fp32 instead of bfloat16." };
var beside = new Option<TrainingSteps>("--steps") { Description = "Ours, plain, or both by turns." };
var training = new Command("training", "A training step beside a plain one and the machine's rate of products.") { shape, sequence, tokens, repeats, recompute, fp32, beside };
training.SetAction(result => TrainingBenchmark.Run(
    new(result.GetValue(shape)!),
    result.GetValue(sequence),
    result.GetValue(tokens),
    result.GetValue(repeats),
    result.GetValue(recompute),
    result.GetValue(fp32),
    result.GetValue(beside)));

var packLength = new Option<int>("--length") { Description = "Tokens of a pack, and of the longest rows.", DefaultValueFactory = _ => 4096 };
var rows = new Option<int>("--rows") { Description = "Rows.", DefaultValueFactory = _ => 248 };
var packing = new Command("packing", "Rows of the paper's mix of lengths in packs, and padded in batches.") { shape, packLength, rows, repeats };
packing.SetAction(result => PackingBenchmark.Run(new(result.GetValue(shape)!), result.GetValue(packLength), result.GetValue(rows), result.GetValue(repeats)));

var dataFolder = new Option<DirectoryInfo>("--folder") { Description = "A folder with room for the files.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "longwriter-bench-data")) };
var dataRows = new Option<int>("--rows") { Description = "Rows.", DefaultValueFactory = _ => 60_000 };
var dataWords = new Option<int>("--words") { Description = "Words of a text.", DefaultValueFactory = _ => 3_000 };
var collect = new Option<bool>("--collect") { Description = "Collects garbage after each block, as the command-line tool does." };
var files = new Command("dataset-files", "Statistics, filters and near-duplicates on a large generated file.") { dataFolder, dataRows, dataWords, collect };
files.SetAction(result => DatasetFilesBenchmark.RunAsync(result.GetValue(dataFolder)!.FullName, result.GetValue(dataRows), result.GetValue(dataWords), result.GetValue(collect)));

var operation = new Option<string>("--operation") { Required = true };
var file = new Option<string>("--file") { Required = true };
var operate = new Command("dataset-operation", "One operation of dataset-files.") { operation, file, collect };
operate.Hidden = true;
operate.SetAction(result => DatasetFilesBenchmark.Operate(result.GetValue(operation)!, result.GetValue(file)!, result.GetValue(collect)));

var buildRows = new Option<int>("--rows") { Description = "Instructions; a few hundred are enough to try it.", DefaultValueFactory = _ => 6_000 };
var buildWords = new Option<int>("--words") { Description = "Words of a text.", DefaultValueFactory = _ => 3_000 };
var latency = new Option<int>("--latency") { Description = "Milliseconds before an answer begins.", DefaultValueFactory = _ => 200 };
var concurrency = new Option<int>("--concurrency") { Description = "Rows at a time.", DefaultValueFactory = _ => 64 };
var build = new Command("dataset-build", "A build against the bare calls that it makes, over HTTP; its memory by tenths of the rows.") { buildRows, buildWords, latency, concurrency, dataFolder };
build.SetAction(result => DatasetBuildBenchmark.RunAsync(
    result.GetValue(buildRows), result.GetValue(buildWords), result.GetValue(latency), result.GetValue(concurrency), Path.Combine(result.GetValue(dataFolder)!.FullName, "build")));
var endpoint = new Option<string>("--endpoint") { Required = true };
var builder = new Command("dataset-builder", "The build of dataset-build.") { endpoint, buildRows, buildWords, concurrency, dataFolder };
builder.Hidden = true;
builder.SetAction(result => DatasetBuildBenchmark.BuildAsync(
    result.GetValue(endpoint)!, result.GetValue(buildRows), result.GetValue(buildWords), result.GetValue(concurrency), result.GetValue(dataFolder)!.FullName));
var serve = new Command("dataset-server", "The server of dataset-build.") { latency };
serve.Hidden = true;
serve.SetAction(result => DatasetBuildBenchmark.ServeAsync(result.GetValue(latency)));

var documents = new Option<int>("--documents") { Description = "Documents.", DefaultValueFactory = _ => 120 };
var words = new Option<int>("--words") { Description = "Words of a document.", DefaultValueFactory = _ => 10_000 };
var evaluation = new Command("evaluation", "Scores of a file beside a bare reader of its lines, all judge-free figures, the report.") { documents, words, repeats };
evaluation.SetAction(result => EvaluationBenchmark.Run(result.GetValue(documents), result.GetValue(words), result.GetValue(repeats)));

var pairs = new Option<int>("--repeats") { Description = "Pairs of runs.", DefaultValueFactory = _ => 2_000 };
var rejected = new Option<bool>("--all") { Description = "Also the methods that were not chosen; takes many times as long." };
var comparison = new Command("comparison", "False alarms and power of ways to tell two writers apart.") { pairs, rejected };
comparison.SetAction(result => ComparisonBenchmark.Run(result.GetValue(pairs), result.GetValue(rejected)));

var browser = new Option<string?>("--browser") { Description = "A Chromium, which opens the page without a window. Default: the page is only written." };
var page = new Option<FileInfo>("--out") { Description = "The page.", DefaultValueFactory = _ => new FileInfo(Path.Combine(Path.GetTempPath(), "longwriter-payloads.html")) };
var payloads = new Command("report-payloads", "A report over a hundred hostile texts, opened in a browser with every text shown: no script of theirs may run.") { browser, page };
payloads.SetAction((result, cancellationToken) => PayloadCheck.RunAsync(result.GetValue(browser), result.GetValue(page)!.FullName, cancellationToken));

return await new RootCommand("Measurements of LongWriter.") { length, pipeline, journal, training, packing, files, operate, build, builder, serve, evaluation, comparison, payloads }.Parse(args).InvokeAsync();
