namespace LongWriter.Cli.Progress;

/// <summary>A notice in a line.</summary>
internal static class NoticeText
{
    public static string Of(WritingNotice notice)
    {
        var kind = notice.Kind switch
        {
            NoticeKind.Retry => "retry",
            NoticeKind.Wait => "wait",
            _ => "warning",
        };
        var section = notice.Index is { } index ? $" (section {index + 1})" : "";
        return $"{kind}{section}: {Printable.Line(notice.Message.ReplaceLineEndings(" "))}";
    }
}
