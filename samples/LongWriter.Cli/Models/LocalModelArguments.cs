using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary>The options of every command that runs a model in this process.</summary>
internal sealed class LocalModelArguments
{
    public const string Managed = "managed";
    public const string TorchSharp = "torchsharp";
    public const string LibtorchVariable = "LONGWRITER_LIBTORCH";

    private static readonly Dictionary<string, WeightFormat> Formats = new()
    {
        ["bf16"] = WeightFormat.BFloat16,
        ["fp32"] = WeightFormat.Float32,
        ["int8"] = WeightFormat.Int8,
    };

    private readonly Option<string> _model = ModelOption();
    private readonly Option<string?> _weights = new("--weights") { Description = "How weights are held. Default: bf16." };
    private readonly Option<string?> _decoder = new("--decoder") { Description = "What computes: managed needs no native library, torchsharp is for long prompts and batches. Default: managed." };
    private readonly Option<string?> _adapter = new("--adapter") { Description = "A LoRA adapter (a PEFT folder) on top of the model. Default: none.", HelpName = "DIR" };
    private readonly Option<string?> _cache = CacheOption();
    private readonly Option<string?> _libtorch = LibtorchOption();
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads that compute. Default: one a processor.", HelpName = "N" };

    public LocalModelArguments()
    {
        _weights.AcceptOnlyFromAmong([.. Formats.Keys]);
        _decoder.AcceptOnlyFromAmong(Managed, TorchSharp);
        OptionChecks.Range(_threads, static v => v is > 0 and <= 1024, "from 1 to 1024");
    }

    public static Option<string> ModelOption() => new("--model")
    {
        Description = "A model's folder (config.json, *.safetensors, its tokenizer), or a .gguf file.",
        HelpName = "DIR",
        Required = true,
    };

    /// <param name="command">The command.</param>
    /// <param name="weights">Whether it takes one format of weights.</param>
    public void AddTo(Command command, bool weights = true)
    {
        foreach (var option in new Option[] { _model, _adapter, _weights, _cache, _decoder, _libtorch, _threads })
        {
            if (weights || option != _weights)
                command.Add(option);
        }
    }

    public static Option<string?> CacheOption() => new("--weights-cache")
    {
        Description = "With --weights int8: a folder that the 8-bit weights are kept in, so that the model loads faster the next time. Default: none.",
        HelpName = "DIR",
    };

    public LocalModelSource Read(ParseResult parsed, CliEnvironment environment) => Read(parsed, environment, FormatOf(parsed.GetValue(_weights)));

    public LocalModelSource Read(ParseResult parsed, CliEnvironment environment, WeightFormat? format)
    {
        var (decoder, cache) = (parsed.GetValue(_decoder) ?? Managed, parsed.GetValue(_cache));
        CheckCache(cache, format, decoder);
        return new(parsed.GetValue(_model)!, format, decoder, parsed.GetValue(_threads))
        {
            Adapter = parsed.GetValue(_adapter),
            WeightsCache = cache,
            Libtorch = LibtorchOf(parsed.GetValue(_libtorch), decoder, environment),
            Log = new ModelLog(environment.Error),
        };
    }

    public static Option<string?> LibtorchOption() => new("--libtorch")
    {
        Description = $"With --decoder torchsharp: the folder with libtorch's native files. Default: {LibtorchVariable}, else they lie with the tool.",
        HelpName = "DIR",
    };

    /// <summary>The folder with libtorch: the option's, else the environment's; null leaves the library to look for it.</summary>
    /// <exception cref="UsageException">It is given where nothing would use it.</exception>
    public static string? LibtorchOf(string? option, string decoder, CliEnvironment environment)
    {
        if (option is not null && decoder != TorchSharp)
            throw new UsageException("--libtorch is for --decoder torchsharp; the managed decoder needs no native library.");
        if (option is not null && string.IsNullOrWhiteSpace(option))
            throw new UsageException("--libtorch names no folder.");

        return option ?? (environment.Variable(LibtorchVariable) is { } folder && !string.IsNullOrWhiteSpace(folder) ? folder : null);
    }

    /// <exception cref="UsageException">A cache is asked for where nothing would use it.</exception>
    public static void CheckCache(string? cache, WeightFormat? format, string decoder)
    {
        if (cache is null)
            return;
        if (string.IsNullOrWhiteSpace(cache))
            throw new UsageException("--weights-cache names no folder.");
        if (format != WeightFormat.Int8 || decoder != Managed)
            throw new UsageException("--weights-cache keeps the 8-bit weights of the managed decoder: add --weights int8, and leave --decoder torchsharp out.");
    }

    /// <summary>The weight format of an option's value; null where none was given.</summary>
    public static WeightFormat? FormatOf(string? value) => value is null ? null : Formats.TryGetValue(value, out var format)
        ? format
        : throw new UsageException($"--weights is '{value}'; take one of {string.Join(", ", Formats.Keys)}.");

    public static string NameOf(WeightFormat format) => Formats.Single(f => f.Value == format).Key;

    public static string[] WeightNames => [.. Formats.Keys];
}
