namespace TinyModel.Corpus;

/// <summary>Someone in a document.</summary>
/// <param name="Name">The first name.</param>
/// <param name="Trade">What he or she does: "baker".</param>
/// <param name="IsShe">Whether "she" goes with the name.</param>
internal sealed record Person(string Name, string Trade, bool IsShe)
{
    /// <summary>"Tolin the baker".</summary>
    public string Full => $"{Name} the {Trade}";

    /// <summary>A form that grammars ask for: <c>he</c>, <c>him</c>, <c>his</c>, <c>full</c>, <c>trade</c>; the name where it is empty.</summary>
    public string? Form(string form) => form switch
    {
        "" => Name,
        "full" => Full,
        "trade" => Trade,
        "he" => IsShe ? "she" : "he",
        "him" => IsShe ? "her" : "him",
        "his" => IsShe ? "her" : "his",
        _ => null,
    };

    /// <summary>Draws someone of one side of the split whose name and trade nobody of a cast has.</summary>
    public static Person Draw(Choices choices, Grammar grammar, Split split, IReadOnlyCollection<Person> cast)
    {
        while (true)
        {
            var she = choices.Below(2) == 1;
            var name = choices.Of(grammar[she ? "name.she" : "name.he"].Alternatives).Pieces[0].Text;
            var trade = choices.Of(grammar["trade"].Alternatives).Pieces[0].Text;
            if (HeldOut.Covers(name) == (split == Split.HeldOut) && cast.All(p => p.Name != name && p.Trade != trade))
                return new(name, trade, she);
        }
    }
}
