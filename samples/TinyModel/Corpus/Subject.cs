namespace TinyModel.Corpus;

/// <summary>What a text is to be: its kind, what it is about, and the person in it.</summary>
/// <param name="Genre">One of <see cref="DocumentGenerator.Genres"/>.</param>
internal sealed record Subject(string Genre, Topic Topic, Person Hero)
{
    /// <summary>Draws one that may be trained on.</summary>
    /// <param name="choices">Where from.</param>
    /// <param name="grammar">The lexicon.</param>
    /// <param name="invented">The share of invented topics.</param>
    public static Subject Draw(Choices choices, Grammar grammar, double invented = Topics.Inventions)
    {
        var genre = choices.Of(DocumentGenerator.Genres);
        var topic = Topics.Draw(choices, grammar, Split.Training, invented);
        return new(genre, topic, Person.Draw(choices, grammar, Split.Training, []));
    }
}
