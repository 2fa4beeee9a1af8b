namespace LongWriter;

/// <summary>Options that have been checked, with every default filled in.</summary>
internal sealed record TokenizerPlan
{
    /// <summary>Merged tokens are not made longer, in bytes: a megabyte of one letter would else become tokens of its length.</summary>
    public const int LongestToken = 256;

    private const int Bytes = 256;

    public required int VocabularySize { get; init; }

    public required IReadOnlyList<string> SpecialTokens { get; init; }

    public required int MinimumFrequency { get; init; }

    /// <summary>The expression.</summary>
    public required string Pattern { get; init; }

    /// <summary>Whether digits are cut after the expression, because it does not do so by itself.</summary>
    public required bool CutsDigits { get; init; }

    public required TrainableTemplate Template { get; init; }

    public required string? Bos { get; init; }

    public required string? Eos { get; init; }

    public required string? Pad { get; init; }

    /// <summary>Checks options.</summary>
    /// <exception cref="LongWriterException">An option is not usable.</exception>
    public static TokenizerPlan Of(ByteLevelTokenizerOptions options)
    {
        var template = TrainableTemplate.Get(options.Template);
        var special = (options.SpecialTokens ?? template.SpecialTokens).ToList();
        foreach (var token in special)
            Check(token);
        if (special.GroupBy(token => token, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw Invalid($"SpecialTokens has '{twice.Key}' twice. Name each once.");

        if (template != TrainableTemplate.None)
            special.AddRange(template.SpecialTokens.Except(special));

        if (options.VocabularySize < Bytes + special.Count || options.VocabularySize > TokenVocabulary.Largest)
            throw Invalid($"VocabularySize is {options.VocabularySize}; with {special.Count} special tokens and the 256 bytes it has to be {Bytes + special.Count} to {TokenVocabulary.Largest}.");
        if (options.MinimumFrequency < 1)
            throw Invalid($"MinimumFrequency is {options.MinimumFrequency}; it has to be 1 or more.");

        var eos = options.Eos ?? template.Eos ?? special.Find(token => token == TrainableTemplate.EndOfText);
        return new()
        {
            VocabularySize = options.VocabularySize,
            SpecialTokens = special,
            MinimumFrequency = options.MinimumFrequency,
            Pattern = options.Pattern ?? (options.SingleDigits ? SplitPattern.Qwen2 : SplitPattern.Llama3),
            CutsDigits = options.SingleDigits && options.Pattern is not (null or SplitPattern.Qwen2),
            Template = template,
            Bos = Member(options.Bos ?? template.Bos, nameof(options.Bos), special),
            Eos = Member(eos, nameof(options.Eos), special),
            Pad = Member(options.Pad ?? template.Pad ?? eos, nameof(options.Pad), special),
        };
    }

    /// <summary>The steps that cut a text into words, as the file will say them.</summary>
    /// <exception cref="LongWriterException">The expression is not usable.</exception>
    public PieceStep Steps(PieceStep last)
    {
        try
        {
            return new SplitStep(new(Pattern, "Pattern"), SplitBehavior.Isolated, false, CutsDigits ? new DigitsStep(individual: true, last) : last);
        }
        catch (LongWriterException exception)
        {
            throw Invalid(exception.Message, exception);
        }
    }

    private static void Check(string token)
    {
        if (token is null or { Length: 0 or > AddedTokenMatcher.LongestToken })
            throw Invalid($"SpecialTokens has a token of {token?.Length ?? 0} characters; 1 to {AddedTokenMatcher.LongestToken} are possible.");
        if (BytePairTokenizer.WellFormed(token) != token)
            throw Invalid($"SpecialTokens has '{token}', which holds half of a surrogate pair.");

        // The vocabulary's file writes bytes as characters, and a token must not be written as another one is.
        if (ByteLevelAlphabet.Spells(token) && (token.Length == 1 || !System.Text.Ascii.IsValid(token)))
            throw Invalid($"SpecialTokens has '{token}', which the vocabulary's file cannot tell from a token of ordinary text. Use a form such as <|{token}|>.");
    }

    private static string? Member(string? token, string option, List<string> special) => token is null || special.Contains(token)
        ? token
        : throw Invalid($"{option} is '{token}', which is no special token. Add it to SpecialTokens, or choose one of: {string.Join(", ", special)}.");

    private static LongWriterException Invalid(string message, Exception? inner = null) => new(LongWriterError.InvalidRequest, message, inner);
}
