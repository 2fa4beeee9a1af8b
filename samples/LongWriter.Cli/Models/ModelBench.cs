using System.Diagnostics;

namespace LongWriter.Cli.Models;

/// <summary>Measures a model. What it is held against is measured in the same run, round by round beside it.</summary>
internal sealed class ModelBench : IDisposable
{
    private static readonly int[] BatchRows = [1, 2, 4, 8, 16];
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1.5);

    private readonly LocalModelSource _source;
    private readonly int _rounds;
    private readonly CancellationToken _cancellationToken;
    private readonly HuggingFaceCheckpoint _weights;
    private readonly IDecoder _decoder;
    private readonly float[] _logits;

    public ModelBench(LocalModelSource source, int rounds, CancellationToken cancellationToken)
    {
        (_source, _rounds, _cancellationToken) = (source, rounds, cancellationToken);
        _weights = HuggingFaceCheckpoint.Open(source.Path);
        new ModelInfo(_weights.Config).EnsureFits(source.Weights ?? WeightFormat.BFloat16, 1);
        _decoder = source.Load(_weights);
        _logits = new float[BatchRows[^1] * _weights.Config.VocabularySize];
    }

    private ModelConfig Config => _decoder.Config;

    public BenchReport Decode(int tokens)
    {
        using var sequence = Prompted(16);
        var rates = new List<double>();
        var reads = new List<double>();
        WarmUp(Round);
        for (var round = 0; round < _rounds; round++)
        {
            reads.Add(MachineRates.Read(_decoder.Info.BytesReadPerToken, _decoder.Info.Threads, TimeProvider.System));
            rates.Add(tokens / Time(Round));
        }

        var (rate, best) = (Median(rates), reads.Max());
        return Report("decode", tokens, rate) with { ReadBytesPerSecond = best, ReadShare = rate * _decoder.Info.BytesReadPerToken / best };

        void Round()
        {
            sequence.Truncate(16);
            for (var i = 0; i < tokens; i++)
                Step([sequence], i);
        }
    }

    public BenchReport Prefill(int tokens)
    {
        var ids = Ids(tokens, 3);
        var rates = new List<double>();
        var products = new List<double>();
        WarmUp(Round);
        for (var round = 0; round < _rounds; round++)
        {
            products.Add(MachineRates.Multiply(_decoder.Info, TimeProvider.System));
            rates.Add(tokens / Time(Round));
        }

        var (rate, best) = (Median(rates), products.Max());
        var flops = Enumerable.Range(0, tokens).Average(position => DecoderCost.FlopsPerToken(Config, position, logits: false));
        return Report("prefill", tokens, rate) with { FlopsPerToken = flops, ProductFlopsPerSecond = best, ProductShare = rate * flops / best };

        void Round()
        {
            using var sequence = _decoder.CreateSequence();
            _decoder.Forward([new(sequence, ids, LogitRows.Last)], _logits);
        }
    }

    public BenchReport Batch(int steps)
    {
        var rates = BatchRows.ToDictionary(static rows => rows, static _ => new List<double>());
        WarmUp(() => Array.ForEach(BatchRows, rows => RunRows(rows, 1)));
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var rows in BatchRows)
                rates[rows].Add(rows * steps / RunRows(rows, steps));
        }

        var medians = rates.ToDictionary(static r => r.Key, static r => Median(r.Value));
        return Report("batch", steps, medians[1]) with { TokensPerSecondByRows = medians };
    }

    private double RunRows(int rows, int steps)
    {
        IDecoderSequence[] sequences = [.. Enumerable.Range(0, rows).Select(_ => Prompted(16))];
        var seconds = Time(() =>
        {
            for (var i = 0; i < steps; i++)
                Step(sequences, i);
        });
        foreach (var sequence in sequences)
            sequence.Dispose();

        return seconds;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _weights.Dispose();
    }

    private BenchReport Report(string kind, int tokens, double rate) => new(kind, _source.Path)
    {
        Decoder = _decoder.Info.Name,
        Weights = LocalModelArguments.NameOf(_decoder.Info.Weights),
        Threads = _decoder.Info.Threads,
        Tokens = tokens,
        TokensPerSecond = rate,
        WeightBytes = _decoder.Info.WeightBytes,
        BytesReadPerToken = _decoder.Info.BytesReadPerToken,
    };

    private IDecoderSequence Prompted(int tokens)
    {
        var sequence = _decoder.CreateSequence();
        _decoder.Forward([new(sequence, Ids(tokens, 1), LogitRows.None)], default);
        return sequence;
    }

    private void Step(IDecoderSequence[] sequences, int step)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var token = Ids(1, step + 1);
        _decoder.Forward([.. sequences.Select(s => new SequenceChunk(s, token, LogitRows.Last))], _logits);
    }

    private int[] Ids(int count, int salt) => [.. Enumerable.Range(0, count).Select(i => (int)((i * 7919L + salt * 104_729L) % Config.VocabularySize))];

    /// <summary>The runtime compiles what runs often again and better; until then it is not the model that is measured.</summary>
    private void WarmUp(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        do
            Time(action);
        while (Stopwatch.GetElapsedTime(start) < WarmUpTime);
    }

    private double Time(Action action)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
