using System.Runtime.InteropServices;
using System.Text;
using LongWriter.Cli;
using Spectre.Console;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
var colourless = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") is "dumb";
var plain = Console.IsErrorRedirected || colourless;

return await CliApp.RunAsync(
    args,
    new CliEnvironment
    {
        Output = output,
        Error = Console.Error,
        Input = Console.In,
        Terminal = plain ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
        ColoursOutput = !Console.IsOutputRedirected && !colourless,
        Variable = Environment.GetEnvironmentVariable,
    },
    stop.Token);

// The first signal stops the run at its journal; a second one ends the process the system's way.
void Stop(PosixSignalContext signal)
{
    if (stop.IsCancellationRequested)
        return;

    signal.Cancel = true;
    stop.Cancel();
}
