using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace LongWriter;

/// <summary>Reads rows of Parquet, a group at a time.</summary>
internal sealed class ParquetRowReader(string path, DatasetReadOptions options)
{
    public IEnumerable<DatasetRow> Read(CancellationToken cancellationToken)
    {
        using var file = Open();
        var reader = Wait(() => ParquetReader.CreateAsync(file, cancellationToken: cancellationToken));
        try
        {
            // The columns of the table itself: what lies in lists and structures may have any name.
            var fields = reader.Schema.Fields.OfType<DataField>().ToDictionary(static f => f.Name, StringComparer.Ordinal);
            if (Find(fields, "prompt", "instruction") is null && Find(fields, "text", "output", "response") is null)
                throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{path} has no column 'prompt', 'instruction' or 'text'; it has {string.Join(", ", fields.Keys)}.");

            var number = 0L;
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var row in Wait(() => ReadAsync(reader, group, fields, cancellationToken)))
                {
                    number++;
                    if (row is not null)
                        yield return row;
                    else
                        options.OnFault?.Invoke(new(path, number, "has neither an instruction nor a text"));
                }
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ParquetRows.Fault(path, "The data cannot be read", exception);
        }
    }

    // The rows of a file are read as those of every other: one by one, without a task for each.
    private T Wait<T>(Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or LongWriterException))
        {
            throw ParquetRows.Fault(path, "The data cannot be read as Parquet", exception);
        }
    }

    private static DataField? Find(Dictionary<string, DataField> fields, params string[] names) => names.Select(fields.GetValueOrDefault).FirstOrDefault(static f => f is not null);

    /// <summary>The rows of a group; null for one that is none.</summary>
    private static async Task<List<DatasetRow?>> ReadAsync(ParquetReader reader, int number, Dictionary<string, DataField> fields, CancellationToken cancellationToken)
    {
        using var group = reader.OpenRowGroupReader(number);
        var count = (int)group.RowCount;
        var prompts = await TextsAsync(group, Find(fields, "prompt", "instruction"), count, cancellationToken).ConfigureAwait(false);
        var texts = await TextsAsync(group, Find(fields, "text", "output", "response"), count, cancellationToken).ConfigureAwait(false);
        var ids = await TextsAsync(group, Find(fields, "id"), count, cancellationToken).ConfigureAwait(false);
        var systems = await TextsAsync(group, Find(fields, "system"), count, cancellationToken).ConfigureAwait(false);
        var languages = await TextsAsync(group, Find(fields, "language"), count, cancellationToken).ConfigureAwait(false);
        var types = await TextsAsync(group, Find(fields, "type"), count, cancellationToken).ConfigureAwait(false);
        var plans = await TextsAsync(group, Find(fields, "plan"), count, cancellationToken).ConfigureAwait(false);
        var originals = await TextsAsync(group, Find(fields, "original_prompt"), count, cancellationToken).ConfigureAwait(false);
        var required = await NumbersAsync(group, Find(fields, "required", "length"), count, cancellationToken).ConfigureAwait(false);
        var rows = new List<DatasetRow?>(count);
        for (var i = 0; i < count; i++)
        {
            if (prompts[i] is null && texts[i] is null)
            {
                rows.Add(null);
                continue;
            }

            rows.Add(DatasetRow.Create(prompts[i] ?? "", texts[i], ids[i]) with
            {
                System = systems[i],
                Language = languages[i] is { } language && !string.IsNullOrWhiteSpace(language) ? language.Trim().Replace('_', '-') : null,
                Type = types[i],
                Plan = plans[i],
                OriginalPrompt = originals[i],
                Required = required[i] is > 0 and <= int.MaxValue and { } words ? (int)words : null,
            });
        }

        return rows;
    }

    private static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, DataField? field, int count, CancellationToken cancellationToken)
    {
        var texts = new string?[count];
        if (field is null)
            return texts;
        // An id may be a number.
        if (field.ClrType == typeof(int) || field.ClrType == typeof(long))
            return [.. (await NumbersAsync(group, field, count, cancellationToken).ConfigureAwait(false)).Select(static n => n?.ToString(CultureInfo.InvariantCulture))];
        // A schema that is read from a file has texts as memory.
        if (field.ClrType != typeof(string) && field.ClrType != typeof(ReadOnlyMemory<char>))
            return texts;

        var values = new ReadOnlyMemory<char>?[count];
        await group.ReadAsync<ReadOnlyMemory<char>>(field, values, null, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < count; i++)
            texts[i] = values[i] is { Length: > 0 } value ? value.ToString() : null;
        return texts;
    }

    /// <summary>Whole numbers of 32 bits, or of 64 as pandas writes them.</summary>
    private static async Task<long?[]> NumbersAsync(ParquetRowGroupReader group, DataField? field, int count, CancellationToken cancellationToken)
    {
        var numbers = new long?[count];
        if (field?.ClrType == typeof(long))
        {
            await group.ReadAsync<long>(field, numbers, null, cancellationToken).ConfigureAwait(false);
        }
        else if (field?.ClrType == typeof(int))
        {
            var values = new int?[count];
            await group.ReadAsync<int>(field, values, null, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < count; i++)
                numbers[i] = values[i];
        }

        return numbers;
    }
}
