namespace LongWriter;

/// <summary>The roles that stages ask chat clients for; each may be served by a client of its own.</summary>
public static class WritingRoles
{
    /// <summary>Makes the plan.</summary>
    public const string Planner = "planner";

    /// <summary>Writes the sections.</summary>
    public const string Writer = "writer";

    /// <summary>Shortens a draft that came out too long.</summary>
    public const string Shortener = "shortener";

    /// <summary>Keeps the running summary for long documents.</summary>
    public const string Summarizer = "summarizer";

    /// <summary>The roles of the stages that ship.</summary>
    internal static IReadOnlyList<string> All { get; } = [Planner, Writer, Shortener, Summarizer];
}
