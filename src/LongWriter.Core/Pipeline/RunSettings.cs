using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Everything beside the request that changes text, by name. A resumed run compares it with what it was started with.</summary>
internal static class RunSettings
{
    /// <summary>The name of the setting that chooses what the writer sees of the text so far.</summary>
    public const string Context = "context";

    public static SortedDictionary<string, string> Of(WritingRequest request, LongWriterOptions options, WriterParts parts, PromptSet prompts)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["mode"] = options.Mode.ToString(),
            [Context] = options.Context.ToString(),
            ["windowWords"] = Text(options.WindowWords),
            ["maxDrafts"] = Text(options.MaxDraftsPerSection),
            ["lengthTolerance"] = Text(options.LengthTolerance),
            ["stepWords"] = $"{Text(options.MinStepWords)}-{Text(options.MaxStepWords)}",
            ["reasoningTokens"] = Text(options.ReasoningTokens),
            ["prompts"] = HashOf(prompts.ToString()),
            ["planner"] = NameOf(parts.Planner),
            ["sectionWriter"] = NameOf(parts.SectionWriter),
            ["contextPolicy"] = parts.ContextPolicy is null ? "" : NameOf(parts.ContextPolicy),
            ["reviewers"] = string.Join(", ", parts.Reviewers.Select(NameOf)),
            ["lengthController"] = NameOf(parts.LengthController),
        };
        foreach (var role in WritingRoles.All.Concat(options.ChatOptions.Keys).Concat(request.ChatOptions.Keys).Distinct(StringComparer.Ordinal))
        {
            var merged = options.ChatOptions.TryGetValue(role, out var own) ? own.Clone() : new ChatOptions();
            if (request.ChatOptions.TryGetValue(role, out var asked))
                ChatOptionsMerge.Over(merged, asked);

            var metadata = parts.Clients(role).GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
            settings[$"role:{role}"] = Describe(merged, merged.ModelId ?? metadata?.DefaultModelId);
        }

        return settings;
    }

    /// <summary>The differences between two settings, one sentence each.</summary>
    public static IReadOnlyList<string> Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> now) =>
    [
        .. before.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(key => before.GetValueOrDefault(key, "") != now.GetValueOrDefault(key, ""))
            .Select(key => $"{key} was '{before.GetValueOrDefault(key, "")}', is '{now.GetValueOrDefault(key, "")}'"),
    ];

    private static string Describe(ChatOptions options, string? model)
    {
        var text = new StringBuilder().Append("model=").Append(model);
        Add("temperature", options.Temperature);
        Add("topP", options.TopP);
        Add("topK", options.TopK);
        Add("frequencyPenalty", options.FrequencyPenalty);
        Add("presencePenalty", options.PresencePenalty);
        Add("seed", options.Seed);
        Add("maxOutputTokens", options.MaxOutputTokens);
        Add("reasoning", options.Reasoning?.Effort);
        Add("instructions", options.Instructions is { } instructions ? HashOf(instructions) : null);
        Add("stop", options.StopSequences is { Count: > 0 } stops ? string.Join('|', stops) : null);
        foreach (var (name, value) in (options.AdditionalProperties ?? []).OrderBy(static p => p.Key, StringComparer.Ordinal))
            Add(name, value);

        return text.ToString();

        void Add(string name, object? value)
        {
            if (value is not null)
                text.Append(CultureInfo.InvariantCulture, $"; {name}={value}");
        }
    }

    private static string NameOf(object stage) => stage.GetType().FullName ?? stage.GetType().Name;

    private static string HashOf(string text) => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
