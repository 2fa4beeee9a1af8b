using System.CommandLine;
using System.Globalization;
using TinyModel.Experiment;
using TinyModel.Report;
using TinyModel.Stages;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
IStage[] stages = [new CorpusStage(), new TokenizerStage(), new BaseStage(), new CeilingStage(), new AgentStage(), new AgentWriteStage(), new LongWriterStage(), new PreferenceStage(), new SamplesStage()];

var scale = new Option<string>("--scale") { Description = "small (minutes: shows that the chain holds) or full (hours: the experiment of docs/reproduction.md).", DefaultValueFactory = static _ => "small" };
var seed = new Option<int>("--seed") { Description = "Where everything begins that is drawn.", DefaultValueFactory = static _ => 1 };
var work = new Option<string>("--work") { Description = "The folder for everything that is made.", Required = true };
var minutes = new Option<double?>("--max-minutes") { Description = "Ends after so long; the same command goes on." };

var threads = new Option<int?>("--threads") { Description = "Threads; all cores where nothing is said. Two runs of one thread each get further than one of two." };
var arm = new Option<string?>("--arm") { Description = "Trains this arm only, such as cap-75, so that arms can be trained side by side." };

var root = new RootCommand("The paper's experiment on one machine: a cap on the training texts, an agent that gets beyond it, training on what the agent wrote, preferences.");
foreach (var stage in stages)
    root.Add(CommandOf(stage.Name, stage.Summary, [stage]));
root.Add(CommandOf("all", "Runs all stages.", stages));

var page = new Argument<string?>("page") { Description = "The Markdown file; the claims are printed where none is named.", Arity = ArgumentArity.ZeroOrOne };
var results = new Option<string>("--results") { Description = "The folder that has a folder for each run, such as that of --work.", Required = true };
var report = new Command("report", "Prints what stored runs show, or puts their figures into a page, with charts beside it.") { page, results };
report.SetAction(parsed =>
{
    var runs = parsed.GetValue(results)!;
    if (parsed.GetValue(page) is { } file)
        ReportFile.Fill(file, runs);
    else
        Console.WriteLine(ReportFile.Claims(runs));
});
root.Add(report);
return await root.Parse(args).InvokeAsync();

Command CommandOf(string name, string summary, IStage[] run)
{
    var command = new Command(name, summary) { scale, seed, work, minutes, threads, arm };
    command.SetAction(async (parsed, stop) =>
    {
        var max = parsed.GetValue(minutes) is { } m ? TimeSpan.FromMinutes(m) : (TimeSpan?)null;
        var lab = new Lab(Scale.Get(parsed.GetValue(scale)!), parsed.GetValue(seed), parsed.GetValue(work)!, max, Console.Out, parsed.GetValue(threads), parsed.GetValue(arm));
        try
        {
            foreach (var stage in run)
                await StageClock.RunAsync(stage, lab, stop);
            return 0;
        }
        catch (OutOfTimeException stopped)
        {
            Console.Error.WriteLine(stopped.Message);
            return 3;
        }
    });
    return command;
}
