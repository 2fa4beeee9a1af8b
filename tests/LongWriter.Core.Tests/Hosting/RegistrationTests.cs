using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Tests;

public class RegistrationTests
{
    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task Two_named_writers_have_clients_stages_options_and_journals_of_their_own()
    {
        var (first, second) = (new CountingChatClient(Writers.Simulated(1)), new CountingChatClient(Writers.Simulated(2)));
        _services.AddLongWriter("first", static o => o.MinStepWords = 100).UseChatClient(_ => first).UsePlanner<PlannerA>();
        _services.AddLongWriter("second", static o => o.MinStepWords = 150).UseChatClient(_ => second);
        await using var provider = _services.BuildServiceProvider();

        var a = provider.GetRequiredKeyedService<ILongWriter>("first");
        var b = provider.GetRequiredKeyedService<ILongWriter>("second");
        var plan = await a.PlanAsync(Writers.Request(500, "same"));
        await b.PlanAsync(Writers.Request(600, "same"));

        Assert.Equal("Planned by A", Assert.Single(plan.Steps).MainPoint);
        Assert.Equal((0, 1), (first.Calls.Count, second.Calls.Count));
        Assert.Equal((100, 150), (a.GetService<LongWriterOptions>()!.MinStepWords, b.GetService<LongWriterOptions>()!.MinStepWords));
        Assert.Equal((typeof(PlannerA), typeof(AgentWritePlanner)), (a.GetService<IPlanner>()!.GetType(), b.GetService<IPlanner>()!.GetType()));
        Assert.NotSame(a.GetService<IJournalStore>(), b.GetService<IJournalStore>());
        Assert.Null(provider.GetService<ILongWriter>());
    }

    [Fact]
    public async Task The_apps_own_client_serves_a_writer_without_one_and_is_never_touched()
    {
        var own = new CountingChatClient(Writers.Simulated());
        var writers = new CountingChatClient(Writers.Simulated());
        _services.AddSingleton<IChatClient>(own);
        _services.AddLongWriter();
        _services.AddLongWriter("other").UseChatClient(_ => writers).ConfigureChatClient(static c => c.Use(static inner => new MarkingChatClient(inner, "x")));
        await using var provider = _services.BuildServiceProvider();

        Assert.Same(own, provider.GetRequiredService<IChatClient>());
        await provider.GetRequiredKeyedService<ILongWriter>("other").WriteAsync(Writers.Planned(1));
        Assert.Empty(own.Calls);
        await provider.GetRequiredService<ILongWriter>().WriteAsync(Writers.Planned(1));
        Assert.NotEmpty(own.Calls);
        Assert.DoesNotContain("x", own.Calls[0].Options?.StopSequences ?? []);
    }

