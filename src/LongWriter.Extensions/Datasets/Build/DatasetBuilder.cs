using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Builds a data set of long texts: instructions are sorted out by rules and by a model, given a length, written by the pipeline, cleaned, filtered,
/// balanced, divided, and written in the forms that trainers read, with provenance, a card and a report.
/// </summary>
/// <remarks>
/// <para>
/// <b>Stop and resume.</b> The folder holds a journal of the build and one of every run (<c>journal/</c>). What is paid for is durable before it counts; a
/// build that ended anywhere, be it killed, goes on where it was when it is called again with the same instructions, and gives the files of an undisturbed
/// one. Rules, filters, balance and forms spend nothing and can be changed between calls. Files of the set are derived from the journals and appear whole or not at all.
/// </para>
/// <para>
/// <b>Nothing is lost.</b> What is left out is in <c>rejected.jsonl</c> with its reason. A row whose retries ran out is in <c>pending.jsonl</c>, never
/// rejected; the next call takes it up. An error that would meet every row (a wrong key, an unknown model, a full disk) ends the build at once.
/// </para>
/// </remarks>
public sealed class DatasetBuilder
{
    private readonly BuildParts _parts;

    internal DatasetBuilder(BuildParts parts)
    {
        parts.Options.Check();
        _parts = parts;
    }

    /// <summary>The folder of the set.</summary>
    public string Folder => _parts.Folder;

    /// <summary>Makes a builder over one chat client, without dependency injection.</summary>
    /// <param name="client">Serves every role. The caller owns it.</param>
    /// <param name="folder">The folder of the set, made where there is none.</param>
    /// <param name="options">How the set is built; <see langword="null"/> for the defaults.</param>
    /// <param name="writing">How texts are written; <see langword="null"/> for the defaults. Its limiter is set where it has none.</param>
    /// <param name="time">Times retries, watchdogs and budgets; <see langword="null"/> for the system's.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public static DatasetBuilder Create(IChatClient client, string folder, DatasetBuildOptions? options = null, LongWriterOptions? writing = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new();
        options.Check();
        writing ??= new();
        time ??= TimeProvider.System;
        var meter = new BuildMeter();
        // Builders that share options share their limiter.
        var limiter = writing.Resilience.Limiter as AdaptiveLimiter ?? new AdaptiveLimiter(options.Concurrency, time);
        writing.Resilience.Limiter ??= limiter;
        var metered = new MeteredChatClient(client, meter);
        folder = Path.GetFullPath(folder);
        var runs = new FileJournalStore(RunsFolder(folder));
        return new(new BuildParts(folder, metered.AsLongWriter(writing, runs, time: time), runs, _ => metered, meter, limiter, time) { Options = options });
    }

    /// <summary>What a build would take, before anything is spent. Nothing on disk is changed.</summary>
    /// <param name="instructions">The instructions.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: two instructions have the same id.</exception>
    public DatasetEstimate Estimate(IReadOnlyList<DatasetRow> instructions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        return new BuildEstimate(_parts).Run(instructions, cancellationToken);
    }

    /// <summary>Builds the set, or goes on with it.</summary>
    /// <param name="instructions">The instructions. Rows that have a text already are not written; texts without an instruction get one.</param>
    /// <param name="progress">Hears of every section and row, from several threads; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the build at its journals; no file of the set is written.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="LongWriterException">
    /// An error that would meet every row (resumable); two instructions have the same id (<see cref="LongWriterError.InvalidRequest"/>); another build holds
    /// the folder (<see cref="LongWriterError.DatasetLocked"/>); a file cannot be written (<see cref="LongWriterError.DatasetUnavailable"/>).
    /// </exception>
    public async Task<DatasetBuildReport> BuildAsync(IReadOnlyList<DatasetRow> instructions, IProgress<DatasetBuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        await CheckFormsAsync().ConfigureAwait(false);
        var work = Preparation.Run(instructions, _parts.Options, cancellationToken);
        using var journal = await BuildJournal.OpenAsync(Path.Combine(_parts.Folder, "journal", "build.jsonl"), cancellationToken).ConfigureAwait(false);
        using var stage = new RowStage(Path.Combine(_parts.Folder, "journal", "stage.tmp"));
        var session = new BuildSession(_parts, journal, new RowFinish(_parts, stage), work, progress);
        var stopped = await session.RunAsync(cancellationToken).ConfigureAwait(false);
        return await new SetWriter(_parts, journal, stage, work).WriteAsync(instructions.Count, stopped, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A form that is not there must not be found when all is paid for. A sink that is not completed leaves no file.</summary>
    private async Task CheckFormsAsync()
    {
        foreach (var form in _parts.Options.Forms.Where(static f => !RowSinks.Names.Contains(f)))
        {
            var sink = _parts.Options.OpenSink?.Invoke(form, Path.Combine(Folder, "journal", "form"))
                ?? throw new LongWriterException(LongWriterError.InvalidRequest, $"There is no form '{form}' here; take one of {string.Join(", ", RowSinks.Names)}, or set {nameof(DatasetBuildOptions.OpenSink)}.");
            await sink.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal static string RunsFolder(string folder) => Path.Combine(folder, "journal", "runs");
}
