using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter model</c>.</summary>
internal sealed class ModelCommand : Command
{
    public ModelCommand(CliEnvironment environment)
        : base("model", "Shows, makes, exports and judges models that run in this process.")
    {
        var folder = new Argument<string>("dir") { Description = "A model's folder, or a .gguf file." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var info = new Command("info", "Shows a model's shape and the memory it takes, without loading it.") { folder, json };
        info.SetAction((parsed, _) => new ModelActions(environment).InfoAsync(parsed.GetRequiredValue(folder), parsed.GetValue(json)));
        Add(info);

        var config = new Option<string>("--config") { Description = "A config.json of any supported architecture.", HelpName = "FILE", Required = true };
        var outFolder = new Option<string>("--out") { Description = "The folder to make.", HelpName = "DIR", Required = true };
        var seed = new Option<long>("--seed") { Description = "The seed. Default: 0.", HelpName = "S" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "A folder whose tokenizer files are taken. Default: a byte-level tokenizer that fits the vocabulary.", HelpName = "DIR" };
        var training = new Option<bool>("--for-training") { Description = "Weights such as training begins with: small, norms 1, biases 0." };
        var random = new Command("random", "Makes a model of random weights in the published file format, for tests and measurements.") { config, outFolder, seed, tokenizer, training };
        OptionChecks.Range(seed, static v => v >= 0, "zero or more");
        random.SetAction((parsed, _) => new ModelActions(environment).RandomAsync(
            parsed.GetValue(config)!, parsed.GetValue(outFolder)!, (ulong)parsed.GetValue(seed), parsed.GetValue(tokenizer), parsed.GetValue(training)));
        Add(random);

        var source = new Argument<string>("dir") { Description = "A model's folder." };
        var file = new Argument<string>("file") { Description = "The .gguf file to write." };
        var type = new Option<string>("--type") { Description = "How matrices are stored. Default: bf16.", DefaultValueFactory = static _ => "bf16" };
        type.AcceptOnlyFromAmong("f32", "bf16", "f16", "q8_0");
        var export = new Command("export-gguf", "Writes a model with its tokenizer as one GGUF file, for llama.cpp and Ollama.") { source, file, type };
        export.SetAction((parsed, cancellationToken) => new ModelActions(environment).ExportAsync(
            parsed.GetRequiredValue(source), parsed.GetRequiredValue(file), parsed.GetValue(type)!, cancellationToken));
        Add(export);
        Add(new MergeLoraCommand(environment));
        Add(new QualityCommand(environment));
    }
}
