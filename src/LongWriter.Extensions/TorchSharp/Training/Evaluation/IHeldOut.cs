namespace LongWriter;

/// <summary>Data that is not learned from: another for each kind of training.</summary>
internal interface IHeldOut
{
    /// <summary>Fingerprint of it.</summary>
    string Data { get; }

    /// <summary>Rows that are learned from too, and one of them.</summary>
    (int Count, string? First) Learned { get; }

    /// <summary>Called once, with the model as the run begins with it, also where it goes on from a checkpoint.</summary>
    void Begin(TrainingPass pass, CancellationToken cancellationToken);

    /// <summary>Computes its loss; no gradients.</summary>
    /// <param name="pass">Computes.</param>
    /// <param name="computed">Told the summed losses of each pack that went through the model.</param>
    EvaluationResult Measure(TrainingPass pass, Action<TokenPack, double> computed);
}
