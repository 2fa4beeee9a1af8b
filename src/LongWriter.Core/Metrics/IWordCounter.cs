namespace LongWriter;

/// <summary>Counts the words of a text. Implementations are stateless.</summary>
public interface IWordCounter
{
    /// <summary>The counter's name, which stands beside every figure counted with it.</summary>
    string Name { get; }

    /// <summary>Counts the words of a text.</summary>
    /// <param name="text">The text.</param>
    int Count(ReadOnlySpan<char> text);
}
