namespace LongWriter;

/// <summary>Figures of sentences and paragraphs.</summary>
internal static class SentenceFigures
{
    /// <summary>
    /// The sentences that stand earlier in the text word for word, case and punctuation aside, and their share; of those of 8 words or 16 Chinese characters on. 0
    /// where there are none of that size. Headings, tables and code are no sentences.
    /// </summary>
    public static (double Share, int Count) Duplicates(TokenText text)
    {
        var seen = new HashSet<ulong>();
        int all = 0, again = 0;
        var token = 0;
        foreach (var sentence in TextSegments.Sentences(text.Text, TextLine.Read(text.Text)))
        {
            while (token < text.Count && text.Tokens[token].Start < sentence.Start)
                token++;

            var first = token;
            var units = 0;
            for (; token < text.Count && text.Tokens[token].Start < sentence.End; token++)
                units += text.Tokens[token].Units;
            if (units < ReviewedText.SentenceUnits || sentence.Kind is TextLineKind.Heading or TextLineKind.Table or TextLineKind.Code)
                continue;

            all++;
            again += seen.Add(text.Hash(first, token)) ? 0 : 1;
        }

        return (all == 0 ? 0 : again / (double)all, again);
    }

    /// <summary>The share of paragraphs of running text that hold one sentence or none; 0 where there are no paragraphs.</summary>
    public static double SingleSentenceParagraphs(string text)
    {
        var sentences = new Dictionary<int, int>();
        foreach (var sentence in TextSegments.Sentences(text, TextLine.Read(text)))
        {
            if (sentence.Kind == TextLineKind.Text)
                sentences[sentence.Block] = sentences.GetValueOrDefault(sentence.Block) + 1;
        }

        return sentences.Count == 0 ? 0 : sentences.Values.Count(static count => count <= 1) / (double)sentences.Count;
    }
}
