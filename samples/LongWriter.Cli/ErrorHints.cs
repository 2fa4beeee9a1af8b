namespace LongWriter.Cli;

/// <summary>What to do about an error in the words of this tool; the library's messages speak of its own options.</summary>
internal static class ErrorHints
{
    public static string For(LongWriterException exception)
    {
        var hint = exception.Error switch
        {
            LongWriterError.Authentication => "Set OPENAI_API_KEY.",
            LongWriterError.ModelNotFound => "Name the model with --model, and the server with --endpoint.",
            LongWriterError.ContextOverflow => "Try --context summary or --context window.",
            // Of a run in a journal; files of predictions, votes and samples have no such option.
            LongWriterError.SettingsChanged when exception.RunId is not null => "Here that is --accept-changed-settings.",
            LongWriterError.RunNotFound => "'longwriter runs list --journal DIR' shows the runs of a folder.",
            LongWriterError.MalformedPlan => "Give a plan of your own with --plan, or try another model.",
            LongWriterError.JournalUnavailable => "Choose another folder with --journal.",
            LongWriterError.RunConflict => "With --resume leave out the instruction and what belongs to it.",
            LongWriterError.BackendUnavailable when exception.Message.Contains("libtorch", StringComparison.Ordinal) => "Name libtorch's folder with --libtorch or LONGWRITER_LIBTORCH, or take --decoder managed, which needs none.",
            _ => null,
        };
        return hint is null ? "" : "\nhint: " + hint;
    }
}
