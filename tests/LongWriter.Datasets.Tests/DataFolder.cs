using System.Text;

namespace LongWriter.Tests;

/// <summary>A folder that goes with its test.</summary>
public sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("longwriter-data-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, params string[] lines)
    {
        File.WriteAllText(this[name], string.Concat(lines.Select(static l => l + "\n")), new UTF8Encoding(false));
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
