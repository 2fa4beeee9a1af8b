namespace LongWriter.Tests;

/// <summary>The data files that are embedded in the test assembly.</summary>
internal static class TestData
{
    public static Stream Open(string name) =>
        typeof(TestData).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
}
