using System.Text.Json;

namespace LongWriter.Tests;

/// <summary>A folder of a test's own.</summary>
internal sealed class EvaluationFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("longwriter-eval-").FullName;

    public string At(string name) => Path.Combine(Folder, name);

    public string Write(string name, params string[] lines)
    {
        File.WriteAllText(At(name), string.Join('\n', lines) + "\n");
        return At(name);
    }

    public static string Row(object row) => JsonSerializer.Serialize(row);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
