namespace LongWriter;

/// <summary>Reads what the last answer of each conversation answers, and how long it has to be.</summary>
internal static class PromptReader
{
    public static List<EvaluationPrompt> Read(string file, ModelTokenizer tokenizer, ChatTemplate template, IWordCounter counter, TrainingDataOptions options)
    {
        using var reader = new RowReader(file);
        var prompts = new List<EvaluationPrompt>();
        for (var rows = 0; rows < (options.MaxRows ?? int.MaxValue) && reader.Next() is { } row; rows++)
        {
            var turns = ChatRow.Read(row);
            // Rows without an answer were refused when the same file was read for its sequences.
            var answer = turns.FindLastIndex(static turn => turn.Role == ChatRoles.Assistant);
            var words = Required(row, turns.Take(answer)) ?? counter.Count(turns[answer].Content);
            if (answer == 0 || words == 0)
                continue;

            var prompt = EvaluationPrompt.Of(row.Id, turns[..answer], words, tokenizer, template);
            if (prompt.Ids.Count < options.Longest)
                prompts.Add(prompt);
        }

        return prompts;
    }

    private static int? Required(DataRow row, IEnumerable<ChatTurn> turns)
    {
        try
        {
            return turns.LastOrDefault(static turn => turn.Role == ChatRoles.User) is { } asked ? LengthParser.Parse(asked.Content)?.Words : null;
        }
        catch (LongWriterException exception)
        {
            throw row.Fault($"asks for no length that can be measured. {exception.Message}", exception);
        }
    }
}
