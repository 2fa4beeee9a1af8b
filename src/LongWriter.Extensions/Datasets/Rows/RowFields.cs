using System.Text.Json;

namespace LongWriter;

/// <summary>The fields of a row while it is read.</summary>
internal sealed class RowFields
{
    // What the authors' scripts write in the place of a section that failed (agentwrite/write.py of THUDM/LongWriter); a text it must not become.
    private static readonly string[] Failures = ["Max tries. Failed.", "Trigger OpenAI's content management policy"];

    private int _systems, _questions, _answers;
    private int _last;
    private bool _turned;

    public string? Id { get; set; }

    public string? Prompt { get; set; }

    public string? Instruction { get; set; }

    public string? Input { get; set; }

    public string? Text { get; set; }

    public string? System { get; set; }

    public string? Plan { get; set; }

    public string? OriginalPrompt { get; set; }

    public string? Language { get; set; }

    public string? Type { get; set; }

    public int? Required { get; set; }

    public List<string>? Sections { get; set; }

    public Dictionary<string, JsonElement>? Extra { get; set; }

    public void AddTurn(string role, string text)
    {
        switch (role)
        {
            case "system":
                System ??= text;
                Count(ref _systems, 1);
                break;
            case "user" or "human":
                Prompt ??= text;
                Count(ref _questions, 2);
                break;
            case "assistant" or "gpt":
                Text = text;
                Count(ref _answers, 3);
                break;
            default:
                throw new FormatException($"has the unknown role '{(role.Length > 40 ? role[..40] + "…" : role)}'");
        }
    }

    /// <exception cref="FormatException">There is neither an instruction nor a text.</exception>
    public DatasetRow ToRow()
    {
        if (Sections?.Exists(static s => Array.Exists(Failures, f => s.Trim().StartsWith(f, StringComparison.OrdinalIgnoreCase))) == true)
            Sections = null;
        var prompt = Prompt;
        if (prompt is null && Instruction is not null)
            prompt = string.IsNullOrEmpty(Input) ? Instruction : Instruction.Length == 0 ? Input : $"{Instruction}\n{Input}";
        // What is empty is not there: a row with an empty answer is still to be written.
        if (Sections is { Count: 0 })
            Sections = null;
        var text = !string.IsNullOrWhiteSpace(Text) ? Text : Sections is null ? null : string.Join(WritingDocument.SectionSeparator, Sections);
        if (string.IsNullOrWhiteSpace(text))
            (text, Sections) = (null, null);
        if (string.IsNullOrWhiteSpace(prompt) && string.IsNullOrWhiteSpace(text))
            throw new FormatException("has neither an instruction ('prompt', 'instruction', 'messages', 'conversations') nor a 'text'");

        prompt ??= "";
        return new(Id ?? RowFigures.Hash(prompt.Length > 0 ? prompt : text!), prompt)
        {
            Text = text,
            OriginalPrompt = OriginalPrompt,
            System = System,
            Plan = Plan,
            Sections = Sections,
            Required = Required,
            Language = Language,
            Type = Type,
            Extra = Extra,
            Conversation = Conversation(),
        };
    }

    private void Count(ref int turns, int place)
    {
        turns++;
        _turned |= place <= _last;
        _last = place;
    }

    private string? Conversation() => !_turned ? null
        : Math.Max(_systems, Math.Max(_questions, _answers)) == 1 ? "a conversation in another order than system text, question, answer"
        : $"a conversation of {Number(_questions, "question")} and {Number(_answers, "answer")}" + (_systems > 1 ? FormattableString.Invariant($" with {_systems} system texts") : "");

    private static string Number(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");
}
