using LongWriter;

namespace TinyModel.Corpus;

/// <summary>A generated document.</summary>
/// <param name="Genre">One of <see cref="DocumentGenerator.Genres"/>.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Hero">The person in it.</param>
/// <param name="Sections">Its sections in order.</param>
/// <param name="Bits">Bits of the choices in it.</param>
internal sealed record CorpusDocument(string Genre, Topic Topic, Person Hero, IReadOnlyList<CorpusSection> Sections, double Bits)
{
    /// <summary>What stands before a paragraph.</summary>
    public const string Break = "\n\n";

    /// <summary>What stands before the ending: a line of its own. Whether a text goes on is one choice between two single tokens, a second end of line and the ending's first word, and it is made at an end of line, which a model tells from all other places.</summary>
    public const string LastBreak = "\n";

    /// <summary>The whole text.</summary>
    public string Text => string.Join(Break, Sections.Select(static s => s.Text));

    /// <summary>Its words, as the paper counts.</summary>
    public int Words => Sections.Sum(static s => s.Words);
}

/// <summary>A section of a document.</summary>
/// <param name="Point">What it is about, as a line of an outline.</param>
/// <param name="Text">Its paragraphs.</param>
internal sealed record CorpusSection(string Point, string Text)
{
    /// <summary>Its words.</summary>
    public int Words { get; } = WordCounters.LongWriter.Count(Text);
}
