using System.Runtime.CompilerServices;
using System.Text;

namespace LongWriter;

/// <summary>
/// The rules that every <see cref="IJournalStore"/> keeps, as tests of your own store under any test framework. A broken rule
/// throws <see cref="ContractViolationException"/>.
/// </summary>
/// <example>
/// With xunit, one theory runs them all:
/// <code>
/// public class RedisJournalStoreTests
/// {
///     public static TheoryData&lt;string&gt; Rules => [.. JournalStoreContract.Rules];
///
///     [Theory, MemberData(nameof(Rules))]
///     public Task Keeps_the_contract(string rule) => new Contract().RunAsync(rule);
///
///     private sealed class Contract : JournalStoreContract
///     {
///         private readonly string _prefix = Guid.NewGuid().ToString("N");
///
///         protected override ValueTask&lt;IJournalStore&gt; CreateStoreAsync() => new(new RedisJournalStore(_prefix));
///
///         // For a store that outlives its instance; leave it out otherwise.
///         protected override ValueTask&lt;IJournalStore?&gt; ReopenAsync(IJournalStore store) => new(new RedisJournalStore(_prefix));
///     }
/// }
/// </code>
/// </example>
/// <remarks>
/// Each rule asks <see cref="CreateStoreAsync"/> for an empty store once. Use one contract object a rule, as above, and clean up
/// where your framework does that. A rule that is called by its own method lets an exception that it does not expect through.
/// </remarks>
public abstract partial class JournalStoreContract
{
    private static readonly (string Name, Func<JournalStoreContract, Task> Check)[] AllRules =
    [
        (nameof(Records_are_read_in_order_and_byte_for_byte), c => c.Records_are_read_in_order_and_byte_for_byte()),
        (nameof(An_open_journal_reads_what_was_there_when_it_was_opened), c => c.An_open_journal_reads_what_was_there_when_it_was_opened()),
        (nameof(Records_outlive_the_store_instance), c => c.Records_outlive_the_store_instance()),
        (nameof(A_second_writer_is_locked_out), c => c.A_second_writer_is_locked_out()),
        (nameof(Disposing_releases_the_lock), c => c.Disposing_releases_the_lock()),
        (nameof(Disposing_twice_releases_no_later_lock), c => c.Disposing_twice_releases_no_later_lock()),
        (nameof(Runs_do_not_lock_each_other), c => c.Runs_do_not_lock_each_other()),
        (nameof(Readers_need_no_lock), c => c.Readers_need_no_lock()),
        (nameof(An_unknown_run_is_not_found), c => c.An_unknown_run_is_not_found()),
        (nameof(Runs_are_listed_newest_first), c => c.Runs_are_listed_newest_first()),
        (nameof(A_deleted_run_is_gone), c => c.A_deleted_run_is_gone()),
        (nameof(An_open_run_is_not_deleted), c => c.An_open_run_is_not_deleted()),
        (nameof(Unusable_ids_are_refused), c => c.Unusable_ids_are_refused()),
        (nameof(A_cancelled_append_writes_nothing), c => c.A_cancelled_append_writes_nothing()),
        (nameof(A_record_that_is_no_line_is_refused), c => c.A_record_that_is_no_line_is_refused()),
        (nameof(A_record_belongs_to_the_store_once_appended), c => c.A_record_belongs_to_the_store_once_appended()),
        (nameof(A_record_of_8_MB_is_kept), c => c.A_record_of_8_MB_is_kept()),
        (nameof(A_thousand_records_are_kept), c => c.A_thousand_records_are_kept()),
    ];

    /// <summary>The names of all rules.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. AllRules.Select(static rule => rule.Name)];

    /// <summary>How far two writes must lie apart for the store to tell which is newer. Default 50 ms.</summary>
    protected virtual TimeSpan TimestampGranularity => TimeSpan.FromMilliseconds(50);

    /// <summary>Checks one rule.</summary>
    /// <param name="rule">Its name, one of <see cref="Rules"/>.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    /// <exception cref="ContractViolationException">The store breaks it.</exception>
    public async Task RunAsync(string rule)
    {
        var at = Array.FindIndex(AllRules, r => r.Name == rule);
        if (at < 0)
            throw new ArgumentException($"There is no rule '{rule}'. The rules are: {string.Join(", ", Rules)}.", nameof(rule));

        try
        {
            await AllRules[at].Check(this).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ContractViolationException)
        {
            throw new ContractViolationException(rule, "no exception", Show(e), e);
        }
    }

    /// <summary>Makes an empty store.</summary>
    protected abstract ValueTask<IJournalStore> CreateStoreAsync();

    /// <summary>
    /// Makes a new instance over the data of a store, as another process would. The default, <see langword="null"/>, says that the
    /// data ends with the instance.
    /// </summary>
    /// <param name="store">The store, none of whose journals is open.</param>
    protected virtual ValueTask<IJournalStore?> ReopenAsync(IJournalStore store) => new((IJournalStore?)null);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task WriteAsync(IJournalStore store, string runId, params byte[][] records)
    {
        var journal = await store.OpenAsync(runId).ConfigureAwait(false);
        await using var _ = journal.ConfigureAwait(false);
        foreach (var record in records)
            await journal.AppendAsync(record).ConfigureAwait(false);
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.ConfigureAwait(false))
            list.Add(item);

        return list;
    }

    private static async Task ExpectRecordsAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> records,
        IReadOnlyList<byte[]> expected,
        [CallerMemberName] string rule = "")
    {
        var seen = await ToListAsync(records).ConfigureAwait(false);
        if (seen.Count != expected.Count)
            throw new ContractViolationException(rule, $"{expected.Count} records", $"{seen.Count} records");

        for (var i = 0; i < seen.Count; i++)
        {
            if (!seen[i].Span.SequenceEqual(expected[i]))
                throw new ContractViolationException(rule, $"record {i} to be {Show(expected[i])}", Show(seen[i].Span));
        }
    }

    private static void Expect(bool holds, string expected, string seen, [CallerMemberName] string rule = "")
    {
        if (!holds)
            throw new ContractViolationException(rule, expected, seen);
    }

    private static async Task ExpectErrorAsync(LongWriterError error, Func<Task> act, string what, [CallerMemberName] string rule = "")
    {
        var expected = $"{what} to throw LongWriterException({error})";
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (LongWriterException e) when (e.Error == error)
        {
            return;
        }
        catch (Exception e)
        {
            throw new ContractViolationException(rule, expected, Show(e), e);
        }

        throw new ContractViolationException(rule, expected, "no exception");
    }

    private static string Show(ReadOnlySpan<byte> record)
    {
        const int Most = 60;
        var text = Encoding.UTF8.GetString(record[..Math.Min(record.Length, Most)]);
        return record.Length <= Most ? $"'{text}'" : $"'{text}…' of {record.Length} bytes";
    }

    private static string Show(Exception exception) =>
        exception is LongWriterException e ? $"LongWriterException({e.Error}): {e.Message}" : $"{exception.GetType().Name}: {exception.Message}";
}
