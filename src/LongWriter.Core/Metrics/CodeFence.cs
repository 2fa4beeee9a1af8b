namespace LongWriter;

/// <summary>The mark that opens a fenced code block: three or more backticks or tildes.</summary>
internal readonly record struct CodeFence(char Mark, int Length)
{
    /// <summary>Whether there is one.</summary>
    public bool IsOpen => Length > 0;

    /// <summary>Reads the fence that a line opens; a fence that is not open where it opens none.</summary>
    /// <param name="line">The line without indentation and trailing white space.</param>
    public static CodeFence Read(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is not ('`' or '~'))
            return default;

        var length = line.Length - line.TrimStart(line[0]).Length;
        if (length < 3 || (line[0] == '`' && line[length..].Contains('`')))
            return default;

        return new(line[0], length);
    }

    /// <summary>Whether a line closes the block.</summary>
    /// <param name="line">The line without indentation and trailing white space.</param>
    public bool IsClosedBy(ReadOnlySpan<char> line) => line.Length >= Length && line.TrimStart(Mark).IsEmpty;
}
