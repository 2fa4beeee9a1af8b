namespace LongWriter;

public abstract partial class JournalStoreContract
{
    /// <summary>What was appended is read in order and byte for byte, through several openings; text beyond ASCII included.</summary>
    public async Task Records_are_read_in_order_and_byte_for_byte()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        byte[][] first = [Utf8("""{"n":1}"""), Utf8("""{"text":"长文 · Ünïcode · 🖋️ · \n"}"""), Utf8("  {\t}\r")];
        byte[][] second = [Utf8("""{"n":1}"""), Utf8("""{"n":5}""")];
        await WriteAsync(store, "run", first).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), first).ConfigureAwait(false);
        await WriteAsync(store, "run", second).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), [.. first, .. second]).ConfigureAwait(false);
    }

    /// <summary><see cref="IJournal.ReadAsync"/> gives the records from before the opening, also after an append.</summary>
    public async Task An_open_journal_reads_what_was_there_when_it_was_opened()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        await WriteAsync(store, "run", Utf8("1"), Utf8("2")).ConfigureAwait(false);
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using var _ = journal.ConfigureAwait(false);
        await ExpectRecordsAsync(journal.ReadAsync(), [Utf8("1"), Utf8("2")]).ConfigureAwait(false);
        await journal.AppendAsync(Utf8("3")).ConfigureAwait(false);
        await ExpectRecordsAsync(journal.ReadAsync(), [Utf8("1"), Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>A new instance reads and continues what another wrote, where the store persists.</summary>
    public async Task Records_outlive_the_store_instance()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        await WriteAsync(store, "run", Utf8("1"), Utf8("2")).ConfigureAwait(false);
        if (await ReopenAsync(store).ConfigureAwait(false) is not { } reopened)
            return;

        await ExpectRecordsAsync(reopened.ReadAsync("run"), [Utf8("1"), Utf8("2")]).ConfigureAwait(false);
        await WriteAsync(reopened, "run", Utf8("3")).ConfigureAwait(false);
        await ExpectRecordsAsync(reopened.ReadAsync("run"), [Utf8("1"), Utf8("2"), Utf8("3")]).ConfigureAwait(false);
    }

    /// <summary>Opening a run that is open is <see cref="LongWriterError.RunLocked"/>, also through another instance, and harms no one.</summary>
    public async Task A_second_writer_is_locked_out()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var other = await ReopenAsync(store).ConfigureAwait(false) ?? store;
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using (journal.ConfigureAwait(false))
        {
            await journal.AppendAsync(Utf8("1")).ConfigureAwait(false);
            await ExpectErrorAsync(LongWriterError.RunLocked, () => WriteAsync(store, "run", Utf8("x")), "a second opening").ConfigureAwait(false);
            await ExpectErrorAsync(LongWriterError.RunLocked, () => WriteAsync(other, "run", Utf8("y")), "an opening by another instance").ConfigureAwait(false);
            await journal.AppendAsync(Utf8("2")).ConfigureAwait(false);
        }

        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("1"), Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>A run can be opened again once its journal is disposed.</summary>
    public async Task Disposing_releases_the_lock()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        await WriteAsync(store, "run", Utf8("1")).ConfigureAwait(false);
        await WriteAsync(store, "run", Utf8("2")).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("1"), Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>A second disposal of one journal leaves the lock of the next one alone.</summary>
    public async Task Disposing_twice_releases_no_later_lock()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var first = await store.OpenAsync("run").ConfigureAwait(false);
        await first.DisposeAsync().ConfigureAwait(false);
        var second = await store.OpenAsync("run").ConfigureAwait(false);
        await using var _ = second.ConfigureAwait(false);
        await first.DisposeAsync().ConfigureAwait(false);
        await ExpectErrorAsync(LongWriterError.RunLocked, () => WriteAsync(store, "run"), "an opening beside the second writer").ConfigureAwait(false);
    }

    /// <summary>Several runs can be written at once and stay apart.</summary>
    public async Task Runs_do_not_lock_each_other()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var one = await store.OpenAsync("one").ConfigureAwait(false);
        await using var disposeOne = one.ConfigureAwait(false);
        var two = await store.OpenAsync("one.two").ConfigureAwait(false);
        await using var disposeTwo = two.ConfigureAwait(false);
        await one.AppendAsync(Utf8("1")).ConfigureAwait(false);
        await two.AppendAsync(Utf8("2")).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("one"), [Utf8("1")]).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("one.two"), [Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>A run is read while it is written: every appended record is there at once.</summary>
    public async Task Readers_need_no_lock()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using var _ = journal.ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), []).ConfigureAwait(false);
        await journal.AppendAsync(Utf8("1")).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("1")]).ConfigureAwait(false);
        await journal.AppendAsync(Utf8("2")).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("1"), Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>Reading a run that was never opened is <see cref="LongWriterError.RunNotFound"/>, and makes none.</summary>
    public async Task An_unknown_run_is_not_found()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        await ExpectErrorAsync(LongWriterError.RunNotFound, () => ToListAsync(store.ReadAsync("nobody")), "reading an unknown run").ConfigureAwait(false);
        var runs = await ToListAsync(store.ListAsync()).ConfigureAwait(false);
        Expect(runs.Count == 0, "no runs", string.Join(", ", runs));
    }

    /// <summary>The run that was written last is listed first.</summary>
    public async Task Runs_are_listed_newest_first()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        foreach (var runId in new[] { "b", "c", "a", "b" })
        {
            await WriteAsync(store, runId, Utf8("1")).ConfigureAwait(false);
            await Task.Delay(TimestampGranularity, TimeProvider.System).ConfigureAwait(false);
        }

        var runs = await ToListAsync(store.ListAsync()).ConfigureAwait(false);
        Expect(runs.SequenceEqual(["b", "a", "c"]), "b, a, c", string.Join(", ", runs));
    }

    /// <summary>Deletion says whether there was a run; afterwards it is neither read nor listed, and its id starts empty.</summary>
    public async Task A_deleted_run_is_gone()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        await WriteAsync(store, "run", Utf8("1")).ConfigureAwait(false);
        await WriteAsync(store, "other", Utf8("1")).ConfigureAwait(false);
        Expect(await store.DeleteAsync("run").ConfigureAwait(false), "true for a run", "false");
        Expect(!await store.DeleteAsync("run").ConfigureAwait(false), "false for a run that is gone", "true");
        await ExpectErrorAsync(LongWriterError.RunNotFound, () => ToListAsync(store.ReadAsync("run")), "reading a deleted run").ConfigureAwait(false);
        var runs = await ToListAsync(store.ListAsync()).ConfigureAwait(false);
        Expect(runs.SequenceEqual(["other"]), "other", string.Join(", ", runs));
        await WriteAsync(store, "run", Utf8("2")).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>Deleting a run that is being written is <see cref="LongWriterError.RunLocked"/> and takes nothing away.</summary>
    public async Task An_open_run_is_not_deleted()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using (journal.ConfigureAwait(false))
        {
            await journal.AppendAsync(Utf8("1")).ConfigureAwait(false);
            await ExpectErrorAsync(LongWriterError.RunLocked, () => store.DeleteAsync("run").AsTask(), "deleting an open run").ConfigureAwait(false);
        }

        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("1")]).ConfigureAwait(false);
    }

    /// <summary>Opening, reading and deleting refuse an id that <see cref="RunId.Validate"/> refuses; the longest usable one works.</summary>
    public async Task Unusable_ids_are_refused()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        foreach (var runId in new[] { "", ".hidden", "..", "a/b", @"a\b", "a b", "ä", "nul", new string('a', RunId.MaxLength + 1) })
        {
            var shown = $"the id '{(runId.Length > 20 ? runId[..20] + "…" : runId)}'";
            await ExpectErrorAsync(LongWriterError.InvalidRequest, () => WriteAsync(store, runId), $"opening {shown}").ConfigureAwait(false);
            await ExpectErrorAsync(LongWriterError.InvalidRequest, () => ToListAsync(store.ReadAsync(runId)), $"reading {shown}").ConfigureAwait(false);
            await ExpectErrorAsync(LongWriterError.InvalidRequest, () => store.DeleteAsync(runId).AsTask(), $"deleting {shown}").ConfigureAwait(false);
        }

        var longest = "A.z_0-" + new string('9', RunId.MaxLength - 6);
        await WriteAsync(store, longest, Utf8("1")).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync(longest), [Utf8("1")]).ConfigureAwait(false);
    }

    /// <summary>An append under a cancelled token throws <see cref="OperationCanceledException"/>; the journal goes on without that record.</summary>
    public async Task A_cancelled_append_writes_nothing()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using (journal.ConfigureAwait(false))
        {
            await journal.AppendAsync(Utf8("1")).ConfigureAwait(false);
            var cancelled = false;
            try
            {
                await journal.AppendAsync(Utf8("x"), new CancellationToken(canceled: true)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
            }

            Expect(cancelled, "a cancelled append to throw OperationCanceledException", "no exception");
            await journal.AppendAsync(Utf8("2")).ConfigureAwait(false);
        }

        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("1"), Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>A record that is empty or holds a line feed is an <see cref="ArgumentException"/>; the journal goes on without it.</summary>
    public async Task A_record_that_is_no_line_is_refused()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using (journal.ConfigureAwait(false))
        {
            foreach (var record in new[] { "", "\n", "{\n}", "{}\n" })
            {
                var refused = false;
                try
                {
                    await journal.AppendAsync(Utf8(record)).ConfigureAwait(false);
                }
                catch (ArgumentException)
                {
                    refused = true;
                }

                Expect(refused, $"'{record.Replace("\n", "\\n", StringComparison.Ordinal)}' to throw ArgumentException", "no exception");
            }

            await journal.AppendAsync(Utf8("1")).ConfigureAwait(false);
        }

        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("1")]).ConfigureAwait(false);
    }

    /// <summary>What the caller does with its buffer after an append, or with a record that it read, does not reach the journal.</summary>
    public async Task A_record_belongs_to_the_store_once_appended()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var buffer = Utf8("first");
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using (journal.ConfigureAwait(false))
        {
            await journal.AppendAsync(buffer).ConfigureAwait(false);
            Utf8("other").CopyTo(buffer, 0);
            await journal.AppendAsync(buffer).ConfigureAwait(false);
            Utf8("spoil").CopyTo(buffer, 0);
        }

        // Kept past the end of the reading, so a store that reuses its buffer shows here.
        await ExpectRecordsAsync(store.ReadAsync("run"), [Utf8("first"), Utf8("other")]).ConfigureAwait(false);
    }

    /// <summary>A record of 8 MB comes back whole, and the next one after it.</summary>
    public async Task A_record_of_8_MB_is_kept()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        var large = new byte[8 << 20];
        for (var i = 0; i < large.Length; i++)
            large[i] = (byte)('a' + (i % 23));

        await WriteAsync(store, "run", large, Utf8("2")).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), [large, Utf8("2")]).ConfigureAwait(false);
    }

    /// <summary>A thousand records come back in order, to the store's readers and to the next opening.</summary>
    public async Task A_thousand_records_are_kept()
    {
        var store = await CreateStoreAsync().ConfigureAwait(false);
        byte[][] records = [.. Enumerable.Range(0, 1_000).Select(n => Utf8($$"""{"n":{{n}},"text":"{{new string('x', n % 211)}}"}"""))];
        await WriteAsync(store, "run", records).ConfigureAwait(false);
        await ExpectRecordsAsync(store.ReadAsync("run"), records).ConfigureAwait(false);
        var journal = await store.OpenAsync("run").ConfigureAwait(false);
        await using var _ = journal.ConfigureAwait(false);
        await ExpectRecordsAsync(journal.ReadAsync(), records).ConfigureAwait(false);
    }
}
