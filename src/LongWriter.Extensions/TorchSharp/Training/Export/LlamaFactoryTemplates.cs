namespace LongWriter;

/// <summary>Chat templates by LLaMA-Factory's names.</summary>
internal static class LlamaFactoryTemplates
{
    private static readonly Dictionary<string, (string Name, string? Note)> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["llama-3"] = ("llama3", null),
        ["llama-3.1"] = ("llama3", "template llama3 does not put Llama 3.1's dates into the system text, as 'llama-3.1' does."),
        ["chatml"] = ("chatml", "template chatml puts no system text of its own; for Qwen 2.5, which does, LLaMA-Factory has the template qwen."),
        ["qwen3"] = ("qwen3_nothink", null),
        ["qwen3-thinking"] = ("qwen3", null),
        ["glm-4"] = ("glm4", null),
        ["mistral"] = ("mistral", "template mistral may put blanks elsewhere than 'mistral' does."),
        ["mistral-v3"] = ("mistral", null),
        ["mistral-nemo"] = ("mistral", "template mistral puts a blank behind [INST], which 'mistral-nemo' does not."),
        ["llama-2"] = ("llama2", null),
        ["longwriter-llama"] = ("llama2", "there is no template for the LongWriter authors' Llama form; llama2 is the nearest, with blanks within [INST] and an end after every answer."),
        ["plain"] = ("empty", "template empty puts nothing around turns, and no end behind an answer."),
    };

    /// <summary>LLaMA-Factory's name for the run's template.</summary>
    public static string Of(TrainingRunFile run, List<string> notes)
    {
        var name = run.Template is { } given ? ChatTemplates.Get(given).Name : Recognised(run.Model!);
        if (!Names.TryGetValue(name, out var known))
            throw new LongWriterException(LongWriterError.InvalidRequest, $"LLaMA-Factory's name for the template '{name}' is not known. Set 'template' to one of {string.Join(", ", Names.Keys)}.");

        if (known.Note is { } note)
            notes.Add(note);
        return known.Name;
    }

    private static string Recognised(string model)
    {
        try
        {
            return ChatTemplates.For(ModelTokenizers.Load(model), Path.GetFileName(Path.TrimEndingDirectorySeparator(model))).Name;
        }
        catch (LongWriterException exception)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"The chat template is not known: {exception.Message} Set 'template' in the run's file.", exception);
        }
    }
}
