using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Asks a model whether an instruction needs more than a number of words. Instructions that state a length need no call. An answer has to begin with a
/// verdict in the form asked for; one that does not is asked for again, a few times.
/// </summary>
public sealed partial class ModelInstructionSelector : IInstructionSelector
{
    internal const int DefaultAttempts = 3;

    private const int LongestInstruction = 6_000;

    private readonly RetriedChat _chat;
    private readonly int _minWords;
    private readonly int _attempts;
    private readonly string? _model;
    private readonly RoleCallOptions _options;

    /// <summary>Makes a selector.</summary>
    /// <param name="client">Who decides. The caller owns it.</param>
    /// <param name="minWords">Instructions that need more words than that are taken; 2,000, as in the paper.</param>
    /// <param name="resilience">Retries, watchdogs and limits; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Times retries and watchdogs; <see langword="null"/> for the system's.</param>
    /// <param name="attempts">How often an instruction is asked about while the answer is no verdict; 3. Calls that fail are retried as <paramref name="resilience"/> says, within the same bound on all.</param>
    public ModelInstructionSelector(IChatClient client, int minWords = 2_000, ResilienceOptions? resilience = null, TimeProvider? time = null, int attempts = DefaultAttempts)
        : this(new RetriedChat(client ?? throw new ArgumentNullException(nameof(client)), resilience ?? new(), time ?? TimeProvider.System), minWords, attempts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minWords);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(attempts);
    }

    internal ModelInstructionSelector(RetriedChat chat, int minWords, int attempts, RoleCallOptions? options = null) =>
        (_chat, _minWords, _attempts, _options, _model) = (chat, minWords, attempts, options ?? new(), options?.Own?.ModelId ?? chat.ModelId);

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"needs more than {_minWords} words, asked of {_model ?? "a model"}, prompt 1");

    /// <inheritdoc/>
    public async ValueTask<SelectionVerdict> SelectAsync(DatasetRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (Stated(row) is { } known)
            return known;

        var instruction = row.Prompt.Length > LongestInstruction ? row.Prompt[..LongestInstruction] + " […]" : row.Prompt;
        var prompt = PromptTemplate.Fill(
            """
            You sort writing tasks by how long a good answer has to be.

            The task, between the lines of equals signs:
            ==========
            {task}
            ==========

            Does a complete, good answer to it need more than {words} words? Say yes only if a shorter text would leave something out: a task that one page answers needs no more, however interesting its topic. Do not do the task.

            Answer with one line and nothing else, in one of these two forms:
            VERDICT: YES - the reason in at most fifteen words
            VERDICT: NO - the reason in at most fifteen words
            """,
            ("task", instruction),
            ("words", _minWords.ToString("N0", CultureInfo.InvariantCulture)));
        return await _chat.AskAsync(
            prompt,
            "An earlier answer was no verdict in one of these two forms. Answer with one such line and nothing else.",
            _options.Of(0, 400),
            static response => Read(response.Text),
            _attempts,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The verdict on an instruction that states a length; null where a model has to be asked.</summary>
    internal static SelectionVerdict? Stated(DatasetRow row, int minWords) => RowFigures.RequiredOf(row) is not { } stated ? null
        : new(stated >= minWords, stated >= minWords
            ? FormattableString.Invariant($"states {stated} words")
            : FormattableString.Invariant($"states {stated} words, fewer than {minWords}"));

    internal SelectionVerdict? Stated(DatasetRow row) => Stated(row, _minWords);

    /// <summary>The verdict of an answer.</summary>
    /// <exception cref="LongWriterException">It has none, or two; another try may help.</exception>
    internal static SelectionVerdict Read(string answer)
    {
        var text = ReasoningBlocks.Remove(answer).Trim();
        var verdicts = Verdict().Matches(text);
        if (verdicts.Count != 1 || verdicts[0].Index > 0)
            throw new LongWriterException(LongWriterError.InvalidAnswer, $"The selecting model gave no verdict in the form asked for but '{(text.Length > 100 ? text[..100] + "…" : text)}'. Try another model for the role 'selector'.");

        return new(verdicts[0].Groups[1].Value.Equals("YES", StringComparison.OrdinalIgnoreCase), verdicts[0].Groups[2].Value.Trim());
    }

    [GeneratedRegex(@"^[*_`\s]*VERDICT[*_\s]*[:：][*_\s]*(YES|NO)\b[*_`\s]*[-–—:,.]*\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Verdict();
}
