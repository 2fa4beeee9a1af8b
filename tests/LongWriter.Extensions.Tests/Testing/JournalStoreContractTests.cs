using System.Runtime.CompilerServices;

namespace LongWriter.Tests;

/// <summary>Stores that are wrong in one way each: the contract must notice.</summary>
public class JournalStoreContractTests
{
    public static TheoryData<string, Flaw> Flaws => new()
    {
        { nameof(JournalStoreContract.Records_are_read_in_order_and_byte_for_byte), Flaw.TrimsRecords },
        { nameof(JournalStoreContract.Records_are_read_in_order_and_byte_for_byte), Flaw.ReadsBackwards },
        { nameof(JournalStoreContract.An_open_journal_reads_what_was_there_when_it_was_opened), Flaw.JournalReadsAll },
        { nameof(JournalStoreContract.Records_outlive_the_store_instance), Flaw.Forgets },
        { nameof(JournalStoreContract.A_second_writer_is_locked_out), Flaw.NoLock },
        { nameof(JournalStoreContract.A_second_writer_is_locked_out), Flaw.WrongError },
        { nameof(JournalStoreContract.Disposing_releases_the_lock), Flaw.KeepsLock },
        { nameof(JournalStoreContract.Disposing_twice_releases_no_later_lock), Flaw.NoLock },
        { nameof(JournalStoreContract.Runs_do_not_lock_each_other), Flaw.OneRun },
        { nameof(JournalStoreContract.Readers_need_no_lock), Flaw.WritesLate },
        { nameof(JournalStoreContract.An_unknown_run_is_not_found), Flaw.UnknownIsEmpty },
        { nameof(JournalStoreContract.Runs_are_listed_newest_first), Flaw.ListsByName },
        { nameof(JournalStoreContract.A_deleted_run_is_gone), Flaw.DeletesNothing },
        { nameof(JournalStoreContract.An_open_run_is_not_deleted), Flaw.DeletesLocked },
        { nameof(JournalStoreContract.Unusable_ids_are_refused), Flaw.TakesAnyId },
        { nameof(JournalStoreContract.A_cancelled_append_writes_nothing), Flaw.IgnoresCancellation },
        { nameof(JournalStoreContract.A_record_that_is_no_line_is_refused), Flaw.TakesLineFeeds },
        { nameof(JournalStoreContract.A_record_belongs_to_the_store_once_appended), Flaw.ReusesBuffer },
        { nameof(JournalStoreContract.A_record_of_8_MB_is_kept), Flaw.CutsLargeRecords },
        { nameof(JournalStoreContract.A_thousand_records_are_kept), Flaw.KeepsHundredRecords },
    };

    public enum Flaw
    {
        None,
        TrimsRecords,
        ReadsBackwards,
        JournalReadsAll,
        Forgets,
        NoLock,
        WrongError,
        KeepsLock,
        OneRun,
        WritesLate,
        UnknownIsEmpty,
        ListsByName,
        DeletesNothing,
        DeletesLocked,
        TakesAnyId,
        IgnoresCancellation,
        TakesLineFeeds,
        ReusesBuffer,
        CutsLargeRecords,
        KeepsHundredRecords,
    }

    [Theory, MemberData(nameof(Flaws))]
    public async Task A_store_with_a_flaw_breaks_its_rule(string rule, Flaw flaw)
    {
        var e = await Assert.ThrowsAsync<ContractViolationException>(() => new Contract(flaw).RunAsync(rule));
        Assert.Equal(rule, e.Rule);
        Assert.Contains(rule, e.Message);
        Assert.Contains(e.Expected, e.Message);
        Assert.Contains(e.Seen, e.Message);
    }

    [Fact]
    public async Task A_store_without_a_flaw_keeps_every_rule()
    {
        foreach (var rule in JournalStoreContract.Rules)
            await new Contract(Flaw.None).RunAsync(rule);
    }

    [Fact]
    public void Every_rule_has_a_flaw_that_breaks_it() =>
        Assert.Equal(JournalStoreContract.Rules.Order(), Flaws.Select(row => (string)row[0]).Distinct().Order());

    [Fact]
    public void Every_public_check_is_a_rule() => Assert.Equal(
        typeof(JournalStoreContract).GetMethods().Where(m => m.ReturnType == typeof(Task) && m.GetParameters().Length == 0).Select(m => m.Name).Order(),
        JournalStoreContract.Rules.Order());

