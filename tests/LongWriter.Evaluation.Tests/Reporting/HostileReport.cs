using System.Text.Json;

namespace LongWriter.Tests;

/// <summary>A report in which a hundred hostile texts stand in every place that holds text of models or files. Each that ran as script would count itself up in <c>window.hit</c>.</summary>
internal static class HostileReport
{
    public static readonly string[] Payloads = Read();

    public static readonly IReadOnlyList<Prediction> Rows =
    [
        .. Payloads.Select(static (payload, i) => new Prediction($"{payload}-{i}", payload, payload)
        {
            Type = payload,
            Length = 10 + i,
            Model = payload,
            Error = payload,
            Scores = new(payload, [new(4, 4, 4, 4, 4, 4) { Analysis = payload }]) { Faults = [payload], Settings = payload },
        }),
    ];

    public static void Write(TextWriter writer)
    {
        var run = EvaluationRun.Evaluate(Payloads[0], new(Rows, [.. Payloads.Select(static (p, i) => new BrokenRow(i, p))]) { Faulty = [new(1, Payloads[4])] });
        var other = EvaluationRun.Evaluate(Payloads[20], new([.. Rows.Select(static r => r with { Language = r.Prompt, LengthFault = r.Prompt, Length = null })], []));
        var apart = EvaluationRun.Evaluate(Payloads[36], new([new("x", "another prompt", Payloads[40])], []));
        var verdicts = Payloads.Select(static p => new PairJudgement(p, PairOutcome.Tie) { Judge = p, Settings = p, Faults = [p] }).ToList();
        HtmlReport.Write([run, other, apart], writer, [RunComparison.Of(run, other, verdicts)], new() { Title = Payloads[3] });
    }

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(HostileReport).Assembly.GetManifestResourceStream("payloads.txt")!);
        var payloads = new List<string>();
        while (reader.ReadLine() is { } line)
            payloads.Add(JsonSerializer.Deserialize<string>(line)!);
        return [.. payloads];
    }
}
