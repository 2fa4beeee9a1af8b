using System.Globalization;
using TinyModel.Corpus;

namespace TinyModel.Rows;

/// <summary>What stands in lists: names, nouns, many of them invented, and figures.</summary>
internal static class ListItems
{
    /// <summary>Draws an item that may be trained on.</summary>
    public static string Draw(Choices choices, Grammar grammar) => choices.Below(6) switch
    {
        0 or 1 or 2 => Topics.Draw(choices, grammar, Split.Training, invented: 0.7).Phrase,
        3 or 4 => Person.Draw(choices, grammar, Split.Training, []).Name,
        _ => Figure(choices),
    };

    /// <summary>Draws a figure, as <see cref="LongWriter.LongWriterTiny.ReadableNumbers"/> writes it.</summary>
    public static string Figure(Choices choices) => choices.LogUniform(2, 9_000).ToString("0000", CultureInfo.InvariantCulture);
}
