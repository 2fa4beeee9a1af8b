namespace LongWriter;

/// <summary>The cleaning of one draft: each stage takes one kind of matter away, until nothing is left to take.</summary>
internal sealed class DraftCleaning(WritingState state, PromptSet prompts, bool isCutOff)
{
    // one round does nearly always; more are needed only where one remark was wrapped into another
    private const int MaxRounds = 8;

    // a bound for hostile input only, so that the whole stays linear
    private const int MaxTakes = 64;

    private readonly StepEcho _echo = new(state, prompts);
    private readonly int _number = state.Index + 1;

    /// <summary>Cleans a text.</summary>
    public string Clean(string text)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var cleaned = Round(text);
            if (cleaned == text)
                break;
            text = cleaned;
        }

        return text;
    }

    private string Round(string text)
    {
        text = ReasoningBlocks.Remove(CharacterCleaning.Apply(text));
        var window = new DraftWindow(text);
        var takes = 0;
        while (takes < MaxTakes && (TakeFirst(window) || TakeLast(window) || AnswerWrapping.Remove(window)))
            takes++;

        text = window.ToString();
        if (state.Sections.Count > 0)
            text = RepeatedTail.Remove(text, state.Sections[^1].Text);
        return WhiteSpace.Fold(text, isCutOff);
    }

    private bool TakeFirst(DraftWindow window)
    {
        var line = window.FirstLine;
        if (line.IsEmpty)
            return false;

        var label = SectionLabel.Read(line);
        if (label.IsLabel(_number, line))
        {
            window.DropStart(label.IsBare(line) ? line.Length : label.Length);
            window.DropRuleAtStart();
            return true;
        }

        if (_echo.IsEcho(line) || WordCountRemark.IsLine(line) || (AssistantTalk.IsPreamble(line) && !window.SecondLineStartsWith('>')))
        {
            window.DropStart(line.Length);
            window.DropRuleAtStart();
            return true;
        }

        return false;
    }

    private bool TakeLast(DraftWindow window)
    {
        var line = window.LastLine;
        if (line.IsEmpty)
            return false;

        var taken = _echo.IsPromptLine(line) || WordCountRemark.IsLine(line) || AssistantTalk.IsEndMark(line)
            || (window.LastLineIsParagraph && AssistantTalk.IsCloser(line))
            ? line.Length
            : WordCountRemark.TrailingLength(line);
        if (taken == 0)
            return false;

        window.DropEnd(taken);
        if (taken == line.Length)
            window.DropRuleAtEnd();
        return true;
    }
}
