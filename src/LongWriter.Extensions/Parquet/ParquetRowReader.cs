using System.Globalization;
using System.Numerics;
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
            var columns = new ParquetRowColumns(reader.Schema);
            if (!columns.HaveRows)
                throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{path} has no column 'prompt', 'instruction', 'text', or 'messages' of roles and contents; it has {string.Join(", ", reader.Schema.Fields.Select(static f => f.Name))}.");

            var number = 0L;
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var fields in Wait(() => ReadAsync(reader, group, columns, cancellationToken)))
                {
                    number++;
                    if (Row(fields, number) is { } row)
                        yield return row;
                }

                options.OnRead?.Invoke(file.Position);
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

    private DatasetRow? Row(ParquetRow fields, long number)
    {
        try
        {
            return fields.ToRow();
        }
        catch (FormatException exception)
        {
            options.OnFault?.Invoke(new(path, number, exception.Message));
            return null;
        }
    }

    /// <summary>The rows of a group.</summary>
    private static async Task<ParquetRow[]> ReadAsync(ParquetReader reader, int number, ParquetRowColumns columns, CancellationToken cancellationToken)
    {
        using var group = reader.OpenRowGroupReader(number);
        var rows = new ParquetRow[(int)group.RowCount];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new();
        foreach (var (field, set) in columns.Texts)
        {
            var texts = await TextsAsync(group, field, rows.Length, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < rows.Length; i++)
                set(rows[i], texts[i]);
        }

        if (columns.Turns is { } turns)
            await ReadTurnsAsync(group, turns, rows, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private static async Task ReadTurnsAsync(ParquetRowGroupReader group, ParquetTurns turns, ParquetRow[] rows, CancellationToken cancellationToken)
    {
        using var roles = await group.ReadRawColumnDataBaseAsync(turns.Role, cancellationToken).ConfigureAwait(false);
        using var contents = await group.ReadRawColumnDataBaseAsync(turns.Content, cancellationToken).ConfigureAwait(false);
        turns.Add(roles, contents, rows);
    }

    private static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, DataField field, int count, CancellationToken cancellationToken)
    {
        var texts = new string?[count];
        // Ids and lengths are numbers, often such with a fraction: so tables with gaps are exported.
        if (!ParquetRowColumns.IsText(field))
            return [.. (await NumbersAsync(group, field, count, cancellationToken).ConfigureAwait(false)).Select(static n => n?.ToString(null, CultureInfo.InvariantCulture))];

        var values = await ValuesAsync<ReadOnlyMemory<char>>(group, field, count, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < count; i++)
            texts[i] = values[i] is { Length: > 0 } value ? value.ToString() : null;
        return texts;
    }

    /// <summary>Numbers of every type; none of what is no number.</summary>
    private static Task<IFormattable?[]> NumbersAsync(ParquetRowGroupReader group, DataField field, int count, CancellationToken cancellationToken) => Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.SByte => NumbersAsync<sbyte>(group, field, count, cancellationToken),
        TypeCode.Byte => NumbersAsync<byte>(group, field, count, cancellationToken),
        TypeCode.Int16 => NumbersAsync<short>(group, field, count, cancellationToken),
        TypeCode.UInt16 => NumbersAsync<ushort>(group, field, count, cancellationToken),
        TypeCode.Int32 => NumbersAsync<int>(group, field, count, cancellationToken),
        TypeCode.UInt32 => NumbersAsync<uint>(group, field, count, cancellationToken),
        TypeCode.Int64 => NumbersAsync<long>(group, field, count, cancellationToken),
        TypeCode.UInt64 => NumbersAsync<ulong>(group, field, count, cancellationToken),
        TypeCode.Single => NumbersAsync<float>(group, field, count, cancellationToken),
        TypeCode.Double => NumbersAsync<double>(group, field, count, cancellationToken),
        TypeCode.Decimal => NumbersAsync<decimal>(group, field, count, cancellationToken),
        _ => Task.FromResult(new IFormattable?[count]),
    };

    private static async Task<IFormattable?[]> NumbersAsync<T>(ParquetRowGroupReader group, DataField field, int count, CancellationToken cancellationToken)
        where T : struct, INumber<T>
    {
        var numbers = await ValuesAsync<T>(group, field, count, cancellationToken).ConfigureAwait(false);
        // Many programs write a gap in a column of fractions as NaN.
        return [.. numbers.Select(static n => n is { } number && !T.IsNaN(number) ? (IFormattable)number : null)];
    }

    /// <summary>The values of a column. A required one has no levels that say where its gaps are, and Parquet.Net 6.1 would take what is left in a pooled array for them.</summary>
    private static async Task<T?[]> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, int count, CancellationToken cancellationToken)
        where T : struct
    {
        var values = new T?[count];
        if (field.MaxDefinitionLevel > 0)
        {
            await group.ReadAsync<T>(field, values, null, cancellationToken).ConfigureAwait(false);
            return values;
        }

        var required = new T[count];
        await group.ReadAsync<T>(field, required.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < count; i++)
            values[i] = required[i];
        return values;
    }
}
