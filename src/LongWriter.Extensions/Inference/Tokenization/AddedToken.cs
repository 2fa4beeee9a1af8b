namespace LongWriter;

/// <summary>A token that stands beside the merges and is found in text as a whole.</summary>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it is control: by default a text cannot name it, and decoding leaves it out.</summary>
    public bool Special { get; init; }

    /// <summary>Whether it takes the white space before it.</summary>
    public bool StripLeft { get; init; }

    /// <summary>Whether it takes the white space after it.</summary>
    public bool StripRight { get; init; }

    /// <summary>Whether it must stand between characters that are no word characters.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it is looked for in the normalized text rather than in the text as given.</summary>
    public bool Normalized { get; init; }

    /// <summary>Reads an entry of <c>added_tokens</c> or <c>added_tokens_decoder</c>.</summary>
    public static AddedToken Read(JsonField field, int id)
    {
        var content = field["content"].Text();
        if (content.Length is 0 or > AddedTokenMatcher.LongestToken)
            throw field["content"].Fault($"has {content.Length} characters; a token has 1 to {AddedTokenMatcher.LongestToken}");

        var special = field["special"].Flag();
        return new(id, content)
        {
            Special = special,
            StripLeft = field["lstrip"].Flag(),
            StripRight = field["rstrip"].Flag(),
            SingleWord = field["single_word"].Flag(),
            Normalized = field["normalized"].Flag(!special),
        };
    }
}
