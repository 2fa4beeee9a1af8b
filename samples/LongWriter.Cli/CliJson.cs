using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LongWriter.Cli.Datasets;
using LongWriter.Cli.Evaluation;
using LongWriter.Cli.Exports;
using LongWriter.Cli.Journal;
using LongWriter.Cli.Models;
using LongWriter.Cli.Training;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli;

/// <summary>The JSON that the tool prints and writes. Members are only ever added, and stand there as null where they are empty.</summary>
[JsonSerializable(typeof(WriteReport))]
[JsonSerializable(typeof(RunListReport))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(DeletedReport))]
[JsonSerializable(typeof(ExportedDocument))]
[JsonSerializable(typeof(GenerateReport))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(TokenizerReport))]
[JsonSerializable(typeof(ReuseReport))]
[JsonSerializable(typeof(SoakReport))]
[JsonSerializable(typeof(BatchRow[]))]
[JsonSerializable(typeof(PairReport[]))]
[JsonSerializable(typeof(PackReport))]
[JsonSerializable(typeof(TrainReport))]
[JsonSerializable(typeof(PairsReport))]
[JsonSerializable(typeof(DatasetStatistics))]
[JsonSerializable(typeof(DatasetFileReport))]
[JsonSerializable(typeof(DatasetBuildReport))]
[JsonSerializable(typeof(EstimateReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(QualityReport))]
[JsonSerializable(typeof(EvalLengthReport))]
[JsonSerializable(typeof(EvalQualityReport))]
[JsonSerializable(typeof(EvalRulerReport))]
[JsonSerializable(typeof(EvalRepetitionReport))]
[JsonSerializable(typeof(EvalCompareReport))]
[JsonSerializable(typeof(EvalRunsReport))]
[JsonSerializable(typeof(EvalReportSummary))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>For standard output: one line.</summary>
    public static CliJson Line { get; } = new(MakeOptions(indented: false));

    /// <summary>For files.</summary>
    public static CliJson File { get; } = new(MakeOptions(indented: true));

    /// <summary>Nothing is escaped for the sake of HTML, so that text stays readable.</summary>
    private static JsonSerializerOptions MakeOptions(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    };
}
