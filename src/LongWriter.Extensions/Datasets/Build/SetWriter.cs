using System.Text.Json;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Makes the files of the set of what is staged, in the order of the instructions.</summary>
internal sealed partial class SetWriter(BuildParts parts, BuildJournal journal, RowStage stage, List<RowWork> work)
{
    private readonly DatasetBuildOptions _options = parts.Options;
    private readonly List<string> _files = [];

    public async Task<DatasetBuildReport> WriteAsync(int instructions, string? stopped, CancellationToken cancellationToken)
    {
        var kept = work.Select(static w => w.Built).OfType<BuiltRow>().ToList();
        if (_options.Balance is { } balance)
        {
            foreach (var (index, reason) in Balance.Apply(kept, balance, _options.Seed))
                work[index].Reject = new("balance", reason);
            kept.RemoveAll(k => work[k.Index].Reject is not null);
        }

        RemoveStale();
        await WriteSetAsync(kept, cancellationToken).ConfigureAwait(false);
        var pairs = WritePairs("pairs.jsonl", kept.Where(k => !IsValidation(k.Id)));
        var validationPairs = _options.Validation > 0 ? WritePairs("pairs.validation.jsonl", kept.Where(k => IsValidation(k.Id))) : 0;
        RemoveOthers();
        WriteRejects();
        WritePending();
        var report = Report(instructions, kept, stopped) with { Pairs = pairs + validationPairs, ValidationPairs = validationPairs };
        WholeFile.Write(PathOf("README.md"), DatasetCard.Write(report, kept, _options));
        WholeFile.Write(PathOf("report.html"), DatasetReportPage.Write(report, kept));
        return report;
    }

