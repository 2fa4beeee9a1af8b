namespace LongWriter;

/// <summary>Adds up what the rows of a build are expected to take.</summary>
internal sealed class BuildEstimate(BuildParts parts)
{
    // Tokens of the selecting prompt beside the instruction, and of its answer.
    private const int SelectorPrompt = 180;
    private const int SelectorAnswer = 40;

    public DatasetEstimate Run(IReadOnlyList<DatasetRow> instructions, CancellationToken cancellationToken)
    {
        var options = parts.Options;
        var work = Preparation.Run(instructions, options, cancellationToken);
        var assignment = new LengthAssignment(options.Lengths, options.Seed);
        var rejected = new SortedDictionary<string, int>(StringComparer.Ordinal);
        long callsLeast = 0, callsMost = 0, inputLeast = 0, inputMost = 0, outputLeast = 0, outputMost = 0, words = 0;
        (decimal Minimum, decimal Maximum)? cost = (0, 0);
        var rows = 0;
        foreach (var row in work)
        {
            if (row.Row.Text is null && row.Reject is null)
                Assign(row, assignment);
            if (row.Reject is { } reject)
            {
                rejected[reject.Filter] = rejected.GetValueOrDefault(reject.Filter) + 1;
                continue;
            }

            if (row.Row.Text is not null)
                continue;

            rows++;
            if (options.Select && RowFigures.StatedIn(row.Row.OriginalPrompt ?? row.Row.Prompt) is null)
            {
                var prompt = SelectorPrompt + (row.Row.Prompt.Length / 3);
                (callsLeast, callsMost, inputLeast, inputMost) = (callsLeast + 1, callsMost + 1, inputLeast + prompt, inputMost + prompt);
                (outputLeast, outputMost) = (outputLeast + SelectorAnswer, outputMost + SelectorAnswer);
            }

            var required = RowFigures.RequiredOf(row.Row);
            words += required ?? options.SelectWords;
            var estimate = parts.Writer.Estimate(row.ToRequest() with { Length = required ?? options.SelectWords });
            (callsLeast, callsMost) = (callsLeast + estimate.Calls.Minimum, callsMost + estimate.Calls.Maximum);
            (inputLeast, inputMost) = (inputLeast + estimate.InputTokens.Minimum, inputMost + estimate.InputTokens.Maximum);
            (outputLeast, outputMost) = (outputLeast + estimate.OutputTokens.Minimum, outputMost + estimate.OutputTokens.Maximum);
            cost = cost is { } sum && estimate.Cost is { } more ? (sum.Minimum + more.Minimum, sum.Maximum + more.Maximum) : null;
        }

        var speed = options.TokensPerSecond * Math.Max(1, Math.Min(options.Concurrency, rows));
        return new(instructions.Count, rows, new(callsLeast, callsMost), new(inputLeast, inputMost), new(outputLeast, outputMost))
        {
            Rejected = rejected,
            Words = words,
            Cost = cost,
            Time = (TimeSpan.FromSeconds(outputLeast / speed), TimeSpan.FromSeconds(outputMost / speed)),
        };
    }

    private static void Assign(RowWork row, LengthAssignment assignment)
    {
        try
        {
            row.Row = assignment.Assign(row.Row);
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            row.Reject = new("instruction", exception.Message);
        }
    }
}
