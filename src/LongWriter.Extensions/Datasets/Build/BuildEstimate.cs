namespace LongWriter;

/// <summary>Adds up what the rows of a build are expected to take.</summary>
internal sealed class BuildEstimate(BuildParts parts)
{
    // Tokens of the selecting prompt beside the instruction, and of its answer.
    private const int SelectorPrompt = 180;
    private const int SelectorAnswer = 40;

    // Characters of a text that are shown to who makes its instruction, and tokens of an instruction.
    private const int InstructorShown = 9_000;
    private const int InstructorAnswer = 120;

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
            // The selection does not know the length that is drawn afterwards.
            var stated = options.Select ? ModelInstructionSelector.Stated(row.Row, options.SelectWords) : null;
            if (row.Row.Text is null && row.Reject is null && options.Selector is null && stated is { IsTaken: false, Reason: var reason })
                row.Reject = new("not-long", reason);
            if (row.Row.Text is null && row.Reject is null)
                Assign(row, assignment);
            if (row.Reject is { } reject)
            {
                rejected[reject.Filter] = rejected.GetValueOrDefault(reject.Filter) + 1;
                continue;
            }

            if (row.Row.Text is { } text)
            {
                // Only an instruction is asked for, and only where there is none.
                if (row.Row.Prompt.Length == 0)
                    Add(new(1, 1), Math.Min(text.Length, InstructorShown) / 3, InstructorAnswer, BuildParts.InstructorRole);
                continue;
            }

            if (options.Select && stated is null)
                Add(new(1, 1), SelectorPrompt + (row.Row.Prompt.Length / 3), SelectorAnswer, BuildParts.SelectorRole);

            var required = RowFigures.RequiredOf(row.Row) ?? options.SelectWords;
            if (EstimateOf(row, required) is not { } estimate)
            {
                rejected["instruction"] = rejected.GetValueOrDefault("instruction") + 1;
                continue;
            }

            rows++;
            words += required;
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

        void Add(EstimateRange calls, long input, long output, string role)
        {
            (callsLeast, callsMost, inputLeast, inputMost) = (callsLeast + calls.Minimum, callsMost + calls.Maximum, inputLeast + input, inputMost + input);
            (outputLeast, outputMost) = (outputLeast + output, outputMost + output);
            var spent = new UsageByModel();
            spent.Add(parts.ModelOf(role), new(1, input, 0, output));
            cost = cost is { } sum && spent.CostAt(parts.Writing.Prices) is { } more ? (sum.Minimum + more, sum.Maximum + more) : null;
        }
    }

    /// <summary>What the writer expects; null where it would refuse the instruction.</summary>
    private WritingEstimate? EstimateOf(RowWork row, int words)
    {
        try
        {
            return parts.Writer.Estimate(row.ToRequest() with { Length = words });
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            return null;
        }
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
