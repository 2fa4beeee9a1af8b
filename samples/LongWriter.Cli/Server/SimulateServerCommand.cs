using System.CommandLine;

namespace LongWriter.Cli.Server;

/// <summary><c>longwriter simulate-server</c>.</summary>
internal sealed class SimulateServerCommand : Command
{
    private readonly CliEnvironment _environment;

    private readonly Option<int> _port = new("--port") { Description = "The port on 127.0.0.1; 0 takes any free one.", HelpName = "P", Required = true };
    private readonly Option<int> _latency = new("--latency-ms") { Description = "Milliseconds before each chunk. Default: 0.", HelpName = "N" };
    private readonly Option<double> _faults = new("--fault-rate") { Description = "The share of calls that fail, from 0 to 1. Default: 0.", HelpName = "X" };
    private readonly Option<double> _bias = new("--sim-bias") { Description = "Words written for a word asked. Default: 1.", HelpName = "X", DefaultValueFactory = static _ => 1 };
    private readonly Option<double> _noise = new("--sim-noise") { Description = "Standard deviation of the length, as a share. Default: 0.", HelpName = "X" };
    private readonly Option<long> _seed = new("--seed") { Description = "The seed of texts and faults. Default: 0.", HelpName = "N" };

    public SimulateServerCommand(CliEnvironment environment)
        : base("simulate-server", "Serves the simulated writer on 127.0.0.1 in the OpenAI and Ollama protocols, until Ctrl+C.")
    {
        _environment = environment;
        foreach (var option in new Option[] { _port, _latency, _faults, _bias, _noise, _seed })
            Add(option);

        OptionChecks.Range(_port, static v => v is >= 0 and <= 65_535, "from 0 to 65535");
        OptionChecks.Range(_latency, static v => v is >= 0 and <= 600_000, "from 0 to 600000");
        OptionChecks.Range(_faults, static v => v is >= 0 and <= 1, "from 0 to 1");
        OptionChecks.Range(_bias, static v => v is > 0 and <= 100, "more than 0 and at most 100");
        OptionChecks.Range(_noise, static v => v is >= 0 and <= 10, "from 0 to 10");
        OptionChecks.Range(_seed, static v => v >= 0, "zero or more");
        SetAction(ServeAsync);
    }

    private async Task<int> ServeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var seed = (ulong)parsed.GetValue(_seed);
        var options = new LoopbackServerOptions
        {
            Client = new SimulatedChatClient(new SimulatedWriterOptions { Seed = seed, Bias = parsed.GetValue(_bias), Noise = parsed.GetValue(_noise) }),
            Port = parsed.GetValue(_port),
            LatencyPerChunk = TimeSpan.FromMilliseconds(parsed.GetValue(_latency)),
            Faults = new FaultOptions { Seed = seed, Rate = parsed.GetValue(_faults) },
            TimeProvider = _environment.TimeProvider,
        };
        await using var server = await StartAsync(options, cancellationToken);
        await _environment.Output.WriteLineAsync($"OpenAI protocol: {server.OpenAIEndpoint}\nOllama protocol: {server.Endpoint}");
        await _environment.Error.WriteLineAsync("It writes placeholder prose, any model name and key will do. Ctrl+C stops it.");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult))
            await stopped.Task;

        var requests = server.Requests;
        await _environment.Error.WriteLineAsync($"{Figures.Count(requests.Count, "request")} served, {Figures.Count(requests.Count(static r => r.Fault is not null), "fault")} played.");
        return ExitCode.Done;
    }

    private static async Task<LoopbackModelServer> StartAsync(LoopbackServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await LoopbackModelServer.StartAsync(options, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new UsageException($"Port {options.Port} cannot be used: {exception.Message}");
        }
    }
}
