using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyModel.Report;

/// <summary>Puts figures into a page that is otherwise written by hand: between <c>&lt;!-- figures small-1 --&gt;</c> and <c>&lt;!-- end --&gt;</c> those of a run, between <c>&lt;!-- claims small --&gt;</c> and <c>&lt;!-- end --&gt;</c> the claims of all seeds side by side, at <c>&lt;!-- paper small-1 --&gt;</c> a run's scores beside the paper's.</summary>
internal static partial class ReportFile
{
    /// <summary>Fills the page anew.</summary>
    /// <param name="page">The Markdown file.</param>
    /// <param name="results">The folder that has a folder for each run.</param>
    /// <exception cref="InvalidDataException">The page asks for a run that is not there, or has a mark without an end.</exception>
    public static void Fill(string page, string results)
    {
        var runs = Runs(results);
        var images = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page))!, "images");
        var text = File.ReadAllText(page);
        if (Begin().Count(text) != Block().Count(text))
            throw new InvalidDataException($"A mark of {page} has no <!-- end --> behind it.");

        text = Block().Replace(text, match =>
        {
            var (kind, name) = (match.Groups["kind"].Value, match.Groups["name"].Value);
            var chosen = runs.Where(r => kind == "claims" ? r.Scale.Name == name : r.Name == name).ToList();
            if (chosen.Count == 0)
                throw new InvalidDataException($"{page} asks for {kind} of {name}, and {results} has none.");

            return $"<!-- {kind} {name} -->\n\n{kind switch { "figures" => RunReport.Of(chosen[0], Keep), "paper" => RunReport.BesidePaper(chosen[0]), _ => Claims(chosen) }}<!-- end -->";
        });
        File.WriteAllText(page, text);

        string Keep(string file, string svg)
        {
            Directory.CreateDirectory(images);
            File.WriteAllText(Path.Combine(images, file), svg);
            return $"images/{file}";
        }
    }

    /// <summary>The claims of every scale, all of its seeds side by side.</summary>
    /// <param name="results">The folder that has a folder for each run.</param>
    public static string Claims(string results) => string.Join('\n', Runs(results).GroupBy(static r => r.Scale.Name).Select(static scale => $"{scale.Key}\n\n{Claims([.. scale])}"));

    private static List<RunResults> Runs(string results) =>
        [.. Directory.EnumerateDirectories(results).Where(RunResults.IsRun).Order(StringComparer.Ordinal).Select(static d => new RunResults(d))];

    private static string Claims(IReadOnlyList<RunResults> runs)
    {
        var text = new StringBuilder("| claim | asked |").AppendJoin('|', runs.Select(static r => $" seed {r.Seed} ")).Append("|\n| --- | --- |").AppendJoin('|', runs.Select(static _ => " --- ")).Append("|\n");
        var claims = runs.Select(static r => Claim.Of(r).ToDictionary(static c => c.Text)).ToList();
        foreach (var claim in Claim.Of(runs[0]))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {claim.Text} | {claim.Asked} |")
                .AppendJoin('|', claims.Select(c => c.GetValueOrDefault(claim.Text) is { } made ? $" {(made.Holds == false ? "**no:** " : "")}{made.Measured} " : " not run ")).Append("|\n");
        }

        return text.Append('\n').ToString();
    }

    [GeneratedRegex(@"<!-- (?:figures|claims|paper) ")]
    private static partial Regex Begin();

    [GeneratedRegex(@"<!-- (?<kind>figures|claims|paper) (?<name>[a-z0-9-]+) -->.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Block();
}