    [Fact]
    public async Task A_writer_without_any_client_says_what_to_call()
    {
        _services.AddLongWriter("lonely");
        await using var provider = _services.BuildServiceProvider();

        var error = await Assert.ThrowsAsync<LongWriterException>(() => provider.GetRequiredKeyedService<ILongWriter>("lonely").WriteAsync(Writers.Planned(1)));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("'lonely'", error.Message, StringComparison.Ordinal);
        Assert.Contains("UseOllama", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_calls_for_the_same_thing_the_last_wins()
    {
        var (unused, used) = (new CountingChatClient(Writers.Simulated()), new CountingChatClient(Writers.Simulated()));
        var journal = new InMemoryJournalStore();
        _services.AddLongWriter()
            .UseChatClient(_ => unused).UseChatClient(_ => used)
            .UsePlanner<ScopedPlanner>().UsePlanner<PlannerA>().UsePlanner<PlannerB>()
            .UseLengthController<NoLengthController>()
            .UseJournal("never-made").UseJournal(_ => journal)
            .Configure(static o => o.MaxDraftsPerSection = 7).Configure(static o => o.MaxDraftsPerSection = 5);
        _services.AddScoped<ScopedPlanner>();
        await using var provider = _services.BuildServiceProvider();
        var writer = provider.GetRequiredService<ILongWriter>();

        await writer.WriteAsync(Writers.Request(100));

        Assert.Empty(unused.Calls);
        Assert.NotEmpty(used.Calls);
        Assert.IsType<PlannerB>(writer.GetService<IPlanner>());
        Assert.Same(journal, writer.GetService<IJournalStore>());
        Assert.Equal(5, writer.GetService<LongWriterOptions>()!.MaxDraftsPerSection);
        Assert.False(Directory.Exists("never-made"));
    }

    [Fact]
    public async Task Adding_a_writer_twice_configures_the_same_one()
    {
        _services.AddLongWriter(static o => o.MaxDraftsPerSection = 2).UseChatClient(static _ => Writers.Simulated());
        _services.AddLongWriter(static o => o.MaxPlanAttempts = 2);
        await using var provider = _services.BuildServiceProvider();

        var writer = Assert.Single(provider.GetServices<ILongWriter>());

        Assert.Same(writer, provider.GetRequiredKeyedService<ILongWriter>(""));
        Assert.Equal((2, 2), (writer.GetService<LongWriterOptions>()!.MaxDraftsPerSection, writer.GetService<LongWriterOptions>()!.MaxPlanAttempts));
    }

    [Fact]
    public async Task Roles_have_clients_and_middleware_of_their_own()
    {
        var (planner, writer) = (new CountingChatClient(Writers.Simulated()), new CountingChatClient(Writers.Simulated()));
        _services.AddLongWriter()
            .UseChatClient(_ => writer)
            .UseChatClient(_ => planner, WritingRoles.Planner)
            .ConfigureChatClient(static c => c.Use(static inner => new MarkingChatClient(inner, "all")))
            .ConfigureChatClient(static c => c.Use(static inner => new MarkingChatClient(inner, "writer only")), WritingRoles.Writer);
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<ILongWriter>().WriteAsync(Writers.Request(900));

        Assert.Equal(["all"], Assert.Single(planner.Calls).Options!.StopSequences!);
        Assert.All(writer.Calls.Where(static c => c.Prompt.Contains("Length of this section", StringComparison.Ordinal)), static c => Assert.Equal(["all", "writer only"], c.Options!.StopSequences!));
        Assert.All(writer.Calls.Where(static c => c.Prompt.Contains("Length of the shortened", StringComparison.Ordinal)), static c => Assert.Equal(["all"], c.Options!.StopSequences!));
    }

    [Fact]
    public async Task The_first_middleware_added_is_the_outermost_around_clients_and_around_the_writer()
    {
        var client = new CountingChatClient(Writers.Simulated());
        var seen = new List<string>();
        _services.AddLongWriter()
            .UseChatClient(_ => client)
            .ConfigureChatClient(static c => c.Use(static inner => new MarkingChatClient(inner, "1")).Use(static inner => new MarkingChatClient(inner, "2")))
            .ConfigureChatClient(static c => c.Use(static inner => new MarkingChatClient(inner, "3")))
            .Use((inner, _) => new NotingWriter(inner, "outer", seen))
            .Use((inner, _) => new NotingWriter(inner, "inner", seen));
        await using var provider = _services.BuildServiceProvider();
        var writer = provider.GetRequiredService<ILongWriter>();

        await writer.WriteAsync(Writers.Planned(1));

        Assert.Equal(["1", "2", "3"], client.Calls[0].Options!.StopSequences!);
        Assert.Equal(["outer", "inner"], seen);
        // What is wrapped stays reachable, and so do plans, estimates and the draft view.
        Assert.Equal("outer", writer.GetService<NotingWriter>()!.Name);
        Assert.NotNull(writer.GetService<LongWriterOptions>());
        Assert.Null(writer.GetService<string>());
        Assert.Null(writer.GetService(typeof(LongWriterOptions), "key"));
        Assert.True(writer.Estimate(Writers.Planned(3)).Calls.Minimum > 0);
    }

    [Fact]
    public async Task A_reviewer_and_a_sink_are_added_with_the_apps_services()
    {
        var sink = new CollectingSink();
        _services.AddSingleton(new Suffix(" — Fin."));
        _services.AddLongWriter().UseChatClient(static _ => Writers.Simulated()).AddReviewer<SuffixReviewer>().AddDatasetSink(_ => sink);
        await using var provider = _services.BuildServiceProvider();

        var document = await provider.GetRequiredService<ILongWriter>().WriteAsync(Writers.Planned(2));

        Assert.All(document.Sections, static s => Assert.EndsWith(" — Fin.", s.Text, StringComparison.Ordinal));
        Assert.Equal(document.Text, Assert.Single(sink.Documents).Text);
    }

    [Theory]
    [InlineData("registered scoped")]
    [InlineData("keyed scoped")]
    [InlineData("takes scoped")]
    [InlineData("takes open generic scoped")]
    [InlineData("takes snapshot")]
    [InlineData("reviewer takes scoped")]
    [InlineData("registered transient")]
    public void A_stage_that_would_capture_a_scope_is_an_error_at_the_start(string how)
    {
        var builder = _services.AddLongWriter().UseChatClient(static _ => Writers.Simulated());
        _services.AddScoped<Database>();
        _services.AddScoped(typeof(IRepository<>), typeof(Repository<>));
        switch (how)
        {
            case "registered scoped":
                _services.AddScoped<ScopedPlanner>();
                builder.UsePlanner<ScopedPlanner>();
                break;
            case "keyed scoped":
                _services.AddKeyedScoped<IPlanner, PlannerA>("");
                break;
            case "takes scoped":
                builder.UsePlanner<DatabasePlanner>();
                break;
            case "takes open generic scoped":
                builder.UsePlanner<RepositoryPlanner>();
                break;
            case "takes snapshot":
                builder.UsePlanner<SnapshotPlanner>();
                break;
            case "reviewer takes scoped":
                builder.AddReviewer<DatabaseReviewer>();
                break;
            case "registered transient":
                _services.AddTransient<PlannerA>();
                builder.UsePlanner<PlannerA>();
                break;
        }

        using var provider = _services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("IServiceScopeFactory", error.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<ILongWriter>());
    }

    [Fact]
    public void Another_writers_scoped_stage_is_not_held_against_one()
    {
        _services.AddLongWriter("good").UseChatClient(static _ => Writers.Simulated());
        _services.AddScoped<Database>();
        _services.AddLongWriter("bad").UseChatClient(static _ => Writers.Simulated()).UsePlanner<DatabasePlanner>();
        using var provider = _services.BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredKeyedService<ILongWriter>("good"));
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<ILongWriter>("bad"));
    }

