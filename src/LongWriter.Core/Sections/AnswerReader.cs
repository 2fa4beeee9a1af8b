using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Gathers a streamed answer: its text, how it ended, and its tokens.</summary>
internal sealed class AnswerReader
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public ChatFinishReason? FinishReason { get; private set; }

    public long OutputTokens { get; private set; }

    public long ReasoningTokens { get; private set; }

    /// <summary>Takes an update and returns its text.</summary>
    public string Add(ChatResponseUpdate update)
    {
        FinishReason = update.FinishReason ?? FinishReason;
        var delta = "";
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    _text.Append(text.Text);
                    delta = delta.Length == 0 ? text.Text : delta + text.Text;
                    break;
                case UsageContent { Details: var usage }:
                    OutputTokens += usage.OutputTokenCount ?? 0;
                    ReasoningTokens += usage.ReasoningTokenCount ?? 0;
                    break;
            }
        }

        return delta;
    }
}
