namespace LongWriter;

/// <summary>Shows drafts of one section while they grow. Every try takes the next number, so a view drops what a failed try left.</summary>
internal sealed class DraftStream(int index, Action<WritingUpdate> emit)
{
    private int _number;

    public void Begin(string? text)
    {
        _number++;
        if (!string.IsNullOrEmpty(text))
            emit(new DraftUpdate(index, _number, text));
    }

    public void Add(string delta)
    {
        if (delta.Length > 0)
            emit(new DraftUpdate(index, _number, delta));
    }
}
