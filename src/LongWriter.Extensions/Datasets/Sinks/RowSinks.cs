namespace LongWriter;

/// <summary>The sinks that ship: JSON Lines in the forms that trainers read.</summary>
public static class RowSinks
{
    /// <summary>
    /// Rows as chat messages, the form of LongWriter-6k: <c>id</c>, <c>messages</c>, and <c>required</c>, <c>words</c>, <c>counter</c>,
    /// <c>length_score</c>, <c>language</c>, <c>type</c>, <c>original_prompt</c>, <c>plan</c>, <c>provenance</c> where they are known.
    /// </summary>
    /// <param name="path">The file.</param>
    public static IRowSink Messages(string path) => new JsonRowSink(path, RowForms.Messages, RowForms.WithoutText);

    /// <summary>Rows as chat messages in which the plan stands before the text (LongWriter, section 5: plan-augmented data). Rows without a plan are left out.</summary>
    /// <param name="path">The file.</param>
    public static IRowSink PlanAugmented(string path) => new JsonRowSink(path, RowForms.PlanAugmented, RowForms.WithoutEither);

    /// <summary>Rows with <c>instruction</c>, <c>input</c> and <c>output</c>.</summary>
    /// <param name="path">The file.</param>
    public static IRowSink Alpaca(string path) => new JsonRowSink(path, RowForms.Alpaca, RowForms.WithoutText);

    /// <summary>Rows with <c>conversations</c> of <c>from</c> and <c>value</c>.</summary>
    /// <param name="path">The file.</param>
    public static IRowSink ShareGpt(string path) => new JsonRowSink(path, RowForms.ShareGpt, RowForms.WithoutText);

    /// <summary>The LongWriter authors' <c>plan.jsonl</c>: <c>prompt</c> and <c>plan</c>. Rows without a plan are left out.</summary>
    /// <param name="path">The file.</param>
    public static IRowSink AuthorsPlan(string path) => new JsonRowSink(path, RowForms.AuthorsPlan, RowForms.WithoutPlan);

    /// <summary>The LongWriter authors' <c>write.jsonl</c>: <c>prompt</c>, <c>plan</c> and <c>write</c>, the list of sections.</summary>
    /// <param name="path">The file.</param>
    public static IRowSink AuthorsWrite(string path) => new JsonRowSink(path, RowForms.AuthorsWrite, RowForms.WithoutText);

    /// <summary>The names that <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["messages", "plan-augmented", "alpaca", "sharegpt", "plan", "write"];

    /// <summary>Makes a sink by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: there is none of that name.</exception>
    public static IRowSink Open(string name, string path) => name switch
    {
        "messages" => Messages(path),
        "plan-augmented" => PlanAugmented(path),
        "alpaca" => Alpaca(path),
        "sharegpt" => ShareGpt(path),
        "plan" => AuthorsPlan(path),
        "write" => AuthorsWrite(path),
        _ => throw new LongWriterException(LongWriterError.InvalidRequest, $"There is no form '{name}'; take one of {string.Join(", ", Names)}."),
    };
}
