using System.CommandLine;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset build</c>.</summary>
internal sealed class DatasetBuildCommand : Command
{
    private readonly Option<string[]> _instructions = new("--instructions") { Description = "JSON Lines with 'prompt' (also plan.jsonl and write.jsonl of the LongWriter authors, whose half-done runs then go on), a text file of one instruction a line, or Parquet.", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _out = new("--out") { Description = "The folder of the set and its journals. The same command goes on with what is there.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _config = new("--config") { Description = "A JSON file with every option; see docs/datasets.md. What the command line says counts.", HelpName = "FILE" };
    private readonly Option<string[]> _forms = new("--form") { Description = $"Forms of the files: {string.Join(", ", RowSinks.Names)}, parquet. Default: messages.", HelpName = "FORM", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "Rows worked on at a time; sinks by itself while the server answers 429. Default: 8.", HelpName = "N" };
    private readonly Option<bool> _noSelect = new("--no-select") { Description = "Takes every instruction that passes the rules, without asking a model." };
    private readonly Option<int?> _maxCalls = new("--max-calls") { Description = "Model calls of the whole build.", HelpName = "N" };
    private readonly Option<long?> _maxTokens = new("--max-tokens") { Description = "Tokens of the whole build.", HelpName = "N" };
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "Money for the whole build; needs prices.", HelpName = "X" };
    private readonly Option<double?> _maxMinutes = new("--max-minutes") { Description = "Minutes of this call of the build.", HelpName = "X" };
    private readonly Option<decimal?> _priceIn = new("--price-in") { Description = "The price of a million prompt tokens.", HelpName = "X" };
    private readonly Option<decimal?> _priceOut = new("--price-out") { Description = "The price of a million completion tokens.", HelpName = "X" };
    private readonly Option<bool> _accept = new("--accept-changed-settings") { Description = "Goes on with runs that were begun under other settings, such as another model." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Says what the build would take, and spends nothing." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object at the end." };
    private readonly Option[] _provider = [.. ProviderArguments.Make(), .. ProviderArguments.MakeSimulated()];

    public DatasetBuildCommand(CliEnvironment environment)
        : base("build", "Builds a data set of long texts: selects instructions, gives lengths, writes, cleans, filters, balances, divides. Stopped anywhere, it goes on without paying twice.")
    {
        foreach (var option in new Option[] { _instructions, _out, _config, _forms, _concurrency, _noSelect, _maxCalls, _maxTokens, _maxCost, _maxMinutes, _priceIn, _priceOut, _accept, _dryRun, _json })
            Add(option);
        foreach (var option in _provider)
            Add(option);

        OptionChecks.Range(_concurrency, static v => v is >= 1 and <= 1_000, "from 1 to 1000");
        OptionChecks.Range(_maxCalls, static v => v >= 0, "0 or more");
        OptionChecks.Range(_maxTokens, static v => v >= 0, "0 or more");
        OptionChecks.Range(_maxCost, static v => v >= 0, "0 or more");
        OptionChecks.Range(_maxMinutes, static v => v is > 0 and <= 70_000, "more than 0 and at most 70000");
        OptionChecks.Range(_priceIn, static v => v >= 0, "0 or more");
        OptionChecks.Range(_priceOut, static v => v >= 0, "0 or more");
        SetAction((parsed, cancellationToken) => new DatasetBuildAction(environment).RunAsync(
            parsed.GetRequiredValue(_instructions), parsed.GetRequiredValue(_out), Read(parsed), Price(parsed), ProviderArguments.Read(_provider, parsed), parsed.GetValue(_dryRun), parsed.GetValue(_json), cancellationToken));
    }

    private DatasetBuildOptions Read(ParseResult parsed)
    {
        var options = DatasetRows.Configuration(parsed.GetValue(_config));
        var budget = options.Budget ?? new();
        budget = budget with
        {
            MaxCalls = parsed.GetValue(_maxCalls) ?? budget.MaxCalls,
            MaxTokens = parsed.GetValue(_maxTokens) ?? budget.MaxTokens,
            MaxCost = parsed.GetValue(_maxCost) ?? budget.MaxCost,
            MaxTime = parsed.GetValue(_maxMinutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : budget.MaxTime,
        };
        return options with
        {
            Forms = parsed.GetValue(_forms) is { Length: > 0 } forms ? forms : options.Forms,
            Concurrency = parsed.GetValue(_concurrency) ?? options.Concurrency,
            Select = options.Select && !parsed.GetValue(_noSelect),
            AcceptChangedSettings = options.AcceptChangedSettings || parsed.GetValue(_accept),
            Budget = budget == new WritingBudget() ? null : budget,
            OpenSink = static (form, stem) => form == "parquet" ? ParquetRows.Open(stem + ".parquet") : null,
        };
    }

    private ModelPrice? Price(ParseResult parsed) => (parsed.GetValue(_priceIn), parsed.GetValue(_priceOut)) switch
    {
        (null, null) => null,
        ({ } input, { } output) => new(input, output),
        _ => throw new UsageException("--price-in and --price-out go together."),
    };
}
