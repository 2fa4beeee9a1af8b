namespace LongWriter;

public sealed partial record WritingPlan
{
    /// <summary>Reads a plan from its text form.</summary>
    /// <param name="text">The text.</param>
    public static WritingPlan Parse(string text) => throw new LongWriterException(LongWriterError.MalformedPlan, text);
}
