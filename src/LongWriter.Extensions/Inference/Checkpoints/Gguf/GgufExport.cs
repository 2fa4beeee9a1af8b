namespace LongWriter;

/// <summary>What was exported.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Architecture">The architecture that the file names, for example <c>llama</c>.</param>
/// <param name="TensorCount">Number of tensors in it.</param>
/// <param name="PreTokenizer">The name under which its readers know how a text is cut before the merges, for example <c>llama-bpe</c>; <see langword="null"/> with a SentencePiece-style tokenizer, which has none.</param>
/// <param name="Notes">Where the file cannot say all that the model is, and what was written instead; empty where nothing is lost.</param>
public sealed record GgufExport(long Bytes, string Architecture, int TensorCount, string? PreTokenizer, IReadOnlyList<string> Notes);
