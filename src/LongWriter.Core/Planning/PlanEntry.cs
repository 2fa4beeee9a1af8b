namespace LongWriter;

/// <summary>A step as it was read, before it is checked.</summary>
/// <param name="Number">Its number, where one was stated.</param>
/// <param name="Point">Its main point, folded to one line; may be empty.</param>
/// <param name="Count">Its word count, where one was stated; may be negative.</param>
/// <param name="Id">An id of the user's own.</param>
internal sealed record PlanEntry(int? Number, string Point, long? Count, string? Id = null);
