using System.Text;

namespace LongWriter.Cli.Exports;

/// <summary>The file that a document goes to, in the form that its extension names.</summary>
internal sealed class ExportFile
{
    private static readonly Dictionary<string, Func<WritingDocument, string>> Forms = new(StringComparer.OrdinalIgnoreCase)
    {
        [".md"] = MarkdownExport.Render,
        [".html"] = HtmlExport.Render,
        [".txt"] = TextExport.Render,
        [".json"] = JsonExport.Render,
    };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _target;

    private ExportFile(string path, string target) => (Path, _target) = (path, target);

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>Looks at everything that would keep the file from being written, so that nothing is spent on a document without a place.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static ExportFile Prepare(string path, bool planOnly)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new UsageException("--out names no file.");

        var extension = System.IO.Path.GetExtension(path);
        if (!Forms.ContainsKey(extension))
            throw new UsageException($"--out {path}: the name has to end in {string.Join(", ", Forms.Keys)}.");
        if (planOnly && extension.ToLowerInvariant() is not (".txt" or ".md"))
            throw new UsageException($"--out {path}: with --plan-only it is a text; let the name end in .txt or .md.");

        try
        {
            var target = FinalTarget(System.IO.Path.GetFullPath(path));
            if (Directory.Exists(target))
                throw new UsageException($"--out {path} is a folder.");

            var folder = System.IO.Path.GetDirectoryName(target)!;
            if (!Directory.Exists(folder))
                throw new UsageException($"--out {path}: there is no folder {folder}. Make it first.");

            var probe = TemporaryName(target);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return new ExportFile(path, target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--out {path} cannot be written: {exception.Message}");
        }
    }

    public string Render(WritingDocument document) => Forms[System.IO.Path.GetExtension(Path)](document);

    /// <summary>Writes the file whole or not at all; what stood there before stays until then.</summary>
    /// <exception cref="ExportException">It could not be written.</exception>
    public async Task WriteAsync(string content, CancellationToken cancellationToken)
    {
        var temporary = TemporaryName(_target);
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await stream.WriteAsync(Utf8.GetBytes(content), cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new ExportException($"{Path} could not be written: {exception.Message} The document itself is kept with its run.", exception);
        }
    }

    /// <summary>A link stays one: what it points to is replaced.</summary>
    private static string FinalTarget(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static string TemporaryName(string target) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".{System.IO.Path.GetFileName(target)}.{Environment.ProcessId}.tmp");

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that matters is the one that is being reported; a stray temporary file is none.
        }
    }
}
