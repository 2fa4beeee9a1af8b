using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter bench</c>.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand(CliEnvironment environment)
        : base("bench", "Measures how fast a model runs on this machine, beside what the machine can do.")
    {
        var beside = new Option<string?>("--beside") { Description = "Weights to run by turns with the first, for their ratio.", HelpName = "bf16|fp32|int8" };
        beside.AcceptOnlyFromAmong(LocalModelArguments.WeightNames);
        var decode = Kind("decode", "One sequence, a token at a time; beside the memory's read rate.", "Tokens to write a round. Default: 64.", 64, (bench, n, parsed) => bench.Decode(n, LocalModelArguments.FormatOf(parsed.GetValue(beside))));
        decode.Add(beside);
        Add(decode);
        Add(Kind("prefill", "One prompt, logits for its last position; beside the rate of a large matrix product.", "Tokens of the prompt. Default: 512.", 512, static (bench, n, _) => bench.Prefill(n)));
        Add(Kind("batch", "1, 2, 4, 8 and 16 sequences, a token each a step.", "Steps a round. Default: 16.", 16, static (bench, n, _) => bench.Batch(n)));
        Add(new ReuseBenchCommand(environment));
        Add(new SoakBenchCommand(environment));

        Command Kind(string name, string description, string tokensDescription, int tokens, Func<ModelBench, int, ParseResult, BenchReport> measure)
        {
            var arguments = new LocalModelArguments();
            var count = new Option<int>("--tokens") { Description = tokensDescription, HelpName = "N", DefaultValueFactory = _ => tokens };
            var rounds = new Option<int>("--rounds") { Description = "Rounds to take the median of. Default: 5.", HelpName = "N", DefaultValueFactory = static _ => 5 };
            var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
            OptionChecks.Range(count, static v => v is > 0 and <= 1_000_000, "from 1 to 1000000");
            OptionChecks.Range(rounds, static v => v is > 0 and <= 1_000, "from 1 to 1000");
            var command = new Command(name, description);
            arguments.AddTo(command);
            command.Add(count);
            command.Add(rounds);
            command.Add(json);
            command.SetAction(async (parsed, cancellationToken) =>
            {
                using var bench = new ModelBench(arguments.Read(parsed, environment), parsed.GetValue(rounds), cancellationToken);
                var report = measure(bench, parsed.GetValue(count), parsed);
                await environment.Output.WriteLineAsync(parsed.GetValue(json) ? report.ToJson() : report.ToText());
                return ExitCode.Done;
            });
            return command;
        }
    }
}
