using System.Diagnostics.CodeAnalysis;
using LongWriter;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Picks models, replaces stages and adds middleware. Of two calls for the same thing the last wins.</summary>
public static class LongWriterBuilderExtensions
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>Sets options.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets them.</param>
    public static ILongWriterBuilder Configure(this ILongWriterBuilder builder, Action<LongWriterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Sets the chat client of the writer, or of one of its roles. The app's own <see cref="IChatClient"/> is not touched.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the client.</param>
    /// <param name="role">One of <see cref="WritingRoles"/>, or <see langword="null"/> for all roles without a client of their own.</param>
    public static ILongWriterBuilder UseChatClient(this ILongWriterBuilder builder, Func<IServiceProvider, IChatClient> factory, string? role = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        object key = role is null ? builder.Name : new RoleKey(builder.Name, role);
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(key, (sp, _) => factory(sp)));
        return builder;
    }

    /// <summary>Adds middleware of Microsoft.Extensions.AI around the clients of the writer, inside of its retries; the first one added is the outermost.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Adds middleware.</param>
    /// <param name="role">The role it is for, or <see langword="null"/> for all.</param>
    public static ILongWriterBuilder ConfigureChatClient(this ILongWriterBuilder builder, Action<ChatClientBuilder> configure, string? role = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddKeyedSingleton(builder.Name, new RoleMiddleware(role, (inner, services) =>
        {
            var chat = new ChatClientBuilder(inner);
            configure(chat);
            return chat.Build(services);
        }));
        return builder;
    }

    /// <summary>Adds middleware around the writer itself; the first one added is the outermost.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="wrap">Wraps the writer.</param>
    public static ILongWriterBuilder Use(this ILongWriterBuilder builder, Func<ILongWriter, IServiceProvider, ILongWriter> wrap)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(wrap);
        builder.Services.AddKeyedSingleton(builder.Name, new LongWriterMiddleware(wrap));
        return builder;
    }

    /// <summary>Keeps runs as files, durable and resumable.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="directory">The folder; made where it is missing.</param>
    public static ILongWriterBuilder UseJournal(this ILongWriterBuilder builder, string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return builder.UseJournal(sp => new FileJournalStore(directory, sp.GetService<ILogger<FileJournalStore>>()));
    }

    /// <summary>Keeps runs in a store of your own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the store.</param>
    public static ILongWriterBuilder UseJournal(this ILongWriterBuilder builder, Func<IServiceProvider, IJournalStore> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(builder.Name, (sp, _) => factory(sp)));
        return builder;
    }

    /// <summary>Replaces the planner.</summary>
    /// <typeparam name="T">The planner; a singleton, made with the app's services.</typeparam>
    /// <param name="builder">The builder.</param>
    public static ILongWriterBuilder UsePlanner<[DynamicallyAccessedMembers(Constructors)] T>(this ILongWriterBuilder builder)
        where T : class, IPlanner => builder.UseStage<IPlanner, T>();

    /// <summary>Replaces the section writer.</summary>
    /// <typeparam name="T">The section writer; a singleton, made with the app's services.</typeparam>
    /// <param name="builder">The builder.</param>
    public static ILongWriterBuilder UseSectionWriter<[DynamicallyAccessedMembers(Constructors)] T>(this ILongWriterBuilder builder)
        where T : class, ISectionWriter => builder.UseStage<ISectionWriter, T>();

    /// <summary>Replaces the context policies that <see cref="LongWriterOptions.Context"/> chooses from.</summary>
    /// <typeparam name="T">The policy; a singleton, made with the app's services.</typeparam>
    /// <param name="builder">The builder.</param>
    public static ILongWriterBuilder UseContextPolicy<[DynamicallyAccessedMembers(Constructors)] T>(this ILongWriterBuilder builder)
        where T : class, IContextPolicy => builder.UseStage<IContextPolicy, T>();

    /// <summary>Replaces the length controller.</summary>
    /// <typeparam name="T">The controller; a singleton, made with the app's services. <see cref="NoLengthController"/> gives plain AgentWrite.</typeparam>
    /// <param name="builder">The builder.</param>
    public static ILongWriterBuilder UseLengthController<[DynamicallyAccessedMembers(Constructors)] T>(this ILongWriterBuilder builder)
        where T : class, ILengthController => builder.UseStage<ILengthController, T>();

    /// <summary>Adds a reviewer behind cleaning, redundancy guard and length.</summary>
    /// <typeparam name="T">The reviewer; a singleton, made with the app's services.</typeparam>
    /// <param name="builder">The builder.</param>
    public static ILongWriterBuilder AddReviewer<[DynamicallyAccessedMembers(Constructors)] T>(this ILongWriterBuilder builder)
        where T : class, ISectionReviewer
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton(builder.Name, StageRegistration.Of<T>(builder.Name, typeof(ISectionReviewer)));
        builder.Services.AddKeyedSingleton<ISectionReviewer, T>(builder.Name);
        return builder;
    }

    /// <summary>Offers every finished document to a sink, after it is durable.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the sink.</param>
    public static ILongWriterBuilder AddDatasetSink(this ILongWriterBuilder builder, Func<IServiceProvider, IDatasetSink<WritingDocument>> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddKeyedSingleton(builder.Name, (sp, _) => factory(sp));
        return builder;
    }

    /// <summary>Appends every finished document to a JSON Lines file of <c>messages</c> rows, once a run id.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file.</param>
    public static ILongWriterBuilder AddMessagesSink(this ILongWriterBuilder builder, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.AddDatasetSink(_ => new MessagesSink(path));
    }

    private static ILongWriterBuilder UseStage<TStage, [DynamicallyAccessedMembers(Constructors)] T>(this ILongWriterBuilder builder)
        where TStage : class
        where T : class, TStage
    {
        ArgumentNullException.ThrowIfNull(builder);
        // What a later call replaces is not looked at any more.
        foreach (var replaced in builder.Services.Where(d => d is { IsKeyedService: true, KeyedImplementationInstance: StageRegistration stage } && stage.Writer == builder.Name && stage.Contract == typeof(TStage)).ToList())
            builder.Services.Remove(replaced);
        builder.Services.AddKeyedSingleton(builder.Name, StageRegistration.Of<T>(builder.Name, typeof(TStage)));
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton<TStage, T>(builder.Name));
        return builder;
    }
}

internal sealed record LongWriterMiddleware(Func<ILongWriter, IServiceProvider, ILongWriter> Wrap);
