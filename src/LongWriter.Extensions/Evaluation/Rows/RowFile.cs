using System.Text.Json;

namespace LongWriter;

/// <summary>Reads a row from a line.</summary>
internal delegate T RowParser<out T>(ReadOnlySpan<byte> line, int number);

/// <summary>Reads JSON Lines so that a broken row is listed and the others count.</summary>
internal static class RowFile
{
    // A longer line is a file of another kind.
    private const int LongestLine = 256 << 20;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <param name="path">The file.</param>
    /// <param name="parse">Reads a row.</param>
    /// <param name="key">What names a row; of two with one name the later one counts.</param>
    /// <param name="faults">What is wrong with parts of a row that counts; null where nothing can be.</param>
    /// <exception cref="LongWriterException">The file cannot be read.</exception>
    public static EvaluationRows<T> Read<T>(string path, RowParser<T> parse, Func<T, object> key, Func<T, IReadOnlyList<string>>? faults = null)
        where T : class
    {
        var rows = new List<(T? Row, int Line)>();
        var places = new Dictionary<object, int>();
        var (broken, replaced) = (new List<BrokenRow>(), new List<BrokenRow>());
        ForEach(path, broken, (line, number) =>
        {
            T row;
            try
            {
                row = parse(line, number);
            }
            catch (ReplacedRowException exception)
            {
                replaced.Add(new(number, exception.Message));
                return;
            }

            var id = key(row);
            if (places.TryGetValue(id, out var earlier))
            {
                replaced.Add(new(rows[earlier].Line, $"is replaced by line {number}, which has the same id and sample"));
                rows[earlier] = default;
            }

            places[id] = rows.Count;
            rows.Add((row, number));
        });
        return new([.. rows.Where(static r => r.Row is not null).Select(static r => r.Row!)], broken)
        {
            Faulty = faults is null ? [] : [.. rows.Where(static r => r.Row is not null).SelectMany(r => faults(r.Row!).Select(f => new BrokenRow(r.Line, f)))],
            Replaced = [.. replaced.OrderBy(static r => r.Line)],
        };
    }

    /// <summary>Calls for every line that is not empty; what <paramref name="take"/> cannot use becomes a broken row.</summary>
    public static void ForEach(string path, List<BrokenRow> broken, LineTaker take)
    {
        try
        {
            using var lines = new ByteLines(path);
            for (var number = 1; lines.Next(out var line); number++)
            {
                if (number == 1 && line.StartsWith(ByteOrderMark))
                    line = line[ByteOrderMark.Length..];
                line = line.Trim(" \t\r"u8);
                if (line.IsEmpty)
                    continue;

                if (Fault(line, number, take) is { } fault)
                    broken.Add(new(number, fault));
            }
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The rows cannot be read", path, exception);
        }
        catch (OverflowException exception)
        {
            throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{path} has a line of more than a gigabyte. Give JSON Lines, one object a line.", exception);
        }
    }

    private static string? Fault(ReadOnlySpan<byte> line, int number, LineTaker take)
    {
        if (line.Length > LongestLine)
            return $"is longer than {LongestLine >> 20} MB";

        try
        {
            take(line, number);
            return null;
        }
        catch (JsonException exception)
        {
            return $"is no JSON (byte {exception.BytePositionInLine}); JSON Lines has one object a line";
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's word for half of a surrogate pair and for bytes that are no UTF-8.
            return "has text that is no Unicode";
        }
    }
}

/// <summary>Takes a line.</summary>
internal delegate void LineTaker(ReadOnlySpan<byte> line, int number);
