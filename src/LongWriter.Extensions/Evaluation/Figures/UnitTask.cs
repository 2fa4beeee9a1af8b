namespace LongWriter;

/// <summary>
/// What a prompt asks of numbered parts, such as the weeks of a diary or the floors of a tower, in a form that can be checked without a judge (the idea of
/// LongGenBench, Wu 2025): once, over a range, or every so often.
/// </summary>
/// <param name="Marker">What begins a part's first line, with <c>{n}</c> for its number: "Week {n}", "第{n}层". Case and Markdown before it aside.</param>
/// <param name="Count">The number of parts, from 1 on.</param>
/// <param name="Checks">What has to be mentioned where.</param>
public sealed record UnitTask(string Marker, int Count, IReadOnlyList<UnitCheck> Checks)
{
    internal const string Number = "{n}";
}

/// <summary>Something that parts have to mention.</summary>
/// <param name="Terms">Words any one of which counts as a mention; case aside. As whole words where a script has spaces between them, so give other forms too ("port", "ports"); in Chinese anywhere.</param>
/// <param name="First">The first part that has to.</param>
/// <param name="Last">The last one; that of a single part is <paramref name="First"/>.</param>
/// <param name="Every">The step between parts that have to; 1 for all of a range.</param>
public sealed record UnitCheck(IReadOnlyList<string> Terms, int First, int Last, int Every = 1)
{
    /// <summary>The kind: <c>once</c>, <c>range</c> or <c>periodic</c>.</summary>
    public string Kind => Every > 1 ? "periodic" : First == Last ? "once" : "range";
}
