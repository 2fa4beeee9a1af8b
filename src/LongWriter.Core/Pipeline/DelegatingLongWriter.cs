namespace LongWriter;

/// <summary>Base of middleware over <see cref="ILongWriter"/>: passes everything on to an inner writer.</summary>
/// <param name="inner">The writer that is wrapped. Not disposed by this class.</param>
public class DelegatingLongWriter(ILongWriter inner) : ILongWriter
{
    /// <summary>The wrapped writer.</summary>
    protected ILongWriter Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc />
    public virtual IAsyncEnumerable<WritingUpdate> WriteStreamingAsync(WritingRequest request, CancellationToken cancellationToken = default) =>
        Inner.WriteStreamingAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : Inner.GetService(serviceType, serviceKey);
    }
}
