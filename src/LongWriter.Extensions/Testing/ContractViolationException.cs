namespace LongWriter;

/// <summary>An implementation breaks a rule of its contract.</summary>
public sealed class ContractViolationException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="rule">The rule that is broken.</param>
    /// <param name="expected">What the rule asks for.</param>
    /// <param name="seen">What was seen instead.</param>
    /// <param name="innerException">The exception that was seen, where it was one.</param>
    public ContractViolationException(string rule, string expected, string seen, Exception? innerException = null)
        : base($"Rule {rule} is broken. Expected: {expected}. Seen: {seen}.", innerException)
    {
        Rule = rule;
        Expected = expected;
        Seen = seen;
    }

    /// <summary>The rule that is broken.</summary>
    public string Rule { get; }

    /// <summary>What the rule asks for.</summary>
    public string Expected { get; }

    /// <summary>What was seen instead.</summary>
    public string Seen { get; }
}
