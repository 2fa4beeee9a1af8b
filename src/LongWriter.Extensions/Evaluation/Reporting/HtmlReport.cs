using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>
/// Writes runs as one HTML page that needs nothing else: no network, light and dark, printable, charts as SVG with text alternatives. What models and files say
/// is untrusted: it stands in the page as encoded text or as JSON that a script shows as text, under a content security policy that lets nothing but the page's
/// own script and style run.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes a page.</summary>
    /// <param name="runs">The runs, at least one.</param>
    /// <param name="writer">Where to; UTF-8 is what the page says it is.</param>
    /// <param name="comparisons">Comparisons of them; <see langword="null"/> for none.</param>
    /// <param name="options">Title, size; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: there is no run, or an option is out of its range.</exception>
    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer, IReadOnlyList<RunComparison>? comparisons = null, HtmlReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(writer);
        options ??= new();
        options.Check();
        if (runs.Count == 0)
            throw new LongWriterException(LongWriterError.InvalidRequest, "A report needs at least one run.");

        var (style, script) = (Resource("report.css"), Resource("report.js"));
        writer.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="LongWriter">
            <title>{Html.Text(options.Title)}</title>
            <style>{style}</style>
            </head>
            <body>
            <header>
            <h1>{Html.Text(options.Title)}</h1>
            <p>{Subtitle(runs)}</p>
            </header>
            <main>

            """);
        SummarySection.Write(runs, writer);
        ComparisonSection.Write(runs, comparisons, writer);
        ChartSection.Write(runs, writer);
        RepetitionSection.Write(runs, writer);
        AnswerSection.Write(runs, writer, options.MaxTextBytes);
        BrokenSection.Write(runs, writer);
        writer.Write($"</main>\n<script>{script}</script>\n</body>\n</html>\n");
    }

    /// <summary>The charts of a page as data, for a program that draws them in another form; those that the runs have data for.</summary>
    /// <param name="runs">The runs.</param>
    public static IReadOnlyList<ReportChart> Charts(IReadOnlyList<EvaluationRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return ReportCharts.Of(runs);
    }

    private static string Subtitle(IReadOnlyList<EvaluationRun> runs)
    {
        var answers = runs.Sum(static r => r.Answers.Count);
        return string.Create(CultureInfo.InvariantCulture, $"{runs.Count} {(runs.Count == 1 ? "run" : "runs")}, {answers:N0} {(answers == 1 ? "answer" : "answers")}, {runs.Sum(static r => r.Answers.Sum(static a => (long)a.Words)):N0} words");
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        // A browser hashes what it parsed, and it parses CRLF as LF.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
