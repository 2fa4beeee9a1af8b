using TinyModel.Experiment;

namespace TinyModel.Stages;

/// <summary>One step of the experiment: takes the models of the steps before it, and leaves models and a result.</summary>
internal interface IStage
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in a line.</summary>
    string Summary { get; }

    /// <summary>Runs it, or goes on with it; what is done already is not done again.</summary>
    /// <exception cref="OutOfTimeException">It is to be gone on with.</exception>
    Task RunAsync(Lab lab, CancellationToken stop);
}
