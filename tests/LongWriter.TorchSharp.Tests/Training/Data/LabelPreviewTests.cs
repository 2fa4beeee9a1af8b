namespace LongWriter.Tests;

public sealed class LabelPreviewTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Learned_tokens_are_between_brackets_or_green()
    {
        var sequence = Read("Bees?", "They fly 🐝.");

        Assert.Equal(
            $"{sequence.RowId}: 40 tokens, 15 learned\n<|im_start|>user\nBees?<|im_end|>\n<|im_start|>assistant\n⟦They fly 🐝.<|im_end|>⟧\n\n",
            LabelPreview.Format(sequence, _folder.ChatMl(), colour: false));
        Assert.Contains("assistant\n\u001b[32mThey fly 🐝.<|im_end|>\u001b[0m\n", LabelPreview.Format(sequence, _folder.ChatMl(), colour: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_stretches_show_their_beginning_and_end()
    {
        var preview = LabelPreview.Format(Read("Bees?", "abc" + new string('x', 1_000) + "yz"), _folder.ChatMl(), colour: false, mostTokens: 5);

        Assert.Contains("⟦abc … 1,001 tokens … z<|im_end|>⟧", preview, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_does_not_steer_the_terminal()
    {
        var preview = LabelPreview.Format(Read("a\u001b[31m\rb\u202Ec", "d"), _folder.ChatMl(), colour: false);

        Assert.Contains("a [31m b c", preview, StringComparison.Ordinal);
    }

    private TrainingSequence Read(string question, string answer) =>
        TrainingData.ReadChats([_folder.Write("a.jsonl", DataFolder.Chat(question, answer))], _folder.ChatMl(), ChatTemplates.Get("chatml")).Sequences[0];
}
