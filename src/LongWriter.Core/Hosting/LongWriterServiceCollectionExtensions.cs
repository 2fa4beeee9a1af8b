using LongWriter;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds writers to an app.</summary>
public static class LongWriterServiceCollectionExtensions
{
    /// <summary>Makes the planner of a writer that has no other; by this very delegate an adapter tells it from one that the app has put there.</summary>
    internal static readonly Func<IServiceProvider, object?, IPlanner> DefaultPlanner = static (_, _) => new AgentWritePlanner();

    /// <summary>Adds the default writer. Calling it again configures the same one.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The builder, to pick a model and replace stages.</returns>
    public static ILongWriterBuilder AddLongWriter(this IServiceCollection services, Action<LongWriterOptions>? configure = null) =>
        services.AddLongWriter(Options.Options.DefaultName, configure);

    /// <summary>Adds a named writer, resolved with <c>GetRequiredKeyedService&lt;ILongWriter&gt;(name)</c>.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="name">The writer's name: the key of its services and the name of its options.</param>
    /// <param name="configure">Sets options.</param>
    public static ILongWriterBuilder AddLongWriter(this IServiceCollection services, string name, Action<LongWriterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        var options = services.AddOptions<LongWriterOptions>(name).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LongWriterOptions>, LongWriterOptionsValidator>());
        if (!services.Any(static d => d.ImplementationInstance is StageLifetimes))
            services.AddSingleton<IValidateOptions<LongWriterOptions>>(new StageLifetimes(services));

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddKeyedSingleton(name, DefaultPlanner);
        services.TryAddKeyedSingleton<ISectionWriter>(name, static (_, _) => new AgentSectionWriter());
        services.TryAddKeyedSingleton<ILengthController>(name, static (sp, key) => new LengthController(OptionsOf(sp, key)));
        services.TryAddKeyedSingleton<IJournalStore>(name, static (_, _) => new InMemoryJournalStore());
        services.TryAddKeyedSingleton(name, static (sp, key) => new RoleClients(sp, (string)key!));
        services.TryAddKeyedSingleton<ILongWriter>(name, static (sp, key) => Make(sp, (string)key!));
        if (name == Options.Options.DefaultName)
            services.TryAddSingleton(static sp => sp.GetRequiredKeyedService<ILongWriter>(Options.Options.DefaultName));

        return new LongWriterBuilder(name, services);
    }

    private static LongWriterOptions OptionsOf(IServiceProvider services, object? key) =>
        services.GetRequiredService<IOptionsMonitor<LongWriterOptions>>().Get((string?)key);

    private static ILongWriter Make(IServiceProvider services, string name)
    {
        var length = services.GetRequiredKeyedService<ILengthController>(name);
        var clients = services.GetRequiredKeyedService<RoleClients>(name);
        ILongWriter writer = new AgentLongWriter(new WriterParts
        {
            Clients = clients.Get,
            Options = OptionsOf(services, name),
            Planner = services.GetRequiredKeyedService<IPlanner>(name),
            SectionWriter = services.GetRequiredKeyedService<ISectionWriter>(name),
            ContextPolicy = services.GetKeyedService<IContextPolicy>(name),
            LengthController = length,
            Reviewers = [new CleaningReviewer(), new RedundancyReviewer(), length, .. services.GetKeyedServices<ISectionReviewer>(name)],
            Journals = services.GetRequiredKeyedService<IJournalStore>(name),
            Sinks = [.. services.GetKeyedServices<IDatasetSink<WritingDocument>>(name)],
            TimeProvider = services.GetRequiredService<TimeProvider>(),
            Logger = services.GetService<ILoggerFactory>()?.CreateLogger("LongWriter") ?? NullLogger.Instance,
        });

        // The first middleware is the outermost, as in ChatClientBuilder.
        return services.GetKeyedServices<LongWriterMiddleware>(name).Reverse().Aggregate(writer, (inner, middleware) => middleware.Wrap(inner, services));
    }
}
