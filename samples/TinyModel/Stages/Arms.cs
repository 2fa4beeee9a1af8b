using System.Text;
using LongWriter;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Trains a model on rows and draws its curve.</summary>
internal static class Arms
{
    /// <summary>Trains and measures an arm, unless that is done already or another was asked for.</summary>
    /// <param name="lab">Where.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="arm">The arm's name.</param>
    /// <param name="from">The model to begin with.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="steps">The most steps; all rows once where null.</param>
    /// <param name="stepTokens">Tokens of a step; those of the scale where null.</param>
    /// <param name="prompts">Questions at each point of the curve; those of the scale where null.</param>
    /// <param name="averaging">How the losses of tokens are averaged; as a rule a row counts as a row, however little of it is learned.</param>
    public static async Task RunAsync(
        Lab lab, string stage, string arm, string from, Func<IEnumerable<ChatLine>> rows, CancellationToken stop, int? steps = null, int? stepTokens = null, int? prompts = null, LossAveraging averaging = LossAveraging.Sequence)
    {
        var result = Path.Combine(lab.Root, "results", $"{stage}-{arm}.json");
        if (File.Exists(result) || (lab.Only ?? arm) != arm)
            return;

        var folder = lab.Folder(stage, arm);
        var (whole, turns) = (Path.Combine(folder, "rows.jsonl"), Path.Combine(folder, "turns.jsonl"));
        if (!File.Exists(whole))
        {
            var made = rows().ToLookup(static r => r.Turns);
            WriteLines(turns, made[true].Select(static r => r.ToJson()));
            WriteLines(whole, made[false].Select(static r => r.ToJson()));
        }

        var job = new TrainingJob(folder, from, lab.Scale.Rates.Tuning) { Steps = steps, StepTokens = stepTokens, DecayShare = 0.3, Averaging = averaging };
        var loss = await Training.RunAsync(lab, job, () => [.. Training.Chats(lab, whole, turns: false), .. Training.Chats(lab, turns, turns: true)], stop);
        var curve = Curve.Of(await AnswersAsync(lab, lab.Model(stage, arm), Questions.ForCurve(lab, prompts), stop));
        lab.Say($"{stage} {arm}: {curve}");
        var trained = new ArmResult(arm, File.ReadLines(whole).Count() + File.ReadLines(turns).Count(), loss, curve);
        lab.Save(result, trained, ResultJson.Default.ArmResult);
    }

    /// <summary>A model's answers.</summary>
    public static async Task<IReadOnlyList<Answer>> AnswersAsync(Lab lab, string model, IReadOnlyList<Question> questions, CancellationToken stop)
    {
        using var writer = new Writer(model, lab.Threads);
        return await writer.AnswerAsync(questions, 1, stop);
    }

    /// <summary>Writes lines to a file that is there whole or not at all.</summary>
    public static void WriteLines(string file, IEnumerable<string> lines)
    {
        File.WriteAllLines(file + ".tmp", lines, new UTF8Encoding(false));
        File.Move(file + ".tmp", file, overwrite: true);
    }

    /// <summary>Rows until they have so many tokens.</summary>
    public static IEnumerable<ChatLine> UpTo(Lab lab, long tokens, Func<long, ChatLine> make)
    {
        var tokenizer = lab.LoadTokenizer();
        for (long i = 0; tokens > 0; i++)
        {
            var row = make(i);
            tokens -= TokensOf(tokenizer, row);
            yield return row;
        }
    }

    /// <summary>The tokens of a row, with some ten for the marks of its turns.</summary>
    public static long TokensOf(ModelTokenizer tokenizer, ChatLine row) => tokenizer.Encode(row.Prompt).Count + tokenizer.Encode(row.Answer).Count + 10;
}
