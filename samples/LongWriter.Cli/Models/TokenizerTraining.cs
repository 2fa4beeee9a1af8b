using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary>What <c>longwriter tokenizer train</c> does.</summary>
internal sealed class TokenizerTraining(CliEnvironment environment)
{
    public async Task<int> RunAsync(ByteLevelTokenizerOptions options, TrainingTexts texts, string folder, bool json, CancellationToken cancellationToken)
    {
        texts.Check();
        var trainer = new ByteLevelTokenizerTrainer(options);
        Prepare(folder);
        var start = environment.TimeProvider.GetTimestamp();
        var tokenizer = trainer.Train(texts.Read(), cancellationToken);
        var seconds = environment.TimeProvider.GetElapsedTime(start).TotalSeconds;
        tokenizer.Save(folder);

        var report = new TokenizerReport(folder, tokenizer.VocabularySize, tokenizer.MergeCount)
        {
            SpecialTokens = tokenizer.SpecialTokens,
            Bytes = tokenizer.Bytes,
            DistinctWords = tokenizer.DistinctWords,
            Tokens = tokenizer.Tokens,
            BytesPerToken = Math.Round(tokenizer.BytesPerToken, 4),
            Seconds = Math.Round(seconds, 3),
        };
        await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.TokenizerReport) : report.ToText());
        if (tokenizer.VocabularySize < options.VocabularySize)
        {
            await environment.Error.WriteLineAsync(
                $"note: {Figures.Number(tokenizer.VocabularySize)} tokens instead of {Figures.Number(options.VocabularySize)}: no other pair stands {options.MinimumFrequency} times in the data. Give more data, or a lower --min-frequency.");
        }

        return ExitCode.Done;
    }

    private static void Prepare(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new UsageException("--out names no folder.");
        if (File.Exists(Path.Combine(folder, "tokenizer.json")))
            throw new UsageException($"--out {folder} has a tokenizer already. Name another folder.");

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--out {folder} cannot be made: {exception.Message}");
        }
    }
}
