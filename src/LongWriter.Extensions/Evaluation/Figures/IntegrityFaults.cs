namespace LongWriter;

/// <summary>What is wrong with the form of a text.</summary>
[Flags]
public enum IntegrityFaults
{
    /// <summary>Nothing that was looked for.</summary>
    None = 0,

    /// <summary>It has no word.</summary>
    Empty = 1,

    /// <summary>The output cap ended it, or its last line, of more than eight words, has no end.</summary>
    Truncated = 2,

    /// <summary>It is a refusal.</summary>
    Refusal = 4,

    /// <summary>It ends with a heading that has no text below it.</summary>
    EmptySection = 8,

    /// <summary>Reasoning tags or marks of a chat template stand in it.</summary>
    LeakedTags = 16,

    /// <summary>It begins or ends with what an assistant says about a text.</summary>
    AssistantTalk = 32,

    /// <summary>It, or its last third, is in another language than was asked for.</summary>
    WrongLanguage = 64,

    /// <summary>A code fence or bold text is never closed, or a table's rows have different numbers of cells.</summary>
    BrokenMarkdown = 128,
}
