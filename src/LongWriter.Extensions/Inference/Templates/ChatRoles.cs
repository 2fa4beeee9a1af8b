namespace LongWriter;

/// <summary>The roles that templates know.</summary>
internal static class ChatRoles
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
}
