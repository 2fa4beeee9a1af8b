namespace LongWriter;

/// <summary>The words of the text so far that a windowed context shows at least; twice as many before the window moves on.</summary>
internal static class ContextWindow
{
    private const int Least = 50;

    /// <summary>The configured window, or less where a full one would take more than half of the model's context.</summary>
    public static int WordsOf(LongWriterOptions options, string language, int? contextTokens)
    {
        if (contextTokens is not { } tokens)
            return options.WindowWords;

        var fitting = (int)(tokens / 2 / (2 * TokenEstimate.PerWordUpper(language)));
        return Math.Clamp(fitting, Math.Min(Least, options.WindowWords), options.WindowWords);
    }
}
