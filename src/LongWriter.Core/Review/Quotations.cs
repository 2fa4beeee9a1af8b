namespace LongWriter;

/// <summary>Finds text inside quotation marks.</summary>
internal static class Quotations
{
    /// <summary>The quotations of a text, outermost marks only; a mark that is not closed in its paragraph opens none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">Its lines.</param>
    public static List<(int Start, int End)> Find(string text, List<TextLine> lines)
    {
        var found = new List<(int, int)>();
        var open = -1;
        foreach (var line in lines)
        {
            // a paragraph ends here, and with it whatever was left open
            if (line.Kind != TextLineKind.Text)
                open = -1;

            for (var i = line.Content; i < line.End; i++)
            {
                if (open >= 0 && Closes(text[open], text[i]))
                {
                    found.Add((open + 1, i));
                    open = -1;
                }
                else if (open < 0 && text[i] is '"' or '“' or '”' or '„' or '«' or '»' or '「' or '『' or '〝' or '＂')
                {
                    open = text[i] == '”' ? open : i;
                }
            }

            if (line.Kind is TextLineKind.ListItem or TextLineKind.Heading)
                open = -1;
        }

        return found;
    }

    private static bool Closes(char open, char c) => open switch
    {
        '"' or '＂' => c == open,
        '“' => c == '”',
        '„' => c is '“' or '”',
        '«' => c == '»',
        '»' => c == '«',
        '「' => c == '」',
        '『' => c == '』',
        _ => c is '〞' or '〟',
    };
}
