using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What belongs to one call of one run and is shared by its stages.</summary>
internal sealed class RunServices
{
    public required LongWriterOptions Options { get; init; }

    public required WritingRequest Request { get; init; }

    public required string Language { get; init; }

    public required CallPolicy Policy { get; init; }

    public required RunMeter Meter { get; init; }

    public required RunTelemetry Telemetry { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required RunJournal Journal { get; init; }

    public required Func<string, IChatClient> Clients { get; init; }

    public required Action<WritingNotice> Notify { get; init; }

    /// <summary>Tokens a character of a prompt takes at most.</summary>
    public required double TokensPerPromptCharacter { get; init; }

    /// <summary>The writing model's context in tokens, where it is known.</summary>
    public int? ContextTokens { get; init; }

    private int _contextWarned;

    /// <summary>Warns once a run that a server may cut prompts.</summary>
    public void WarnOfContext(string message)
    {
        if (Interlocked.Exchange(ref _contextWarned, 1) == 0)
            Notify(new WritingNotice(NoticeKind.Warning, message) { Error = LongWriterError.ContextOverflow });
    }

    public ConcurrentDictionary<Type, object> Caches { get; } = new();
}
