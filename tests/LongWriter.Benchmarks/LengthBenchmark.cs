namespace LongWriter.Benchmarks;

/// <summary>Mean S_l, calls and tokens over LongBench-Write, plain AgentWrite beside length control, for simulated writers of many habits.</summary>
internal static class LengthBenchmark
{
    private sealed record Score(double Sl, double Least, int Calls, double CallsPerDocument, long Tokens, int Failed);

    public static async Task<int> RunAsync(string data, bool passLength, bool hard, int seeds, Transport transport)
    {
        var tasks = LengthTask.Read(data);
        Console.WriteLine($"{tasks.Count} prompts, {seeds} seed(s), over {transport}, length {(passLength ? "passed" : "parsed from the prompt")}; S_l by the paper's counter");
        Console.WriteLine($"{"writer",-22} {"plain S_l",9} {"calls",7} {"tokens",10} | {"ours S_l",9} {"p5",6} {"calls",7} {"tokens",10} {"x calls",8} {"x/doc",6} {"x tokens",8} failed");
        double sum = 0;
        var writers = hard ? Hard() : Biased();
        foreach (var (name, options) in writers)
        {
            var plain = await ScoreAsync(tasks, options, passLength, seeds, control: false, transport);
            var ours = await ScoreAsync(tasks, options, passLength, seeds, control: true, transport);
            sum += ours.Sl;
            Console.WriteLine(
                $"{name,-22} {plain.Sl,9:F2} {plain.Calls,7} {plain.Tokens,10} | {ours.Sl,9:F2} {ours.Least,6:F1} {ours.Calls,7} {ours.Tokens,10} {(double)ours.Calls / plain.Calls,8:F2} {ours.CallsPerDocument / plain.CallsPerDocument,6:F2} {(double)ours.Tokens / plain.Tokens,8:F2} {ours.Failed}");
        }

        Console.WriteLine($"mean of ours: {sum / writers.Count:F2}");
        return 0;
    }

    private static List<(string, SimulatedWriterOptions)> Biased() =>
        [.. new[] { 0.5, 0.6, 0.8, 1.0, 1.3, 1.8 }.Select(static b => ($"bias {b:F1}, noise 0.2", new SimulatedWriterOptions { Bias = b, Noise = 0.2 }))];

    private static List<(string, SimulatedWriterOptions)> Hard() =>
    [
        ("ceiling 300", new() { Profile = SimulatedWriterProfile.Ceiling, Noise = 0.2 }),
        ("asked + 150", new() { Profile = SimulatedWriterProfile.AskedPlus, Noise = 0.2 }),
        ("drifting", new() { Profile = SimulatedWriterProfile.Drifting, Noise = 0.2 }),
        ("ignores the ask", new() { Profile = SimulatedWriterProfile.IgnoresAsk, Noise = 0.2 }),
        ("ignores shorten", new() { Profile = SimulatedWriterProfile.IgnoresShorten, Bias = 1.3, Noise = 0.2 }),
    ];

    private static async Task<Score> ScoreAsync(
        IReadOnlyList<LengthTask> tasks, SimulatedWriterOptions writer, bool passLength, int seeds, bool control, Transport transport)
    {
        var scores = new List<double>();
        int calls = 0, failed = 0;
        double perDocument = 0;
        long tokens = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            writer.Seed = (ulong)seed;
            await using var connection = await SimulatedConnection.OpenAsync(transport, writer, control);
            foreach (var task in tasks)
            {
                try
                {
                    var document = await connection.Writer.WriteAsync(new WritingRequest(task.Prompt) { Length = passLength ? task.Length : null });
                    scores.Add(LengthScore.Compute(task.Length, WordCounters.LongWriter.Count(document.Text)));
                    calls += document.Usage.Calls;
                    perDocument += document.Usage.Calls;
                    tokens += document.Usage.TotalTokens;
                }
                catch (LongWriterException exception)
                {
                    failed++;
                    scores.Add(0);
                    Console.Error.WriteLine($"{exception.Error}: {exception.Message}");
                }
            }
        }

        scores.Sort();
        return new Score(scores.Average(), scores[scores.Count / 20], calls, perDocument / scores.Count, tokens, failed);
    }
}
