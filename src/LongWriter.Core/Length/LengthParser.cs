namespace LongWriter;

/// <summary>Reads the required length that an instruction states, in English or Chinese.</summary>
public static class LengthParser
{
    /// <summary>
    /// Reads the required length: "10,000 words", "2.5k-word", "five hundred words", 1.5万字, 八百字, 字数：2000; ranges ("300 to 400
    /// words", 100至200字) as their midpoint with both ends set; bounds ("at least", 以上, "up to", 以内) as that number with one end
    /// set; "±10%" as both ends; lengths of parts ("five entries of 400 words each", 分三节写，各写800字) as their sum. Left alone
    /// are lengths in characters or pages, words a day or a minute, vague ones ("a few hundred words"), and the length of a text that
    /// is there already ("summarise this 5,000-word article"). Numbers below twenty in words are not taken. Takes time linear in the instruction.
    /// </summary>
    /// <param name="instruction">The user's instruction.</param>
    /// <returns>The length in words, for Chinese in characters, or <see langword="null"/> where none is stated.</returns>
    /// <exception cref="LongWriterException">
    /// <see cref="LongWriterError.InvalidRequest"/>: two stated lengths contradict each other, or the one stated is zero, negative
    /// or above five million.
    /// </exception>
    public static LengthTarget? Parse(string instruction)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        var (mentions, counts) = LengthScanner.Scan(instruction);
        return LengthResolver.Resolve(mentions, counts);
    }
}
