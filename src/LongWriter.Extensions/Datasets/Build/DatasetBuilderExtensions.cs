using LongWriter;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds data-set builders to an app.</summary>
public static class DatasetBuilderExtensions
{
    /// <summary>
    /// Adds a <see cref="DatasetBuilder"/> over the writer, under the writer's name. Runs are kept in the folder's <c>journal/runs</c>; the writer's calls
    /// are metered, and bounded by <see cref="DatasetBuildOptions.Concurrency"/> unless its options have a limiter of their own. The roles <c>selector</c>
    /// and <c>instructor</c> may have clients of their own.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The folder of the set.</param>
    /// <param name="options">How the set is built; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public static ILongWriterBuilder AddDatasetBuilder(this ILongWriterBuilder builder, string folder, DatasetBuildOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new();
        options.Check();
        folder = Path.GetFullPath(folder);
        var meter = new BuildMeter();
        builder.UseJournal(DatasetBuilder.RunsFolder(folder));
        builder.ConfigureChatClient(chat => chat.Use(inner => new MeteredChatClient(inner, meter)));
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(builder.Name, (services, _) => new AdaptiveLimiter(options.Concurrency, services.GetRequiredService<TimeProvider>())));
        builder.Services.AddOptions<LongWriterOptions>(builder.Name)
            .Configure<IServiceProvider>((writing, services) => writing.Resilience.Limiter ??= services.GetRequiredKeyedService<AdaptiveLimiter>(builder.Name));
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(builder.Name, (services, key) => new DatasetBuilder(
            new BuildParts(
                folder,
                services.GetRequiredKeyedService<ILongWriter>(key),
                services.GetRequiredKeyedService<IJournalStore>(key),
                services.GetRequiredKeyedService<RoleClients>(key).Get,
                meter,
                services.GetRequiredKeyedService<AdaptiveLimiter>(key),
                services.GetRequiredService<TimeProvider>())
            { Options = options })));
        if (builder.Name.Length == 0)
            builder.Services.TryAddSingleton(static services => services.GetRequiredKeyedService<DatasetBuilder>(""));
        return builder;
    }
}
