namespace LongWriter;

/// <summary>Decides whether an instruction needs a long text. Called from several threads.</summary>
public interface IInstructionSelector
{
    /// <summary>What the decision depends on beside the instruction: another name asks again in a resumed build.</summary>
    string Name { get; }

    /// <summary>Decides.</summary>
    /// <param name="row">The instruction.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException">There is no decision, also when asked again; the row stays pending.</exception>
    ValueTask<SelectionVerdict> SelectAsync(DatasetRow row, CancellationToken cancellationToken);
}

/// <summary>A decision about an instruction.</summary>
/// <param name="IsTaken">Whether it is taken.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record SelectionVerdict(bool IsTaken, string Reason);