    [Fact]
    public async Task An_unknown_rule_is_refused_with_the_list_of_rules()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => new Contract(Flaw.None).RunAsync("no_such_rule"));
        Assert.Contains(JournalStoreContract.Rules[0], e.Message);
    }

    private sealed class Contract(Flaw flaw) : JournalStoreContract
    {
        private readonly FlawedStore _store = new(flaw);

        protected override TimeSpan TimestampGranularity => TimeSpan.FromMilliseconds(1);

        protected override ValueTask<IJournalStore> CreateStoreAsync() => new(_store);

        protected override ValueTask<IJournalStore?> ReopenAsync(IJournalStore store) =>
            new(flaw == Flaw.Forgets ? new FlawedStore(flaw) : store);
    }

    private sealed class FlawedStore(Flaw flaw) : IJournalStore
    {
        private readonly Dictionary<string, List<byte[]>> _runs = [];
        private readonly HashSet<string> _locked = [];
        private readonly List<string> _newestFirst = [];

        public ValueTask<IJournal> OpenAsync(string runId, CancellationToken cancellationToken = default)
        {
            runId = Check(runId);
            if (_locked.Contains(runId) && flaw != Flaw.NoLock)
                throw Error(LongWriterError.RunLocked, flaw == Flaw.WrongError);

            _locked.Add(runId);
            if (_runs.TryAdd(runId, []))
                _newestFirst.Insert(0, runId);

            return new(new Journal(this, runId));
        }

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
            string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            runId = Check(runId);
            if (!_runs.TryGetValue(runId, out var records))
            {
                if (flaw == Flaw.UnknownIsEmpty)
                    yield break;

                throw Error(LongWriterError.RunNotFound);
            }

            var buffer = new byte[records.Select(r => r.Length).DefaultIfEmpty().Max()];
            foreach (var record in flaw == Flaw.ReadsBackwards ? records.AsEnumerable().Reverse() : records)
            {
                record.CopyTo(buffer, 0);
                yield return flaw == Flaw.ReusesBuffer ? buffer.AsMemory(0, record.Length) : record;
            }

            await Task.CompletedTask;
        }

        public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var runId in flaw == Flaw.ListsByName ? _newestFirst.Order() : _newestFirst.AsEnumerable())
                yield return runId;

            await Task.CompletedTask;
        }

        public ValueTask<bool> DeleteAsync(string runId, CancellationToken cancellationToken = default)
        {
            runId = Check(runId);
            if (_locked.Contains(runId) && flaw != Flaw.DeletesLocked)
                throw Error(LongWriterError.RunLocked);
            if (flaw == Flaw.DeletesNothing)
                return new(_runs.ContainsKey(runId));

            _newestFirst.Remove(runId);
            return new(_runs.Remove(runId));
        }

        private static LongWriterException Error(LongWriterError error, bool wrong = false) =>
            new(wrong ? LongWriterError.JournalUnavailable : error, "As the rule says.");

        private string Check(string runId)
        {
            if (flaw != Flaw.TakesAnyId)
                RunId.Validate(runId);

            return flaw == Flaw.OneRun ? "one" : runId;
        }

        private sealed class Journal(FlawedStore store, string runId) : IJournal
        {
            private readonly List<byte[]> _late = [];
            private readonly byte[][] _atOpen = [.. store._runs[runId]];
            private bool _disposed;

            private Flaw Flaw => store.Flaw;

            public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                foreach (var record in Flaw == Flaw.JournalReadsAll ? store._runs[runId].ToArray() : _atOpen)
                    yield return record;

                await Task.CompletedTask;
            }

            public ValueTask AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default)
            {
                if (Flaw != Flaw.TakesLineFeeds && (record.IsEmpty || record.Span.Contains((byte)'\n')))
                    throw new ArgumentException("Not a line.", nameof(record));
                if (Flaw != Flaw.IgnoresCancellation)
                    cancellationToken.ThrowIfCancellationRequested();

                var kept = Flaw switch
                {
                    Flaw.TrimsRecords => record.Span.Trim("\t\r "u8).ToArray(),
                    Flaw.CutsLargeRecords => record[..Math.Min(record.Length, 1 << 20)].ToArray(),
                    _ => record.ToArray(),
                };
                if (Flaw == Flaw.WritesLate)
                    _late.Add(kept);
                else if (Flaw != Flaw.KeepsHundredRecords || store._runs[runId].Count < 100)
                    store._runs[runId].Add(kept);

                store._newestFirst.Remove(runId);
                store._newestFirst.Insert(0, runId);
                return ValueTask.CompletedTask;
            }

            public ValueTask DisposeAsync()
            {
                if (!_disposed && store._runs.TryGetValue(runId, out var records))
                    records.AddRange(_late);
                if (!_disposed && Flaw != Flaw.KeepsLock)
                    store._locked.Remove(runId);

                _disposed = true;
                return ValueTask.CompletedTask;
            }
        }

        private Flaw Flaw => flaw;
    }
}
