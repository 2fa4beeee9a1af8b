using System.CommandLine;
using LongWriter.Cli.Writing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Cli.Evaluation;

/// <summary>The options that say who judges, and how.</summary>
internal sealed class JudgeArguments
{
    private readonly Option<int> _attempts = new("--attempts") { Description = "How often the judge is asked until its answer can be used. Default: 3.", HelpName = "N", DefaultValueFactory = static _ => 3 };
    private readonly Option<int> _inFlight = new("--in-flight") { Description = "Answers judged at a time. Default: 4.", HelpName = "N", DefaultValueFactory = static _ => 4 };
    private readonly Option<float> _temperature = new("--temperature") { Description = "The judge's temperature. Default: 0.5.", HelpName = "X", DefaultValueFactory = static _ => 0.5f };
    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "The judge's output cap. Default: 1024.", HelpName = "N", DefaultValueFactory = static _ => 1_024 };
    private readonly Option<long?> _seed = new("--" + CliSettings.Seed) { Description = "Begins the votes' seeds. Default: 0.", HelpName = "N" };
    private readonly Option[] _provider = ProviderArguments.Make();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _attempts, _inFlight, _temperature, _maxTokens, _seed })
            command.Add(option);
        foreach (var option in _provider)
            command.Add(option);

        OptionChecks.Range(_attempts, static v => v is >= 1 and <= 20, "from 1 to 20");
        OptionChecks.Range(_inFlight, static v => v is >= 1 and <= 1_000, "from 1 to 1000");
        OptionChecks.Range(_temperature, static v => v is >= 0 and <= 10, "from 0 to 10");
        OptionChecks.Range(_maxTokens, static v => v >= 1, "1 or more");
    }

    public QualityJudgeOptions Read(ParseResult parsed) => new()
    {
        Attempts = parsed.GetValue(_attempts),
        InFlight = parsed.GetValue(_inFlight),
        Temperature = parsed.GetValue(_temperature),
        MaxOutputTokens = parsed.GetValue(_maxTokens),
        Seed = parsed.GetValue(_seed) ?? 0,
    };

    /// <summary>Refuses what only a judge has a use for; a comparison has one for the seed itself.</summary>
    /// <exception cref="UsageException">One of these options is given.</exception>
    public void RefuseWithoutJudge(ParseResult parsed) =>
        OptionChecks.Refuse(parsed, [_attempts, _inFlight, _temperature, _maxTokens, .. _provider], "says how a judge is asked; ask one with --judge.");

    public CliSettings Provider(ParseResult parsed) => ProviderArguments.Read([.. _provider, _seed], parsed);

    /// <summary>The settings that change what a judge says, in one line.</summary>
    public static string Describe(CliSettings settings) => string.Join(' ', settings.Values.OrderBy(static v => v.Key, StringComparer.Ordinal).Select(static v => $"{v.Key}={v.Value}"));

    public static IChatClient ClientOf(IServiceProvider provider) => provider.GetRequiredKeyedService<IChatClient>(Options.DefaultName);

    /// <summary>Sets the judge's client up.</summary>
    public static ServiceProvider Serve(CliSettings settings, EvalWatch watch, CliEnvironment environment)
    {
        var services = new ServiceCollection();
        services.AddSingleton(environment.TimeProvider);
        Providers.Use(services.AddLongWriter(), settings, environment);
        watch.Say($"Judge   {Providers.Describe(settings)}");
        return services.BuildServiceProvider();
    }
}
