using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Reads off the messages what is asked for.</summary>
internal static class PromptReader
{
    public static SimulatedRequest Read(IEnumerable<ChatMessage> messages, ChatOptions? options, ulong seed)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];

        // Some adapters send a message of several parts as several messages, so those at the end count as one.
        var first = list.Count;
        while (first > 0 && list[first - 1].Role == ChatRole.User)
            first--;

        var prompt = string.Concat(list.Skip(first).Select(static m => m.Text));
        var markers = IsChinese(prompt) ? PromptMarkers.Chinese : PromptMarkers.English;
        var request = new SimulatedRequest
        {
            Messages = list,
            Options = options,
            Prompt = prompt,
            Language = markers.Language,
            Hash = Hash(list, options, seed),
        };
        return Recognise(request, markers);
    }

    private static SimulatedRequest Recognise(SimulatedRequest request, PromptMarkers markers)
    {
        var prompt = request.Prompt;
        var task = prompt.IndexOf("<task>", StringComparison.Ordinal);
        if (Head(markers.Shortening, "<draft>") is { } shorter)
            return request with { Kind = SimulatedRequestKind.Shortening, AskedWords = shorter, Draft = TextScan.Tagged(prompt, "draft") };
        if (Head(markers.Summary, "<summary>") is { } summary)
            return request with { Kind = SimulatedRequestKind.Summary, AskedWords = summary, Subject = TextScan.Tagged(prompt, "text") };

        var from = Math.Max(0, prompt.LastIndexOf("</task>", StringComparison.Ordinal));
        var section = TextScan.LastNumber(prompt, markers.Section, markers.Unit, from);
        var missing = TextScan.LastNumber(prompt, markers.Continuation, markers.Unit, from);
        if (section is not null || missing is not null)
            return ReadStep(request, markers, section, missing);

        if (prompt.IndexOf(markers.PlanForm, from, StringComparison.Ordinal) >= 0)
            return ReadPlan(request, markers, from);

        return request with { AskedWords = TextScan.NamedLength(prompt, markers.Language), Subject = prompt };

        int? Head(string marker, string tag)
        {
            var open = prompt.IndexOf(tag, StringComparison.Ordinal);
            var at = prompt.IndexOf(marker, StringComparison.Ordinal);
            return at >= 0 && at < open && (task < 0 || at < task)
                && TextScan.NumberAt(prompt, at + marker.Length, out var number, out _) ? number : null;
        }
    }

    private static SimulatedRequest ReadStep(SimulatedRequest request, PromptMarkers markers, (int Position, int Number)? section, (int Position, int Number)? missing)
    {
        var prompt = request.Prompt;
        var continues = missing is not null && (section is null || missing.Value.Position > section.Value.Position);
        var (position, words) = (continues ? missing : section)!.Value;
        var end = prompt.LastIndexOf(markers.TextSoFar.End, position, StringComparison.Ordinal);
        var step = prompt[Math.Max(0, end)..];
        var point = step.IndexOf(markers.Point, StringComparison.Ordinal);
        var subject = point < 0 ? "" : step[(point + markers.Point.Length)..].Split('\n', 2)[0].TrimEnd('\r');
        var (number, count) = ReadNumbers(step, markers);
        return request with
        {
            Kind = continues ? SimulatedRequestKind.Continuation : SimulatedRequestKind.Section,
            AskedWords = words,
            Subject = subject,
            SectionNumber = number,
            SectionCount = count,
            Draft = continues ? TextScan.Tagged(step, "draft") : "",
            HasComplaint = step.Contains(markers.Repeats, StringComparison.Ordinal),
        };
    }

    private static (int Number, int Count) ReadNumbers(string step, PromptMarkers markers)
    {
        for (var at = step.IndexOf(markers.SectionNumber.Before, StringComparison.Ordinal); at >= 0;
            at = step.IndexOf(markers.SectionNumber.Before, at + 1, StringComparison.Ordinal))
        {
            if (!TextScan.NumberAt(step, at + markers.SectionNumber.Before.Length, out var number, out var end))
                continue;

            var between = step.IndexOf(markers.SectionNumber.Between, end, StringComparison.Ordinal);
            if (between >= 0 && between - end <= 3 && TextScan.NumberAt(step, between + markers.SectionNumber.Between.Length, out var count, out _))
                return (number, count);
        }

        return default;
    }

    private static SimulatedRequest ReadPlan(SimulatedRequest request, PromptMarkers markers, int from)
    {
        var prompt = request.Prompt;
        var task = TextScan.Tagged(prompt, "task");
        var parts = TextScan.LastNumber(prompt, markers.Parts.Before, markers.Parts.After, from);
        return request with
        {
            Kind = parts is not null ? SimulatedRequestKind.PlanParts
                : prompt.IndexOf(markers.OnePart, from, StringComparison.Ordinal) >= 0 ? SimulatedRequestKind.PlanPart
                : SimulatedRequestKind.Plan,
            AskedWords = TextScan.LastNumber(prompt, markers.PlanLength, markers.Unit, from)?.Number ?? TextScan.NamedLength(task, markers.Language),
            AskedParts = parts?.Number,
            Subject = task,
            HasComplaint = prompt.IndexOf(markers.PlanAgain, from, StringComparison.Ordinal) >= 0,
        };
    }

    private static bool IsChinese(string prompt)
    {
        // The library's prompts say it in their first words, whatever the language of the task inside; else the characters do.
        var head = prompt.AsSpan(0, Math.Min(prompt.Length, 80));
        var chinese = 0;
        var letters = 0;
        foreach (var c in head)
        {
            chinese += ChineseText.IsHan(c) ? 1 : 0;
            letters += char.IsAsciiLetter(c) ? 1 : 0;
        }

        return chinese * 2 > letters;
    }

    private static ulong Hash(IReadOnlyList<ChatMessage> messages, ChatOptions? options, ulong seed)
    {
        // The texts run on without a mark between them: how a prompt is divided into parts or messages changes no answer.
        var hash = new XxHash64((long)seed);
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is TextContent { Text: { Length: > 0 } text })
                    hash.Append(Encoding.UTF8.GetBytes(text));
            }
        }

        if (options?.Instructions is { Length: > 0 } instructions)
            hash.Append(Encoding.UTF8.GetBytes(instructions));

        Span<long> numbers = [options?.Seed is { } s ? s : long.MinValue, options?.Temperature is { } t ? BitConverter.SingleToInt32Bits(t) : long.MinValue];
        hash.Append(MemoryMarshal.AsBytes(numbers));
        return hash.GetCurrentHashAsUInt64();
    }
}
