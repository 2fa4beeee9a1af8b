namespace LongWriter;

/// <summary>The part of a build that costs: selects, gives lengths and writes, row beside row, until all is done or the budget ends it.</summary>
internal sealed class BuildSession
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(1);

    private readonly BuildParts _parts;
    private readonly DatasetBuildOptions _options;
    private readonly BuildJournal _journal;
    private readonly RowFinish _finish;
    private readonly List<RowWork> _work;
    private readonly BuildProgressCounter _progress;
    private readonly IInstructionSelector _selector;
    private readonly InstructionMaker _maker;
    private readonly LengthAssignment _lengths;
    private readonly UsageByModel _earlier;
    private readonly UsageByModel _before;
    private UsageByModel _noted;
    private long _notedAt;
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _active;
    private string? _stopped;

    public BuildSession(BuildParts parts, BuildJournal journal, RowFinish finish, List<RowWork> work, IProgress<DatasetBuildProgress>? progress)
    {
        (_parts, _options, _journal, _finish, _work) = (parts, parts.Options, journal, finish, work);
        _progress = new(parts, work, progress);
        var resilience = parts.Writing.Resilience;
        _selector = _options.Selector ?? new ModelInstructionSelector(new RetriedChat(parts.Clients(BuildParts.SelectorRole), resilience, parts.Time, Notify), _options.SelectWords, _options.AnswerAttempts, parts.CallOptions(BuildParts.SelectorRole));
        _maker = new(new RetriedChat(parts.Clients(BuildParts.InstructorRole), resilience, parts.Time, Notify), _options.AnswerAttempts, parts.CallOptions(BuildParts.InstructorRole));
        _lengths = new(_options.Lengths, _options.Seed);
        _earlier = journal.Spent.Plus(new());
        // The meter counts on over several builds of one builder.
        _before = _noted = parts.Meter.Used;
        _notedAt = parts.Time.GetTimestamp();
    }

    /// <summary>Works on all rows; tells why it ended before they were done, null where it did not.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var rows = _work.Where(static w => w.Reject is null).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _parts.Meter.IsClosed = false;
        _parts.Limiter.Open(AtMost());
        CheckBudget();
        using var clock = Clock();
        _parts.Meter.Changed = Watch;
        using var ended = new CancellationTokenSource();
        var draining = Task.CompletedTask;
        try
        {
            // What is paid for is in the set however little the budget has left.
            await EachAsync(rows, async (row, token) =>
            {
                if (await WorkAsync(row, mayCall: false, token).ConfigureAwait(false))
                    _progress.Finished(row);
            }, cancellationToken).ConfigureAwait(false);
            _progress.BeginCalls();
            draining = DrainAsync(stop, ended.Token);
            await EachAsync(Open(rows), async (row, token) =>
            {
                Interlocked.Increment(ref _active);
                try
                {
                    await WorkAsync(row, mayCall: true, token).ConfigureAwait(false);
                }
                finally
                {
                    Interlocked.Decrement(ref _active);
                }

                NoteSpend();
                _progress.Finished(row);
            }, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopped is not null && !cancellationToken.IsCancellationRequested)
        {
            // The budget: what is done counts.
        }
        catch (LongWriterException exception)
        {
            exception.IsResumable = true;
            throw;
        }
        finally
        {
            _parts.Meter.Changed = null;
            await ended.CancelAsync().ConfigureAwait(false);
            await draining.ConfigureAwait(false);
            NoteSpend();
            // The writer may serve others too.
            _parts.Meter.IsClosed = false;
            _parts.Limiter.Open(_options.Concurrency);
        }

        foreach (var row in Open(rows))
            row.Pending = _stopped ?? "it was not reached";
        return rows.Exists(static r => r.Pending is not null) ? _stopped : null;
    }

    private Task EachAsync(List<RowWork> rows, Func<RowWork, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken }, work);

    /// <summary>The rows that nothing has come of yet.</summary>
    private static List<RowWork> Open(List<RowWork> rows) => [.. rows.Where(static r => r is { Built: null, Reject: null, Pending: null })];

    /// <summary>Works on a row; tells whether it is done with, which it is not where a call is needed and none may be made.</summary>
    private async Task<bool> WorkAsync(RowWork work, bool mayCall, CancellationToken cancellationToken)
    {
        try
        {
            if (WasRefused(work))
                return true;

            if (!mayCall && NeedsCall(work))
                return false;

            if (work.Row.Text is not null)
            {
                if (work.Row.Prompt.Length == 0)
                    await MakeInstructionAsync(work, cancellationToken).ConfigureAwait(false);
                work.IsWritten = work.Reject is null;
            }
            else if (await SelectAsync(work, cancellationToken).ConfigureAwait(false))
            {
                await WriteAsync(work, cancellationToken).ConfigureAwait(false);
            }

            if (work.IsWritten)
                await _finish.RunAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.Refused)
        {
            _journal.Add(new(BuildRecord.Refused, KeyOf(work)) { Text = exception.Message });
            work.Reject = new("refused", exception.Message);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            work.Reject = new("instruction", exception.Message);
        }
        catch (LongWriterException exception) when (!MeetsEveryRow(exception.Error))
        {
            work.Pending = exception.Message;
            Notify(new(NoticeKind.Warning, $"Row '{work.Row.Id}' stays pending: {exception.Message}") { Error = exception.Error });
        }

        return true;
    }

    /// <summary>Whether a row is not to be had from what is given and what the journal holds.</summary>
    private bool NeedsCall(RowWork work)
    {
        if (work.Row.Text is { } text)
            return work.Row.Prompt.Length == 0 && _journal.Find(BuildRecord.Instruction, RowFigures.Hash(text)) is null;

        if (_options.Select)
        {
            var taken = _journal.Find(BuildRecord.Selection, SelectionKeyOf(work))?.Taken ?? (_selector as ModelInstructionSelector)?.Stated(work.Row)?.IsTaken;
            if (taken is not true)
                return taken is null;
        }

        return _journal.Find(BuildRecord.Done, RowWork.RunIdOf(WithLength(work))) is null;
    }

    private async Task<bool> SelectAsync(RowWork work, CancellationToken cancellationToken)
    {
        if (_options.Select)
        {
            var key = SelectionKeyOf(work);
            var known = _journal.Find(BuildRecord.Selection, key);
            var verdict = known is { Taken: { } taken } ? new SelectionVerdict(taken, known.Text ?? "") : await _selector.SelectAsync(work.Row, cancellationToken).ConfigureAwait(false);
            if (known is null)
                _journal.Add(new(BuildRecord.Selection, key) { Taken = verdict.IsTaken, Text = verdict.Reason });
            if (!verdict.IsTaken)
            {
                work.Reject = new("not-long", verdict.Reason);
                return false;
            }

            work.Selected = verdict.Reason;
        }

        return true;
    }

    private bool WasRefused(RowWork work)
    {
        if (_journal.Find(BuildRecord.Refused, KeyOf(work)) is not { } refused)
            return false;

        work.Reject = new("refused", refused.Text ?? "the model refused");
        return true;
    }

    /// <summary>The row with its length. What was drawn once stays, whatever is drawn from later: the run that was paid for is named by it. A length that is given counts before it.</summary>
    private DatasetRow WithLength(RowWork work) => _journal.Find(BuildRecord.Length, LengthKeyOf(work)) is { Text: { } prompt, Words: { } words }
        ? _lengths.Write(work.Row, words) with { Prompt = prompt }
        : _lengths.Assign(work.Row);

    private void GiveLength(RowWork work)
    {
        var (key, given) = (LengthKeyOf(work), WithLength(work));
        if (given.Prompt != work.Row.Prompt && _journal.Find(BuildRecord.Length, key) is null)
            _journal.Add(new(BuildRecord.Length, key) { Text = given.Prompt, Words = given.Required });
        work.Row = given;
    }

    private async Task WriteAsync(RowWork work, CancellationToken cancellationToken)
    {
        GiveLength(work);
        work.RunId = RowWork.RunIdOf(work.Row);
        if (_journal.Find(BuildRecord.Done, work.RunId) is not null)
        {
            work.IsWritten = true;
            return;
        }

        WritingDocument? document = null;
        await foreach (var update in _parts.Writer.WriteStreamingAsync(work.ToRequest() with { AcceptChangedSettings = _options.AcceptChangedSettings }, cancellationToken).ConfigureAwait(false))
        {
            switch (update)
            {
                case SectionFinishedUpdate { Resumed: false } section:
                    _progress.Section(section.Section.Written);
                    break;
                case NoticeUpdate notice:
                    Notify(notice.Notice);
                    break;
                case DocumentFinishedUpdate finished:
                    document = finished.Document;
                    break;
            }
        }

        if (document is not { Status: WritingStatus.Completed })
        {
            work.Pending = "the writer's own budget ended the run";
            return;
        }

        var used = document.Usage;
        _journal.Add(new(BuildRecord.Done, work.RunId) { Words = document.Words, Calls = used.Calls, InputTokens = used.InputTokens, OutputTokens = used.OutputTokens, Cost = document.Cost });
        work.IsWritten = true;
    }

    private async Task MakeInstructionAsync(RowWork work, CancellationToken cancellationToken)
    {
        var key = RowFigures.Hash(work.Row.Text!);
        var instruction = _journal.Find(BuildRecord.Instruction, key)?.Text;
        if (instruction is null)
        {
            instruction = await _maker.AskAsync(work.Row, cancellationToken).ConfigureAwait(false);
            _journal.Add(new(BuildRecord.Instruction, key) { Text = instruction });
        }

        var row = work.Row with { Prompt = instruction, Language = RowFigures.LanguageOf(work.Row) };
        work.Reject = _finish.FaultOf(row);
        var words = RowFigures.CounterOf(row).Count(row.Text!);
        work.Row = words >= 100 ? _lengths.Write(row, (int)Math.Round(words / 100.0) * 100) : row;
    }

    /// <summary>Errors that the next row would meet too: asking on would cost time, or money, for nothing.</summary>
    private static bool MeetsEveryRow(LongWriterError error) => error is LongWriterError.Authentication or LongWriterError.ModelNotFound or LongWriterError.JournalUnavailable
        or LongWriterError.DatasetUnavailable or LongWriterError.DatasetLocked or LongWriterError.InvalidModel or LongWriterError.InsufficientMemory or LongWriterError.BackendUnavailable or LongWriterError.SettingsChanged;

    private string SelectionKeyOf(RowWork work) => RowFigures.Hash($"{_selector.Name}\0{work.Row.Prompt}\0{work.Row.Required}");

    private string LengthKeyOf(RowWork work) => LengthAssignment.Given(work.Row) is { } given ? FormattableString.Invariant($"{KeyOf(work)} {given}") : KeyOf(work);

    private string KeyOf(RowWork work) => RowFigures.Hash($"{work.Row.Id}\0{work.Row.OriginalPrompt ?? work.Row.Prompt}\0{_parts.WriterModel}");

    private void Notify(WritingNotice notice)
    {
        if (notice.Error == LongWriterError.RateLimited)
            _parts.Limiter.Lower();
        _options.OnNotice?.Invoke(notice);
    }

    /// <summary>Stops giving permits when the limit is reached, or would be by the calls under way.</summary>
    private void CheckBudget()
    {
        if (_options.Budget is not { } budget || _stopped is not null)
            return;

        var (spending, running) = (Spent(), _parts.Meter.Running);
        var (used, cost) = (spending.Total, spending.CostAt(_parts.Writing.Prices));
        var mean = used.Calls == 0 ? 0 : (double)used.TotalTokens / used.Calls;
        var reached = budget.MaxCalls is { } calls && used.Calls + running >= calls ? FormattableString.Invariant($"the budget of {calls:N0} calls is used up")
            : budget.MaxTokens is { } tokens && used.TotalTokens + (running * mean) >= tokens ? FormattableString.Invariant($"the budget of {tokens:N0} tokens is used up")
            : budget.MaxCost is { } money && cost is { } spent && spent + (used.Calls == 0 ? 0 : running * spent / used.Calls) >= money ? FormattableString.Invariant($"the budget of {money} is used up")
            : budget.MaxCost is not null && cost is null ? "the budget limits the cost, but a model has no price; put one into LongWriterOptions.Prices"
            : null;
        if (reached is not null)
            Stop(reached);
    }

    private ITimer? Clock() => _options.Budget?.MaxTime is { } time
        ? _parts.Time.CreateTimer(_ => Stop("the budget's time is up"), null, time, Timeout.InfiniteTimeSpan)
        : null;

    private void Stop(string reason)
    {
        Interlocked.CompareExchange(ref _stopped, reason, null);
        _parts.Meter.IsClosed = true;
        _parts.Limiter.Close();
        _stopping.TrySetResult();
    }

    /// <summary>Once no call is under way and every row waits for a permit, nothing is lost by stopping.</summary>
    private async Task DrainAsync(CancellationTokenSource stop, CancellationToken ended)
    {
        try
        {
            await _stopping.Task.WaitAsync(ended).ConfigureAwait(false);
            // The meter knows of every call; a permit may be held by one that its gate has not let in.
            while (_parts.Meter.Running > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(50), _parts.Time, ended).ConfigureAwait(false);
            // A row that is between two calls journals what it has and comes to wait, or ends; one that waits out a retry has nothing to lose.
            for (var looks = 0; looks < 200 && _parts.Limiter.Waiting + _parts.Meter.Held < Volatile.Read(ref _active); looks++)
                await Task.Delay(TimeSpan.FromMilliseconds(50), _parts.Time, ended).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // All rows are done.
        }
    }

    /// <summary>What the whole build has spent.</summary>
    private UsageByModel Spent() => _earlier.Plus(_parts.Meter.Used.Since(_before));

    /// <summary>The calls that may be under way at a time: no more than the budget has left.</summary>
    private int AtMost() => _options.Budget?.MaxCalls is { } calls ? Math.Clamp(calls - _earlier.Total.Calls, 1, _options.Concurrency) : _options.Concurrency;

    private void Watch()
    {
        CheckBudget();
        if (_parts.Time.GetElapsedTime(Volatile.Read(ref _notedAt)) >= NoteEvery)
            NoteSpend();
    }

    /// <summary>Keeps what was spent since the last time, so that a killed build forgets little of it.</summary>
    private void NoteSpend()
    {
        lock (_progress)
        {
            var used = _parts.Meter.Used;
            foreach (var (model, rest) in used.Since(_noted).Models)
            {
                _journal.Add(new(BuildRecord.Spend, "process")
                {
                    Model = model,
                    Calls = rest.Calls,
                    InputTokens = rest.InputTokens,
                    CachedInputTokens = rest.CachedInputTokens,
                    OutputTokens = rest.OutputTokens,
                });
            }

            _noted = used;
            Volatile.Write(ref _notedAt, _parts.Time.GetTimestamp());
        }
    }
}
