using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Makes the answer to a request, as a pure function of settings and request.</summary>
internal static class AnswerComposer
{
    private const int PlainWords = 100;
    private const int FewestWords = 5;

    public static SimulatedAnswer Answer(SimulatedRequest request, SimulatedWriterOptions options)
    {
        // One source for each decision, so that a setting which draws more numbers moves nothing else.
        var habits = new StableRandom(StableRandom.Mix(request.Hash, 1));
        var text = new StableRandom(StableRandom.Mix(request.Hash, 2));
        var prose = ProseLanguage.Of(request.Language);
        if (options.Profile == SimulatedWriterProfile.Refuses && habits.NextDouble() < options.RefusalShare)
            return Refusal(request, options);

        switch (request.Kind)
        {
            case SimulatedRequestKind.Plan or SimulatedRequestKind.PlanParts or SimulatedRequestKind.PlanPart:
                return new(BreaksPlan(request, options, habits) ? PlanComposer.WriteBroken(request, prose, text) : PlanComposer.Write(request, prose, text));
            case SimulatedRequestKind.Shortening:
                return new(Shorten(request, options, prose));
            case SimulatedRequestKind.Summary:
                var most = request.AskedWords ?? PlainWords;
                return new(TextComposer.Write(prose, Math.Max(1, most - text.Next(Math.Max(1, most / 5))), request.Subject[..Math.Min(4_000, request.Subject.Length)], text));
            case SimulatedRequestKind.Continuation:
                return new(TextComposer.Continue(prose, request.Draft, Length(request, options), request.Subject, text));
            case SimulatedRequestKind.Section:
                var heading = text.NextDouble() < options.HeadingShare;
                return new(TextComposer.Write(prose, Length(request, options), request.Subject, text, heading, Repeated(request, options, prose, habits)));
            default:
                return new(TextComposer.Write(prose, Length(request, options), request.Subject[..Math.Min(4_000, request.Subject.Length)], text));
        }
    }

    /// <summary>The words of an answer: what is asked, as the profile takes it, times bias and noise.</summary>
    private static int Length(SimulatedRequest request, SimulatedWriterOptions options)
    {
        var random = new StableRandom(StableRandom.Mix(request.Hash, 3));
        double asked = request.AskedWords ?? PlainWords;
        var bias = options.Bias;
        switch (options.Profile)
        {
            case SimulatedWriterProfile.AskedPlus:
                asked += options.ExtraWords;
                break;
            case SimulatedWriterProfile.IgnoresAsk:
                asked = options.HabitualWords;
                break;
            case SimulatedWriterProfile.Drifting:
                var way = request.SectionCount > 1 ? (request.SectionNumber - 1) / (double)(request.SectionCount - 1) : 0;
                bias *= options.DriftFrom + ((options.DriftTo - options.DriftFrom) * Math.Clamp(way, 0, 1));
                break;
        }

        var words = asked * bias * (1 + (options.Noise * random.NextNormal()));
        if (options.Profile == SimulatedWriterProfile.Ceiling)
            words = Math.Min(words, options.CeilingWords);

        return (int)Math.Clamp(Math.Round(words), Math.Min(FewestWords, Math.Max(1, asked)), 2_000_000);
    }

    private static string Shorten(SimulatedRequest request, SimulatedWriterOptions options, ProseLanguage prose)
    {
        var random = new StableRandom(StableRandom.Mix(request.Hash, 3));
        double asked = request.AskedWords ?? PlainWords;
        var words = options.Profile switch
        {
            SimulatedWriterProfile.IgnoresShorten => int.MaxValue,
            SimulatedWriterProfile.IgnoresAsk => options.HabitualWords,
            SimulatedWriterProfile.AskedPlus => asked + options.ExtraWords,
            SimulatedWriterProfile.Ceiling => Math.Min(asked, options.CeilingWords),
            _ => asked,
        };

        // A text at hand is cut far more exactly than a new one is written.
        words *= 1 + (Math.Min(options.Noise, 0.1) / 4 * random.NextNormal());
        return DraftSentences.Shorten(prose, request.Draft, (int)Math.Min(words, int.MaxValue));
    }

    private static bool BreaksPlan(SimulatedRequest request, SimulatedWriterOptions options, StableRandom habits) =>
        options.Profile == SimulatedWriterProfile.MalformedPlans && (!request.HasComplaint || habits.NextDouble() < options.IgnoreReaskShare);

    private static List<string> Repeated(SimulatedRequest request, SimulatedWriterOptions options, ProseLanguage prose, StableRandom habits)
    {
        if (options.Profile != SimulatedWriterProfile.Repeats
            || habits.NextDouble() >= (request.HasComplaint ? options.IgnoreReaskShare : options.RepeatShare))
        {
            return [];
        }

        var (begin, end) = (request.Language == "zh" ? PromptMarkers.Chinese : PromptMarkers.English).TextSoFar;
        var start = request.Prompt.IndexOf(begin, StringComparison.Ordinal);
        var stop = request.Prompt.LastIndexOf(end, StringComparison.Ordinal);
        start += begin.Length;
        return start < begin.Length || stop < start ? [] : DraftSentences.Passages(prose, request.Prompt[start..stop].Trim(), 1 + habits.Next(2), habits);
    }

    private static SimulatedAnswer Refusal(SimulatedRequest request, SimulatedWriterOptions options) =>
        new(request.Language == "zh" ? "抱歉，我不能写这样的内容。" : "I am sorry, but I cannot help with that.")
        {
            FinishReason = options.RefusesWithContentFilter ? ChatFinishReason.ContentFilter : ChatFinishReason.Stop,
        };
}
