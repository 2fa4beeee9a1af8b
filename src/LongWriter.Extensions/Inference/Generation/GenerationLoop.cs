using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>
/// What the engine's thread does: step after step it puts one token of every growing answer and chunks of new prompts into one call of
/// the decoder, and hands the results out. Nothing here awaits, and nothing else touches the decoder.
/// </summary>
internal sealed class GenerationLoop(IDecoder decoder, GenerationEngineOptions options, GenerationInbox inbox, TimeProvider time)
{
    // A shorter beginning in common is not worth a fork.
    private const int LeastReuse = 16;

    private readonly List<GenerationRow> _waiting = [];
    private readonly List<GenerationRow> _running = [];
    private readonly List<SequenceChunk> _batch = [];
    private readonly List<GenerationRow> _order = [];
    private readonly CandidateSet _candidates = new(decoder.Config.VocabularySize);
    private readonly ChunkSize _chunk = new(options.ChunkTokens, options.StepTime);
    private readonly PrefixCache _cache = new(options.CacheBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
    private float[] _logits = [];
    private readonly Lock _publishing = new();
    private GenerationStatistics _counts;
    private GenerationStatistics _published;

    public GenerationStatistics Statistics
    {
        get
        {
            lock (_publishing)
                return _published;
        }
    }

    /// <summary>Why the engine takes no more requests.</summary>
    public LongWriterException? Broken { get; private set; }

    /// <summary>Runs until the inbox is closed, then ends every request and disposes of the decoder.</summary>
    public void Run()
    {
        LongWriterException end = new(LongWriterError.BackendUnavailable, "The engine was disposed before the answer was complete. Dispose a local model only when nobody uses it any more.");
        try
        {
            while (inbox.Take(_waiting, wait: _waiting.Count + _running.Count == 0))
            {
                DropLeft();
                Admit();
                Publish();
                if (_running.Count > 0)
                    Step();
            }
        }
        catch (Exception exception)
        {
            end = Wrap("The engine stopped, because its decoder cannot be used any more", exception);
        }
        finally
        {
            End(end);
        }
    }

    private void End(LongWriterException exception)
    {
        Broken = exception;
        inbox.Close();
        inbox.Take(_waiting, wait: false);
        try
        {
            Fail([.. _running, .. _waiting], exception);
            _cache.Dispose();
        }
        finally
        {
            decoder.Dispose();
            Publish();
        }
    }

    private void DropLeft()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (!_waiting[i].Handle.IsLeft)
                continue;

            _waiting[i].Complete(_waiting[i].Result(GenerationFinish.Cancelled));
            _waiting.RemoveAt(i);
        }

        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (_running[i].Handle.IsLeft)
                Finish(_running[i], _running[i].Result(GenerationFinish.Cancelled));
        }
    }

    private void Admit()
    {
        for (var i = 0; i < _waiting.Count && _running.Count < options.MaxConcurrency;)
        {
            var row = _waiting[i];
            try
            {
                if (Begin(row) is not { } sequence)
                {
                    i++;
                    continue;
                }

                row.Begin(sequence);
                _running.Add(row);
                _waiting.RemoveAt(i);
                _counts = _counts with { CachedTokens = _counts.CachedTokens + row.Cached };
            }
            catch (Exception exception)
            {
                Fail([row], Wrap("The decoder could not begin a sequence", exception));
            }
        }
    }

    /// <summary>A sequence that knows as much of the prompt as any text here; null where a running row is about to compute more of it.</summary>
    private IDecoderSequence? Begin(GenerationRow row)
    {
        // Logits come from computing the last token.
        var prompt = row.Tokens.Span[..^1];
        var entry = _cache.Find(prompt, out var best);
        var (source, coming) = ((GenerationRow?)null, 0);
        foreach (var other in _running)
        {
            var common = other.Tokens.Span.CommonPrefixLength(prompt);
            var known = Math.Min(common, other.Sequence!.Length);
            coming = other.Pending > 1 ? Math.Max(coming, common) : coming;
            if (known > best)
                (source, best) = (other, known);
        }

        if (coming >= best + LeastReuse)
            return null;
        if (best < LeastReuse)
            return decoder.CreateSequence();

        return source is not null ? PrefixCache.Cut(source.Sequence!.Fork(), best) : _cache.Take(entry!, best);
    }

    private void Step()
    {
        var prompt = Plan();
        var rows = 0;
        foreach (var chunk in _batch)
            rows += chunk.LogitRowCount;

        var vocabulary = decoder.Config.VocabularySize;
        if (_logits.Length < rows * vocabulary)
            _logits = new float[rows * vocabulary];

        var start = time.GetTimestamp();
        try
        {
            decoder.Forward(_batch, _logits.AsSpan(0, rows * vocabulary));
        }
        catch (Exception exception)
        {
            Fail(_order, Wrap("The decoder failed", exception));
            return;
        }

        _chunk.Measured(prompt, time.GetElapsedTime(start));
        _counts = _counts with { Steps = _counts.Steps + 1, PrefilledTokens = _counts.PrefilledTokens + prompt };
        var at = 0;
        for (var i = 0; i < _batch.Count; i++)
        {
            if (_batch[i].Logits == LogitRows.Last)
                Choose(_order[i], _logits.AsSpan(at++ * vocabulary, vocabulary));
        }

        _cache.Shrink(RunningBytes());
    }

    /// <summary>Fills the batch: growing answers with their token, and prompts with an equal share of the chunk each, what short ones leave going to longer ones. Returns the prompt tokens in it.</summary>
    private int Plan()
    {
        _batch.Clear();
        _order.Clear();
        _order.AddRange(_running);
        _order.Sort(static (a, b) => a.Pending.CompareTo(b.Pending));
        var (left, total) = (_chunk.Tokens, 0);
        for (var i = 0; i < _order.Count; i++)
        {
            var row = _order[i];
            var isPrompt = row.Answered == 0;
            var chunk = row.Chunk(isPrompt ? Math.Max(1, left / (_order.Count - i)) : 1);
            _batch.Add(chunk);
            if (!isPrompt)
                continue;

            left -= chunk.Tokens.Length;
            total += chunk.Tokens.Length;
        }

        return total;
    }

    private void Choose(GenerationRow row, ReadOnlySpan<float> logits)
    {
        GenerationResult? result;
        try
        {
            result = row.Step(logits, _candidates);
        }
        catch (LongWriterException exception)
        {
            Fail([row], exception);
            return;
        }

        _counts = _counts with { OutputTokens = _counts.OutputTokens + 1 };
        if (result is not null)
            Finish(row, result);
    }

    /// <summary>Ends a row; its text is kept for requests that begin alike.</summary>
    private void Finish(GenerationRow row, GenerationResult result)
    {
        _running.Remove(row);
        try
        {
            var (sequence, tokens) = (row.Sequence!, row.Tokens);
            if (sequence.Length < LeastReuse)
                sequence.Dispose();
            else
                _cache.Add(sequence, tokens[..sequence.Length]);

            _cache.Shrink(RunningBytes());
            Publish();
        }
        finally
        {
            // The answer is whole, whatever becomes of its sequence.
            row.Complete(result);
        }
    }

    /// <summary>Ends rows with an error; nobody can trust their sequences any more. Readers know of it before anything else can fail.</summary>
    private void Fail(IReadOnlyList<GenerationRow> rows, LongWriterException exception)
    {
        var sequences = new List<IDecoderSequence?>(rows.Count);
        foreach (var row in rows)
        {
            _running.Remove(row);
            _waiting.Remove(row);
            sequences.Add(row.Fail(exception));
        }

        foreach (var sequence in sequences)
            sequence?.Dispose();
    }

    private long RunningBytes()
    {
        var sum = 0L;
        foreach (var row in CollectionsMarshal.AsSpan(_running))
            sum += row.Sequence!.Bytes;

        return sum;
    }

    private void Publish()
    {
        var now = _counts with { Running = _running.Count, Waiting = _waiting.Count, CachedTexts = _cache.Count, KeyValueBytes = RunningBytes() + _cache.Bytes };
        lock (_publishing)
            _published = now;
    }

    private static LongWriterException Wrap(string what, Exception exception) => exception switch
    {
        LongWriterException known => known,
        OutOfMemoryException => new(LongWriterError.InsufficientMemory, $"{what}: there is not enough memory. Lower MaxConcurrency, ContextLength or the memory for the cache.", exception),
        _ => new(LongWriterError.BackendUnavailable, $"{what}: {exception.Message}", exception),
    };
}
