namespace LongWriter;

/// <summary>Looks at a row by itself, without a model. Called from several threads; the same row gives the same answer.</summary>
public interface IRowFilter
{
    /// <summary>The filter's name, under which its rejects are counted.</summary>
    string Name { get; }

    /// <summary>Looks for what is wrong with a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>What was found, in a few words and with the place where it helps; <see langword="null"/> where the row is good.</returns>
    string? FindFault(DatasetRow row);
}
