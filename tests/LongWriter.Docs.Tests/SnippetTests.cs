namespace LongWriter.Tests;

public class SnippetTests
{
    public static TheoryData<string> Pages => [.. Snippet.All().Select(static s => s.Page).Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_snippet_of_the_page_compiles(string page) =>
        Assert.Empty(Snippet.Compile([.. Snippet.All().Where(s => s.Page == page)]));

    [Fact]
    public void The_pages_that_show_code_are_all_read() =>
        Assert.True(Pages.Count >= 5, string.Join(", ", Snippet.All().Select(static s => s.Page).Distinct()));

    [Fact]
    public void A_snippet_that_does_not_compile_is_found() =>
        Assert.NotEmpty(Snippet.Compile([new Snippet("page.md", 1, "var document = await writer.NoSuchMethodAsync(request);")]));
}
