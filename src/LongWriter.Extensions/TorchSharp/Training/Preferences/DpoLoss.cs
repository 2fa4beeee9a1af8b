namespace LongWriter;

/// <summary>Direct preference optimisation: the loss of a pair of answers, and its slope by the log-probability of every token.</summary>
/// <remarks>
/// <para>With the log-probabilities lp of the tokens of an answer under the model and lr under the reference:</para>
/// <para>Δ = Σ_t c_t · (lp_t - lr_t), c_t = 1 for the first min(n_w, n_l) learned tokens of an answer and α for those behind
/// (LD-DPO, Length Desensitization in Direct Preference Optimization, section 3; α = 1 is plain DPO); δ = Δ_chosen - Δ_rejected.</para>
/// <para>loss = -(1 - ε) · log σ(β·δ) - ε · log σ(-β·δ) - γ · (1 / n_w) · Σ_t lp_t of the chosen answer.</para>
/// <para>ε = γ = 0 is DPO (Direct Preference Optimization: Your Language Model is Secretly a Reward Model, equation 7); ε that of
/// conservative DPO (Mitchell, A note on DPO with noisy preferences); γ weighs an SFT term (RPO, Iterative Reasoning Preference Optimization, equation 1).
/// At the reference itself, with γ = 0, the loss is ln 2 whatever the others are.</para>
/// <para>Slopes: d loss / d lp_t = -β · c_t · ((1 - ε) · σ(-β·δ) - ε · σ(β·δ)) - γ / n_w in the chosen answer, and the first term with the other sign in the rejected one.</para>
/// </remarks>
public sealed class DpoLoss
{
    private readonly DpoOptions _options;

    /// <summary>Takes the options.</summary>
    /// <param name="options">β, ε, α and γ.</param>
    /// <exception cref="LongWriterException">One is out of its range (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public DpoLoss(DpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        TrainingChecks.Check(options);
        _options = options;
    }

    /// <summary>The loss of a pair. Log-probabilities are natural, one a learned token, in order.</summary>
    /// <param name="chosen">Of the chosen answer under the model.</param>
    /// <param name="chosenReference">Of the chosen answer under the reference.</param>
    /// <param name="rejected">Of the rejected answer under the model.</param>
    /// <param name="rejectedReference">Of the rejected answer under the reference.</param>
    /// <exception cref="ArgumentException">An answer has no token, or not as many under the model as under the reference.</exception>
    public DpoPairLoss Of(ReadOnlySpan<double> chosen, ReadOnlySpan<double> chosenReference, ReadOnlySpan<double> rejected, ReadOnlySpan<double> rejectedReference)
    {
        Check(chosen, chosenReference, nameof(chosen));
        Check(rejected, rejectedReference, nameof(rejected));
        var (beta, smoothing, weight) = (_options.Beta, _options.LabelSmoothing, _options.SftWeight);
        var both = Math.Min(chosen.Length, rejected.Length);
        var (chosenReward, rejectedReward) = (beta * Difference(chosen, chosenReference, both), beta * Difference(rejected, rejectedReference, both));
        var margin = chosenReward - rejectedReward;
        var loss = -(1 - smoothing) * LogSigmoid(margin) - smoothing * LogSigmoid(-margin);
        var slope = -beta * ((1 - smoothing) * Sigmoid(-margin) - smoothing * Sigmoid(margin));
        var (chosenSlopes, rejectedSlopes) = (Slopes(slope, chosen.Length, both), Slopes(-slope, rejected.Length, both));
        if (weight > 0)
        {
            var sum = 0.0;
            for (var t = 0; t < chosen.Length; t++)
            {
                sum += chosen[t];
                chosenSlopes[t] -= weight / chosen.Length;
            }

            loss -= weight * sum / chosen.Length;
        }

        return new(loss, chosenReward, rejectedReward, chosenSlopes, rejectedSlopes);
    }

    private double Difference(ReadOnlySpan<double> model, ReadOnlySpan<double> reference, int both)
    {
        var sum = 0.0;
        for (var t = 0; t < model.Length; t++)
            sum += (t < both ? 1 : _options.LengthAlpha) * (model[t] - reference[t]);
        return sum;
    }

    private double[] Slopes(double slope, int length, int both)
    {
        var slopes = new double[length];
        for (var t = 0; t < length; t++)
            slopes[t] = (t < both ? 1 : _options.LengthAlpha) * slope;
        return slopes;
    }

    private static void Check(ReadOnlySpan<double> model, ReadOnlySpan<double> reference, string name)
    {
        if (model.Length == 0 || model.Length != reference.Length)
            throw new ArgumentException($"The {name} answer has {model.Length} learned tokens under the model and {reference.Length} under the reference; it needs at least one, and as many of both.", name);
    }

    // Neither overflows, whatever x is.
    private static double LogSigmoid(double x) => x >= 0 ? -Math.Log(1 + Math.Exp(-x)) : x - Math.Log(1 + Math.Exp(x));

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}

/// <summary>What a pair comes to.</summary>
/// <param name="Loss">The loss, in nats.</param>
/// <param name="ChosenReward">β · Δ of the chosen answer.</param>
/// <param name="RejectedReward">β · Δ of the rejected one.</param>
/// <param name="ChosenSlopes">d loss / d log-probability of each learned token of the chosen answer.</param>
/// <param name="RejectedSlopes">The same of the rejected one.</param>
public sealed record DpoPairLoss(double Loss, double ChosenReward, double RejectedReward, IReadOnlyList<double> ChosenSlopes, IReadOnlyList<double> RejectedSlopes)
{
    /// <summary>β · δ: how far the chosen answer is above the rejected one.</summary>
    public double Margin => ChosenReward - RejectedReward;
}
