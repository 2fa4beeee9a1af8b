using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>A client that tells what its model can take.</summary>
internal sealed class LimitedChatClient(IChatClient inner, ModelLimits limits) : DelegatingChatClient(inner)
{
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ModelLimits) ? limits : base.GetService(serviceType, serviceKey);
}
