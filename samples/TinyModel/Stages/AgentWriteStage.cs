using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TinyModel.Corpus;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>The pipeline with the short model: our LongWriter data, made by our own agent; and three ways to write held-out documents side by side.</summary>
internal sealed class AgentWriteStage : IStage
{
    private const int AtOnce = 24;

    // The model that learns from the documents repeats itself the more, the cooler they were drawn; the short model's plans lose the topic where they are drawn warm.
    // The model's own choices are what is measured and learned from: the package would make the tokens of the topic likelier, and repetitions less likely.
    private static readonly (ChatOptions Plans, ChatOptions Sections) Sampling = (Own(0.6f, 0.85f), Own(0.8f, 0.9f));

    public string Name => "agentwrite";

    public string Summary => "Lets the pipeline write long documents with the short model.";

    /// <summary>The documents that were kept.</summary>
    public static string KeptFile(Lab lab) => Path.Combine(lab.Folder("agentwrite"), "kept.jsonl");

    public async Task RunAsync(Lab lab, CancellationToken stop)
    {
        var file = Path.Combine(lab.Root, "results", "agentwrite.json");
        if (File.Exists(file))
            return;

        var (documents, failed) = await WriteAllAsync(lab, stop);
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (reason, count) in failed)
            reasons[reason] = count;
        var kept = documents.Where(document =>
        {
            if (Fault(document) is not { } reason)
                return true;

            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            return false;
        }).ToList();
        Arms.WriteLines(KeptFile(lab), kept.Select(static d => JsonSerializer.Serialize(d, LineJson.Default.AgentDocument)));
        var ways = await WaysAsync(lab, stop);
        var result = new AgentResult(documents.Count + failed.Values.Sum(), kept.Count, reasons, kept.Average(static d => d.Words), documents.Average(static d => d.LengthScore), ways);
        lab.Say(string.Create(CultureInfo.InvariantCulture, $"agentwrite: {result.Kept} of {result.Written} kept, {result.Words:N0} words on average, S_l {result.LengthScore:N1}; left out: {string.Join(", ", reasons.Select(static r => $"{r.Key} {r.Value}"))}"));
        foreach (var way in ways)
            lab.Say($"agentwrite {way.Name}: {way.Curve}");
        lab.Save(file, result, ResultJson.Default.AgentResult);
    }

    /// <summary>Reads the documents that were kept.</summary>
    public static IReadOnlyList<AgentDocument> ReadKept(Lab lab) => [.. File.ReadLines(KeptFile(lab)).Select(static l => JsonSerializer.Deserialize(l, LineJson.Default.AgentDocument)!)];

    // What was written stays, a line a document, so that a run that was stopped goes on.
    private static async Task<(IReadOnlyList<AgentDocument> Documents, IReadOnlyDictionary<string, int> Failed)> WriteAllAsync(Lab lab, CancellationToken stop)
    {
        var folder = lab.Folder("agentwrite");
        var (file, failures) = (Path.Combine(folder, "documents.jsonl"), Path.Combine(folder, "failures.jsonl"));
        var documents = new ConcurrentDictionary<string, AgentDocument>(StringComparer.Ordinal);
        foreach (var known in WholeLines(file).Select(static l => JsonSerializer.Deserialize(l, LineJson.Default.AgentDocument)!))
            documents[known.Instruction] = known;
        var failed = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        foreach (var known in WholeLines(failures).Select(static l => JsonSerializer.Deserialize(l, LineJson.Default.AgentFailure)!))
            failed[known.Instruction] = known.Fault;

        using var gate = new SemaphoreSlim(1);
        await using var pipeline = new Pipeline(lab, AgentStage.ModelOf(lab), AtOnce, controlled: true, Sampling);
        await using var output = new StreamWriter(file, append: true);
        await using var notes = new StreamWriter(failures, append: true);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
        await Parallel.ForEachAsync(Requests(lab).Where(r => !documents.ContainsKey(r.Question.Prompt) && !failed.ContainsKey(r.Question.Prompt)), options, async (request, token) =>
        {
            if (lab.Left is { Ticks: <= 1 })
                throw new OutOfTimeException("agentwrite");

            var (document, fault) = await pipeline.WriteAsync(request.Question, request.Words, token);
            await gate.WaitAsync(token);
            if (document is null)
            {
                failed[request.Question.Prompt] = fault!;
                await notes.WriteLineAsync(JsonSerializer.Serialize(new AgentFailure(request.Question.Prompt, fault!), LineJson.Default.AgentFailure));
                await notes.FlushAsync(token);
            }
            else
            {
                documents[document.Instruction] = document;
                await output.WriteLineAsync(JsonSerializer.Serialize(document, LineJson.Default.AgentDocument));
                await output.FlushAsync(token);
            }

            gate.Release();
            if (document is not null && documents.Count % 100 == 0)
                lab.Say(string.Create(CultureInfo.InvariantCulture, $"agentwrite: {documents.Count} documents"));
        });
        return ([.. documents.Values.OrderBy(static d => d.Instruction, StringComparer.Ordinal)], failed.Values.CountBy(static f => f).ToDictionary());
    }

    /// <summary>The lines of a file that are whole; what a stop has torn off is cut away.</summary>
    internal static IReadOnlyList<string> WholeLines(string file)
    {
        if (!File.Exists(file))
            return [];

        using (var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite))
        {
            var end = stream.Length;
            while (end > 0 && ByteAt(end - 1) != '\n')
                end--;
            stream.SetLength(end);

            int ByteAt(long at)
            {
                stream.Position = at;
                return stream.ReadByte();
            }
        }

        return File.ReadAllLines(file);
    }

    /// <summary>Instructions about training topics, of every length beyond the cap that is trained on; some state no number.</summary>
    private static IEnumerable<(Question Question, int Words)> Requests(Lab lab)
    {
        var (cap, (longs, middling)) = (lab.Scale.Caps[^1], lab.Scale.AgentDocuments);
        for (var i = 0; i < longs + middling; i++)
        {
            var choices = Choices.For(lab.Seed, "agentwrite", i);
            var (genre, topic, hero) = Subject.Draw(choices, lab.Grammar);
            var wish = choices.Uniform() switch { _ when i >= longs => LengthWish.Words, < 0.75 => LengthWish.Words, < 0.85 => LengthWish.Long, _ => LengthWish.Longest };
            var least = wish switch { LengthWish.Words => cap, LengthWish.Long => lab.Scale.MostWords / 4, _ => lab.Scale.MostWords * 8 / 10 };
            // A model that has met short texts and long ones, and few between, writes one or the other.
            var words = i < longs ? Lengths.DrawLong(choices, least, lab.Scale.MostWords) : Lengths.Draw(choices, cap, 4 * cap);
            yield return (new(Instruction.Write(choices, genre, topic, hero, wish, words), words, topic.Head), words);
        }
    }

    /// <summary>Why a document is no training row; null where it is one.</summary>
    internal static string? Fault(AgentDocument document)
    {
        var text = string.Join("\n\n", document.Sections.Select(static s => s.Text));
        return document.LengthScore < 80 ? "length"
            : HeldOut.Covers(document.Words) ? "held-out length"
            : !document.Ended || document.Sections.Any(static s => s.Text[^1] is not ('.' or '!' or '?' or '"')) ? "unfinished"
            : TextChecks.MostRepeated(text) > 2 + document.Words / 2_000 ? "repetition"
            : TextChecks.Distinct3(text) < 0.5 ? "distinct-3"
            : document.Sections.Count(s => TextChecks.Mentions(s.Text, document.Topic)) * 2 < document.Sections.Count ? "topic"
            : null;
    }

    private static ChatOptions Own(float temperature, float topP) => new() { Temperature = temperature, TopP = topP, AdditionalProperties = new() { ["logit_bias"] = new Dictionary<int, float>(), ["dry_multiplier"] = 0f } };

    internal static async Task<IReadOnlyList<WayResult>> WaysAsync(Lab lab, CancellationToken stop)
    {
        var questions = lab.Scale.Grid.SelectMany(words => Questions.Draw(lab, words, Math.Max(4, lab.Scale.PromptsPerPoint / 4))).ToList();
        var ways = new List<WayResult>();
        using (var writer = new Writer(AgentStage.ModelOf(lab), lab.Threads))
            ways.Add(new("direct", Curve.Of(await writer.AnswerAsync(questions, 1, stop)), 1));
        foreach (var controlled in new[] { false, true })
        {
            await using var pipeline = new Pipeline(lab, AgentStage.ModelOf(lab), AtOnce, controlled, Sampling);
            var answers = new ConcurrentBag<(Answer Answer, int Calls, double? Cut)>();
            await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (question, token) =>
            {
                var (document, _) = await pipeline.WriteAsync(question, question.Required, token);
                answers.Add((new(question, "", document?.Words ?? 0, document is not null, 0, null), document?.Calls ?? 0, document?.Cut));
            });
            ways.Add(new(controlled ? "AgentWrite with length control" : "plain AgentWrite", Curve.Of([.. answers.Select(static a => a.Answer)]), answers.Average(static a => a.Calls), answers.Average(static a => a.Cut) ?? 0));
        }

        return ways;
    }
}
