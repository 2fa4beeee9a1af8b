using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter;

/// <summary>What a run offers to its stages: chat clients, prompts, the counter, and a journaled memory.</summary>
public abstract class WritingContext
{
    /// <summary>The run's id.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The writer's options.</summary>
    public required LongWriterOptions Options { get; init; }

    /// <summary>The language that is written in, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The prompt texts for <see cref="Language"/>.</summary>
    public required PromptSet Prompts { get; init; }

    /// <summary>The counter that lengths are controlled with.</summary>
    public required IWordCounter Counter { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The run's log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The least words of the text so far that a windowed context shows; journaled, so that it stays what it is.</summary>
    internal int? JournaledWindow { get; init; }

    /// <summary>The window in words: as journaled, else as configured.</summary>
    internal int WindowWords => JournaledWindow ?? Options.WindowWords;

    /// <summary>
    /// The one door to models: the client of a role, retried, metered, budgeted and traced. Not to be disposed.
    /// </summary>
    /// <remarks>
    /// Its calls have an output cap in any case, since a budget holds only so: the smallest of the stage's, the request's, the options'
    /// and the model's own (<see cref="ModelLimits"/>), or 4,096 tokens and <see cref="LongWriterOptions.ReasoningTokens"/> where nobody sets one.
    /// </remarks>
    /// <param name="role">One of <see cref="WritingRoles"/> or a role of your own; an unknown role gets the writer's client.</param>
    public abstract IChatClient GetChatClient(string role);

    /// <summary>
    /// Makes a text once in a run's life: the first call makes and journals it, later calls and resumed runs get the same text.
    /// </summary>
    /// <param name="key">The text's name, unique in the run.</param>
    /// <param name="make">Makes the text.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public abstract ValueTask<string> RememberAsync(string key, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken);

    /// <summary>Tells whoever watches the run.</summary>
    /// <param name="notice">The notice.</param>
    public abstract void Notify(WritingNotice notice);

    /// <summary>
    /// A cache that lives as long as this call of the run. It may hold only what can be derived again from the
    /// <see cref="WritingState"/>, such as an index over the accepted sections.
    /// </summary>
    /// <typeparam name="T">The cache's type; one instance of each.</typeparam>
    /// <param name="make">Makes it at first use.</param>
    public abstract T GetRunCache<T>(Func<T> make)
        where T : class;

    /// <summary>A context over one client without retries, budget or journal: for trying a stage of your own, and for its tests.</summary>
    /// <param name="client">Serves every role.</param>
    /// <param name="options">The options; defaults where <see langword="null"/>.</param>
    /// <param name="language">The language that is written in.</param>
    public static WritingContext Create(IChatClient client, LongWriterOptions? options = null, string language = "en")
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(language);
        options ??= new LongWriterOptions();
        return new StandaloneWritingContext(client)
        {
            Options = options,
            Language = language,
            Prompts = options.GetPrompts(language),
            Counter = WordCounters.ForLanguage(language),
        };
    }
}
