using System.IO.Compression;
using System.Xml.Linq;

namespace LongWriter.PackageInspector;

/// <summary>A package on disk: its entries and its manifest.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly XElement _metadata;

    public PackageFile(string path)
    {
        Location = path;
        _zip = ZipFile.OpenRead(path);
        var manifest = _zip.Entries.Single(static e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal) && !e.FullName.Contains('/'));
        using var stream = manifest.Open();
        _metadata = XDocument.Load(stream).Root!.Elements().Single(static e => e.Name.LocalName == "metadata");
    }

    public string Location { get; }

    public string Id => Value("id");

    public IReadOnlyList<string> Entries => [.. _zip.Entries.Select(static e => e.FullName)];

    public PackageKind Kind =>
        _metadata.Descendants().Any(static e => e.Name.LocalName == "packageType" && (string?)e.Attribute("name") == "DotnetTool") ? PackageKind.Tool
        : Assemblies.Any() ? PackageKind.Library
        : PackageKind.Meta;

    /// <summary>The assemblies that a project which references the package compiles against.</summary>
    public IEnumerable<string> Assemblies => Entries.Where(static e => e.StartsWith("lib/", StringComparison.Ordinal) && e.EndsWith(".dll", StringComparison.Ordinal));

    public XElement? Element(string name) => _metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public string Value(string name) => Element(name)?.Value.Trim() ?? "";

    public byte[] Read(string entry)
    {
        using var stream = _zip.GetEntry(entry)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => _zip.Dispose();
}
