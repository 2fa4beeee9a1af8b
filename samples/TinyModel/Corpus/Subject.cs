namespace TinyModel.Corpus;

/// <summary>What a text is to be: its kind, what it is about, and the person in it.</summary>
/// <param name="Genre">One of <see cref="DocumentGenerator.Genres"/>.</param>
internal sealed record Subject(string Genre, Topic Topic, Person Hero)
{
    /// <summary>Draws one that may be trained on.</summary>
    public static Subject Draw(Choices choices, Grammar grammar)
    {
        var genre = choices.Of(DocumentGenerator.Genres);
        var topic = Topics.Draw(choices, grammar, Split.Training);
        return new(genre, topic, Person.Draw(choices, grammar, Split.Training, []));
    }
}