    private async Task WriteSetAsync(List<BuiltRow> kept, CancellationToken cancellationToken)
    {
        var sinks = new List<(bool Validation, IRowSink Sink)>();
        try
        {
            foreach (var form in _options.Forms)
            {
                sinks.Add((false, Open(form, "train")));
                if (_options.Validation > 0)
                    sinks.Add((true, Open(form, "validation")));
            }

            foreach (var item in kept)
            {
                var row = Staged(work[item.Index]);
                foreach (var (validation, sink) in sinks)
                {
                    if (validation == IsValidation(row.Id))
                        await sink.WriteAsync(row, cancellationToken).ConfigureAwait(false);
                }
            }

            // What fails for want of room fails before the first file takes its place.
            foreach (var (_, sink) in sinks)
                await sink.PrepareAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (_, sink) in sinks)
                await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (_, sink) in sinks)
                await sink.DisposeAsync().ConfigureAwait(false);
        }
    }

    private DatasetRow Staged(RowWork item)
    {
        var row = RowParser.Parse(stage.Read(item.Staged!.Value), keepExtra: true);
        return row.Extra?.GetValueOrDefault("provenance") is { ValueKind: JsonValueKind.Object } provenance
            ? row with { Provenance = provenance.Deserialize(RowJson.Default.RowProvenance), Extra = row.Extra.Where(static e => e.Key != "provenance").ToDictionary() }
            : row;
    }

    private bool IsValidation(string id) => RowFigures.Share(_options.Seed, id, "split") < _options.Validation;

    /// <summary>Files of a form or split that an earlier build made and this one does not: they would look like part of the set.</summary>
    private void RemoveOthers()
    {
        var forms = RowSinks.Names.Select(static form => form == "messages" ? "jsonl" : $"{form}.jsonl").Append("parquet").ToList();
        var names = forms.SelectMany(static form => new[] { $"train.{form}", $"validation.{form}" }).Concat(["pairs.jsonl", "pairs.validation.jsonl"]);
        foreach (var path in names.Except(_files, StringComparer.Ordinal).Select(PathOf))
            Remove(path);
    }

    /// <summary>What a build left that was killed while it wrote these files; as this one holds the journal, no other writes them now.</summary>
    private void RemoveStale()
    {
        foreach (var path in Directory.EnumerateFiles(parts.Folder, ".*.tmp").Where(static p => HalfWritten().IsMatch(Path.GetFileName(p))).ToList())
            Remove(path);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "A file of an earlier build cannot be removed", path, exception);
        }
    }

    [GeneratedRegex(@"^\.(train|validation|pairs|rejected|pending|README|report)\.([\w-]+\.)+[0-9]+\.tmp$")]
    private static partial Regex HalfWritten();

    private IRowSink Open(string form, string split)
    {
        if (RowSinks.Names.Contains(form))
        {
            var name = form == "messages" ? $"{split}.jsonl" : $"{split}.{form}.jsonl";
            _files.Add(name);
            return RowSinks.Open(form, PathOf(name));
        }

        _files.Add($"{split}.{form}");
        return _options.OpenSink?.Invoke(form, PathOf(split))
            ?? throw new LongWriterException(LongWriterError.InvalidRequest, $"There is no form '{form}' here; take one of {string.Join(", ", RowSinks.Names)}, or set {nameof(DatasetBuildOptions.OpenSink)}.");
    }

    /// <summary>Pairs of rows that a model is measured on must not be trained on either.</summary>
    private int WritePairs(string name, IEnumerable<BuiltRow> rows)
    {
        if (!_options.Pairs)
            return 0;

        var count = 0;
        WholeFile.Write(PathOf(name), stream =>
        {
            foreach (var pair in rows.SelectMany(k => work[k.Index].Pairs))
            {
                stream.Write(stage.Read(pair));
                stream.Write("\n"u8);
                count++;
            }
        });
        _files.Add(name);
        return count;
    }

    private void WriteRejects()
    {
        WholeFile.Write(PathOf("rejected.jsonl"), stream =>
        {
            foreach (var item in work.Where(static w => w.Reject is not null))
            {
                stream.Write(RowForms.ToJson(item.Staged is null ? item.Row : Staged(item), (json, row) =>
                {
                    RowForms.Whole(json, row);
                    RowForms.Rejected(json, item.Reject!);
                }));
                stream.Write("\n"u8);
            }

            foreach (var fault in _options.Faults)
            {
                stream.Write(RowForms.ToJson(json =>
                {
                    json.WriteString("file"u8, fault.File);
                    json.WriteNumber("line_number"u8, fault.Line);
                    RowForms.Rejected(json, new("line", fault.Problem));
                }));
                stream.Write("\n"u8);
            }
        });
        _files.Add("rejected.jsonl");
    }

    private void WritePending()
    {
        WholeFile.Write(PathOf("pending.jsonl"), stream =>
        {
            foreach (var item in work.Where(static w => w.Pending is not null))
            {
                stream.Write(RowForms.ToJson(item.Row, (json, row) =>
                {
                    RowForms.Whole(json, row);
                    json.WriteString("pending", item.Pending);
                }));
                stream.Write("\n"u8);
            }
        });
        _files.Add("pending.jsonl");
    }

    private DatasetBuildReport Report(int instructions, List<BuiltRow> kept, string? stopped)
    {
        var scores = kept.Where(static k => k.Score is not null).Select(static k => k.Score!.Value).ToList();
        return new(instructions, kept.Count)
        {
            Validation = kept.Count(k => IsValidation(k.Id)),
            Rejected = new SortedDictionary<string, int>(work.Where(static w => w.Reject is not null).GroupBy(static w => w.Reject!.Filter).ToDictionary(static g => g.Key, static g => g.Count()), StringComparer.Ordinal),
            Faults = _options.Faults.Count,
            Pending = work.Count(static w => w.Pending is not null),
            Words = kept.Sum(static k => (long)k.Words),
            MeanLengthScore = scores.Count == 0 ? 0 : scores.Average(),
            Usage = journal.Spent.Total,
            Cost = journal.Spent.CostAt(parts.Writing.Prices),
            Stopped = stopped,
            Files = [.. _files, "README.md", "report.html"],
        };
    }

    private string PathOf(string name) => Path.Combine(parts.Folder, name);
}
