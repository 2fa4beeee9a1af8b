using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter;

/// <summary>A stage that a builder registered for a contract, with what its constructors take.</summary>
internal sealed record StageRegistration(string Writer, Type Contract, Type Stage, IReadOnlyList<Type> Dependencies)
{
    public static StageRegistration Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string writer, Type contract) =>
        new(writer, contract, typeof(T), [.. typeof(T).GetConstructors().SelectMany(static c => c.GetParameters()).Select(static p => p.ParameterType).Distinct()]);
}

/// <summary>
/// Stages are singletons shared by all runs. One that is registered as scoped or transient, or that takes a scoped service,
/// would be captured for ever: an error at the start, not a surprise in the second run.
/// </summary>
internal sealed class StageLifetimes(IServiceCollection services) : IValidateOptions<LongWriterOptions>
{
    private static readonly Type[] Contracts =
    [
        typeof(ILongWriter), typeof(IPlanner), typeof(ISectionWriter), typeof(IContextPolicy), typeof(ILengthController), typeof(ISectionReviewer),
        typeof(IJournalStore), typeof(IDatasetSink<WritingDocument>), typeof(IChatClient),
    ];

    public ValidateOptionsResult Validate(string? name, LongWriterOptions options)
    {
        var failures = new List<string>();
        foreach (var descriptor in services)
        {
            if (descriptor.IsKeyedService && Equals(descriptor.ServiceKey, name) && Contracts.Contains(descriptor.ServiceType) && descriptor.Lifetime != ServiceLifetime.Singleton)
                failures.Add($"{descriptor.ServiceType.Name} is registered as {descriptor.Lifetime} for the writer '{name}'. Stages are singletons: register it as one, and take scoped services through IServiceScopeFactory.");

            if (descriptor is { IsKeyedService: true, KeyedImplementationInstance: StageRegistration stage } && stage.Writer == name)
                Check(stage, failures);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void Check(StageRegistration stage, List<string> failures)
    {
        if (LifetimeOf(stage.Stage) is { } own and not ServiceLifetime.Singleton)
            failures.Add($"{stage.Stage.Name} is registered as {own} but is a stage of the writer '{stage.Writer}'. Stages are singletons: register it as one, and take scoped services through IServiceScopeFactory.");

        foreach (var dependency in stage.Dependencies)
        {
            if (LifetimeOf(dependency) == ServiceLifetime.Scoped)
                failures.Add($"{stage.Stage.Name}, a stage of the writer '{stage.Writer}', takes {dependency.Name}, which is scoped. Stages are singletons: take IServiceScopeFactory and make a scope in each call.");
        }
    }

    private ServiceLifetime? LifetimeOf(Type type)
    {
        var open = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : null;
        return (services.LastOrDefault(d => !d.IsKeyedService && d.ServiceType == type) ?? services.LastOrDefault(d => !d.IsKeyedService && d.ServiceType == open))?.Lifetime;
    }
}
