using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>The context of a planner that is asked more than once, so that all of its calls come under one bound.</summary>
internal sealed class CountedContext : WritingContext
{
    private readonly WritingContext _run;

    [SetsRequiredMembers]
    public CountedContext(WritingContext run)
    {
        _run = run;
        (RunId, Options, Language, Prompts, Counter) = (run.RunId, run.Options, run.Language, run.Prompts, run.Counter);
        (TimeProvider, Logger, JournaledWindow) = (run.TimeProvider, run.Logger, run.JournaledWindow);
    }

    /// <summary>The calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>The most calls; a further one fails as a plan that is not usable.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>Whether parts of the plan are kept in the journal, and so come again as they are.</summary>
    public bool HasRemembered { get; private set; }

    public override IChatClient GetChatClient(string role) => new Counted(_run.GetChatClient(role), this);

    public override ValueTask<string> RememberAsync(string key, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken)
    {
        HasRemembered = true;
        return _run.RememberAsync(key, make, cancellationToken);
    }

    public override void Notify(WritingNotice notice) => _run.Notify(notice);

    public override T GetRunCache<T>(Func<T> make) => _run.GetRunCache(make);

    private void Count()
    {
        if (Calls >= Most)
            throw new LongWriterException(LongWriterError.MalformedPlan, $"No usable one came within MaxPlanAttempts ({Most}) calls.") { RunId = RunId };

        Calls++;
    }

    private sealed class Counted(IChatClient inner, CountedContext context) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            context.Count();
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            context.Count();
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
