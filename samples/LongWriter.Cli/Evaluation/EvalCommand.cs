using System.CommandLine;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval</c>.</summary>
internal sealed class EvalCommand : Command
{
    public EvalCommand(CliEnvironment environment)
        : base("eval", "Measures writers: length, quality, repetition, and what can be told from chance.")
    {
        Add(new EvalPredictCommand(environment));
        Add(new EvalLengthCommand(environment));
        Add(new EvalQualityCommand(environment));
        Add(new EvalRulerCommand(environment));
        Add(new EvalRepetitionCommand(environment));
        Add(new EvalCompareCommand(environment));
        Add(new EvalReportCommand(environment));
    }
}
