using System.Text.Json.Serialization;
using TinyModel.Experiment;
using TinyModel.Measurement;

namespace TinyModel.Stages;

/// <summary>What the base model is.</summary>
/// <param name="Loss">Training loss of the last steps, in nats a token.</param>
/// <param name="Entropy">Bits of the generator's choices as nats a token: an upper bound of what cannot be known.</param>
/// <param name="Words">Words of texts that are written from nothing.</param>
/// <param name="CorpusWords">Words of the texts of the last part of pre-training.</param>
/// <param name="CountError">How far the numbers under paragraphs are from the words so far.</param>
internal sealed record BaseResult(double? Loss, double Entropy, Interval Words, double Median, int Longest, double CorpusWords, double Ended, double CountError);

/// <summary>A trained model and its curve.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Rows">Rows that it learned from.</param>
/// <param name="Loss">Training loss of the last steps, in nats a token.</param>
internal sealed record ArmResult(string Name, int Rows, double? Loss, Curve Curve);

/// <summary>A document that the pipeline wrote.</summary>
/// <param name="Calls">Calls to the model, drafts that were thrown away among them.</param>
internal sealed record AgentDocument(string Instruction, int Required, string Topic, IReadOnlyList<AgentSection> Sections, int Words, int Calls)
{
    /// <summary>Whether the model ended the last section by itself. A section that meets its limit goes back to its last sentence.</summary>
    public bool Ended => !Sections[^1].Cut;

    /// <summary>The share of sections that met their limit.</summary>
    public double Cut => Sections.Average(static s => s.Cut ? 1.0 : 0);

    public double LengthScore => LongWriter.LengthScore.Compute(Required, Words);
}

/// <summary>A section of it.</summary>
/// <param name="Cut">Whether it met the limit of its call before the model ended it.</param>
internal sealed record AgentSection(string Point, string Text, bool Cut = false);

/// <summary>A document that the pipeline could not write.</summary>
internal sealed record AgentFailure(string Instruction, string Fault);

/// <summary>What became of the agent's documents.</summary>
/// <param name="Reasons">Those that were left out, by reason.</param>
internal sealed record AgentResult(int Written, int Kept, IReadOnlyDictionary<string, int> Reasons, double Words, double LengthScore, IReadOnlyList<WayResult> Ways);

/// <summary>One way to write held-out documents.</summary>
/// <param name="Cut">The share of sections that met their limit.</param>
internal sealed record WayResult(string Name, Curve Curve, double Calls, double Cut = 0);

/// <summary>What preferences changed, over questions that no choice was made by.</summary>
internal sealed record PreferenceResult(int Pairs, Curve Before, Curve After, Interval Difference, int Prompts);

/// <summary>What can be said of samples without a judge.</summary>
/// <param name="Way">How they were written.</param>
/// <param name="Topic">The share of sections that name the topic.</param>
/// <param name="Cut">The share of sections that met the limit of their call and went back to their last sentence.</param>
/// <param name="Repeated">How often the sentence that stands most often in one text stands there in 2,000 words; the mean over the texts.</param>
/// <param name="AtMostTwice">The share of texts in which no sentence stands more than twice in 2,000 words.</param>
/// <param name="Distinct3">Distinct three-word sequences among all, in a text.</param>
internal sealed record SampleResult(string Way, int Texts, Interval Words, double Ended, double LengthScore, double Topic, double Cut, double Repeated, double AtMostTwice, double Distinct3);

/// <summary>What a stage took.</summary>
/// <param name="Minutes">Minutes of the clock, those of stopped runs of it included.</param>
/// <param name="Threads">Threads.</param>
/// <param name="PeakBytes">The most memory that the process ever had.</param>
internal sealed record StageCost(double Minutes, int Threads, long PeakBytes);

/// <summary>The configuration of a Llama model, as published.</summary>
internal sealed record LlamaConfig(
    IReadOnlyList<string> Architectures, string ModelType, int VocabSize, int HiddenSize, int IntermediateSize, int NumHiddenLayers, int NumAttentionHeads,
    int NumKeyValueHeads, int HeadDim, int MaxPositionEmbeddings, double RmsNormEps, double RopeTheta, bool TieWordEmbeddings, string HiddenAct, int EosTokenId, string TorchDtype);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BaseResult))]
[JsonSerializable(typeof(ArmResult))]
[JsonSerializable(typeof(AgentResult))]
[JsonSerializable(typeof(PreferenceResult))]
[JsonSerializable(typeof(LlamaConfig))]
[JsonSerializable(typeof(StageCost))]
[JsonSerializable(typeof(IReadOnlyList<SampleResult>))]
internal sealed partial class ResultJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AgentDocument))]
[JsonSerializable(typeof(AgentFailure))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class LineJson : JsonSerializerContext;
