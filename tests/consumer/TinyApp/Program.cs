using LongWriter;
using TinyLibrary;

// Writes a document with the model that the package ships, and says what became of it.
try
{
    var document = await Village.WriteAsync("Write a 2,000-word story about a blue kezar.");
    Console.WriteLine(FormattableString.Invariant($"{document.Status}, {document.Sections.Count} sections, {document.Words} words of {document.RequiredLength.Words}, S_l {document.LengthScore:F1}"));
    return document.Status == WritingStatus.Completed && document.LengthScore >= 90 && document.Text.Contains("kezar", StringComparison.Ordinal) ? 0 : 1;
}
catch (LongWriterException exception)
{
    Console.Error.WriteLine($"{exception.Error}: {exception.Message}");
    return 2;
}