    private sealed record Suffix(string Text);

    private sealed class Database;

    private interface IRepository<T>;

    private sealed class Repository<T> : IRepository<T>;

    private abstract class OneStep(string point) : IPlanner
    {
        public Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken) =>
            Task.FromResult(WritingPlan.Create((point, request.Length?.Words ?? 100)));
    }

    private sealed class PlannerA() : OneStep("Planned by A");

    private sealed class PlannerB() : OneStep("Planned by B");

    private sealed class ScopedPlanner() : OneStep("Scoped");

    private sealed class DatabasePlanner(Database database) : OneStep("From " + database);

    private sealed class RepositoryPlanner(IRepository<string> repository) : OneStep("From " + repository);

    private sealed class SnapshotPlanner(IOptionsSnapshot<LongWriterOptions> options) : OneStep("From " + options);

    private sealed class DatabaseReviewer(Database database) : ISectionReviewer
    {
        public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
            new(database is null ? SectionVerdict.Accept : SectionVerdict.Accept);
    }

    private sealed class SuffixReviewer(Suffix suffix) : ISectionReviewer
    {
        public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
            new(SectionVerdict.AcceptAs(draft.Text + suffix.Text));
    }

    private sealed class CollectingSink : IDatasetSink<WritingDocument>
    {
        public List<WritingDocument> Documents { get; } = [];

        public ValueTask WriteAsync(WritingDocument item, CancellationToken cancellationToken = default)
        {
            Documents.Add(item);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NotingWriter(ILongWriter inner, string name, List<string> seen) : DelegatingLongWriter(inner)
    {
        public string Name => name;

        public override IAsyncEnumerable<WritingUpdate> WriteStreamingAsync(WritingRequest request, CancellationToken cancellationToken = default)
        {
            seen.Add(name);
            return base.WriteStreamingAsync(request, cancellationToken);
        }
    }

    /// <summary>Leaves its mark in the order in which a call goes through.</summary>
    private sealed class MarkingChatClient(IChatClient inner, string mark) : DelegatingChatClient(inner)
    {
        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            options = options?.Clone() ?? new();
            options.StopSequences = [.. options.StopSequences ?? [], mark];
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
