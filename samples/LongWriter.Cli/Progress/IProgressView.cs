namespace LongWriter.Cli.Progress;

/// <summary>Shows a run while it goes on.</summary>
internal interface IProgressView
{
    /// <summary>Shows the updates that the work hands to its argument, until the work ends; what it throws is thrown.</summary>
    Task RunAsync(Func<Action<WritingUpdate>, Task> work);
}
