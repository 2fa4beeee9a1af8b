using System.Text;

namespace LongWriter;

/// <summary>
/// A list of patterns of words, one a line, read against instructions. Words match in any case and width and in their inflections (<c>bomb</c> also
/// bombs and bombing), <c>stem*</c> matches what begins so, <c>name!</c> only the word and its plural; letters spaced out, dotted or swapped for digits (<c>p o r n</c>, <c>p0rn</c>) are seen through.
/// </summary>
/// <remarks>
/// <para><c>a b</c> is a phrase; <c>a|b</c> either; <c>a ~ b</c> both within eight words in any order; <c>a &gt; b</c> b at most four words behind a;
/// <c>#50</c> a number of at least 50, in digits or words, that counts things: not words, pages and the like, and no year. A line that begins with <c>?</c> counts only where none of the words of the <c>=</c> lines occurs: an article on
/// a thing is not the thing. <c>name := a|b</c> gives alternatives a name, used as <c>&lt;name&gt;</c>. <c>//</c> begins a comment. Chinese patterns are
/// found wherever their characters stand, white space and punctuation between them aside; <c>~</c> is then 15 characters, <c>&gt;</c> 8.</para>
/// </remarks>
public sealed class TermList
{
    private readonly List<TermPattern> _patterns = [];
    private readonly List<TermPattern> _discussion = [];

    private TermList()
    {
    }

    /// <summary>The shipped list of toxic instructions: sexual content, slurs and hatred, and help with harm to oneself or others. English and Chinese.</summary>
    public static TermList Toxic { get; } = Resource("toxic.txt");

    /// <summary>The shipped list of instructions that gather data instead of asking for a text: training rows, prompts, bulk lists, machine formats, the model's own prompt. English and Chinese.</summary>
    public static TermList Scraping { get; } = Resource("scraping.txt");

    /// <summary>Reads a list.</summary>
    /// <param name="text">The lines.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: a line is no pattern, or there is none.</exception>
    public static TermList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var list = new TermList();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var comment = raw.IndexOf("//", StringComparison.Ordinal);
            var line = (comment < 0 ? raw : raw[..comment]).Trim().TrimStart('\uFEFF');
            if (line.Length == 0)
                continue;

            foreach (var (name, value) in names)
                line = line.Replace($"<{name}>", value, StringComparison.Ordinal);
            if (line.IndexOf(":=", StringComparison.Ordinal) is > 0 and var defines)
                names[line[..defines].Trim()] = line[(defines + 2)..].Trim();
            else if (line[0] == '=')
                list._discussion.Add(TermPattern.Parse(line[1..], number));
            else
                list._patterns.Add(TermPattern.Parse(line, number));
        }

        return list._patterns.Count > 0 ? list : throw new LongWriterException(LongWriterError.InvalidRequest, "The list of terms has no pattern. Give one a line.");
    }

    /// <summary>Reads a list from a file.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: it cannot be read. <see cref="LongWriterError.InvalidRequest"/>: a line is no pattern, or there is none.</exception>
    public static TermList Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8));
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The list of terms cannot be read", path, exception);
        }
    }

    /// <summary>Looks for the first pattern that a text matches.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The words that matched, or <see langword="null"/>.</returns>
    public string? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new TermText(text);
        bool? discussed = null;
        foreach (var pattern in _patterns)
        {
            if (pattern.Find(folded) is not { } found)
                continue;
            if (!pattern.UnlessDiscussed || !(discussed ??= _discussion.Any(d => d.Find(folded) is not null)))
                return found;
        }

        return null;
    }

    private static TermList Resource(string name)
    {
        using var stream = typeof(TermList).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }
}
