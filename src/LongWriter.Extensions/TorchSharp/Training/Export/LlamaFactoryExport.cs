namespace LongWriter;

/// <summary>What was written for LLaMA-Factory.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Stage">What is learned.</param>
/// <param name="Files">The files, from the folder.</param>
/// <param name="Data">The data sets.</param>
/// <param name="Notes">What could not be carried over, or stands for something else there; also in <c>notes.txt</c>.</param>
public sealed record LlamaFactoryExport(
    string Folder, LlamaFactoryStage Stage, IReadOnlyList<string> Files, IReadOnlyList<LlamaFactoryDataSet> Data, IReadOnlyList<string> Notes);

/// <summary>A data file of an export.</summary>
/// <param name="Name">Its name in <c>dataset_info.json</c>.</param>
/// <param name="Source">The file that it was made of.</param>
/// <param name="Rows">Rows of an epoch, as often as each is taken.</param>
/// <param name="LeftOut">Rows that LLaMA-Factory has no form for.</param>
public sealed record LlamaFactoryDataSet(string Name, string Source, int Rows, int LeftOut);
