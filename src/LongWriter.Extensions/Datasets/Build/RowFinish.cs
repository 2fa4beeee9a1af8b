using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>What is done with a row as soon as its text is there, beside the calls of the others: cleaned, filtered, its pairs made, all of it staged.</summary>
internal sealed class RowFinish(BuildParts parts, RowStage stage)
{
    private readonly BuiltRows _rows = new(parts);
    private readonly DraftPairs _pairs = new(parts.Options.MinPairMargin);
    private readonly DraftPairJson _pairJson = new(new JsonSerializerOptions(DraftPairJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private readonly IRowFilter[] _filters = [.. RowFilters.ForTexts(parts.Options.Filters), .. parts.Options.TextFilters];
    private readonly IRowFilter[] _instructionFilters = [.. RowFilters.ForInstructions(parts.Options.Filters), .. parts.Options.InstructionFilters];

    /// <summary>What is wrong with an instruction that was made for a text.</summary>
    public RowReject? FaultOf(DatasetRow row) => RowFilters.FirstFault(_instructionFilters, row);

    public async Task RunAsync(RowWork work, CancellationToken cancellationToken)
    {
        var (row, run) = await _rows.ReadAsync(work, cancellationToken).ConfigureAwait(false);
        work.Staged = stage.Add(RowForms.ToJson(row, RowForms.Whole));
        work.Reject = RowFilters.FirstFault(_filters, row);
        if (work.Reject is not null)
            return;

        var language = RowFigures.LanguageOf(row);
        var words = WordCounters.ForLanguage(language).Count(row.Text!);
        var required = RowFigures.RequiredOf(row);
        work.Built = new(work.Index, row.Id, language, row.Type, words, required, required is { } asked ? LengthScore.Compute(asked, words) : null);
        if (parts.Options.Pairs && run is not null)
            work.Pairs = [.. _pairs.Of(row, run).Select(pair => stage.Add(JsonSerializer.SerializeToUtf8Bytes(pair, _pairJson.DraftPair)))];
    }
}
