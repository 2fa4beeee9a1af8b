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

    public BenchReport Decode(int tokens, WeightFormat? beside)
    {
        using var other = beside is { } format ? (_source with { Weights = format }).Load(_weights) : null;
        using var memory = new MemoryBandwidth(_decoder.Info.BytesReadPerToken, _decoder.Info.Threads, TimeProvider.System);
        using var sequence = Prompted(_decoder, 16);
        using var otherSequence = other is null ? null : Prompted(other, 16);
        var (rates, reads, otherRates) = (new List<double>(), new List<double>(), new List<double>());
        WarmUp(() => Round(_decoder, sequence));
        if (other is not null)
            WarmUp(() => Round(other, otherSequence!));

        for (var round = 0; round < _rounds; round++)
        {
            reads.Add(memory.Measure(3));
            rates.Add(tokens / Time(() => Round(_decoder, sequence)));
            if (other is not null)
                otherRates.Add(tokens / Time(() => Round(other, otherSequence!)));
        }

        var report = Report("decode", tokens, Median(rates)) with
        {
            ReadBytesPerSecond = Median(reads),
            // Each round against the one beside it: the machine's own speed comes and goes.
            ReadShare = Median(Ratios(rates, reads)) * _decoder.Info.BytesReadPerToken,
        };
        return other is null ? report : report with
        {
            BesideWeights = LocalModelArguments.NameOf(other.Info.Weights),
            BesideTokensPerSecond = Median(otherRates),
            BesideRatio = Median(Ratios(rates, otherRates)),
        };

        void Round(IDecoder decoder, IDecoderSequence text)
        {
            text.Truncate(16);
            for (var i = 0; i < tokens; i++)
                Step(decoder, [text], i);
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

        var flops = Enumerable.Range(0, tokens).Average(position => DecoderCost.FlopsPerToken(Config, position, logits: false));
        return Report("prefill", tokens, Median(rates)) with
        {
            FlopsPerToken = flops,
            ProductFlopsPerSecond = Median(products),
            ProductShare = Median(Ratios(rates, products)) * flops,
        };

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
        IDecoderSequence[] sequences = [.. Enumerable.Range(0, rows).Select(_ => Prompted(_decoder, 16))];
        var seconds = Time(() =>
        {
            for (var i = 0; i < steps; i++)
                Step(_decoder, sequences, i);
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

    private IDecoderSequence Prompted(IDecoder decoder, int tokens)
    {
        var sequence = decoder.CreateSequence();
        decoder.Forward([new(sequence, Ids(tokens, 1), LogitRows.None)], default);
        return sequence;
    }

    private void Step(IDecoder decoder, IDecoderSequence[] sequences, int step)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var token = Ids(1, step + 1);
        decoder.Forward([.. sequences.Select(s => new SequenceChunk(s, token, LogitRows.Last))], _logits);
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

    private static List<double> Ratios(List<double> values, List<double> others) => [.. values.Zip(others, static (value, other) => value / other)];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
