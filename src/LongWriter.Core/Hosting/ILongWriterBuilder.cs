using Microsoft.Extensions.DependencyInjection;

namespace LongWriter;

/// <summary>Composes one writer of an app. Everything but these two members is an extension method, adapters' included.</summary>
public interface ILongWriterBuilder
{
    /// <summary>The writer's name: the key of its services and the name of its options. Empty for the default writer.</summary>
    string Name { get; }

    /// <summary>The app's services.</summary>
    IServiceCollection Services { get; }
}

internal sealed record LongWriterBuilder(string Name, IServiceCollection Services) : ILongWriterBuilder;
