using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace LongWriter.PackageInspector;

/// <summary>What every package of the family keeps to.</summary>
internal static class PackageRules
{
    /// <summary>A library with all that it ships is downloaded in a moment; tools bring what others wrote.</summary>
    private const long MostBytes = 20 << 20;

    public static IEnumerable<string> Check(PackageFile package, PackageFile again, string repository, string version)
    {
        var rules = Manifest(package, version).Concat(Origin(package, repository)).Concat(Deterministic(package, again, repository));
        return package.Kind == PackageKind.Library ? rules.Concat(Documentation(package)).Concat(Symbols(package, repository)) : rules;
    }

    private static IEnumerable<string> Manifest(PackageFile package, string version)
    {
        if (package.Value("version") != version)
            yield return $"has version {package.Value("version")}, not {version}.";
        if (package.Value("license") != "Apache-2.0" || (string?)package.Element("license")?.Attribute("type") != "expression")
            yield return "has no license expression Apache-2.0.";
        if (package.Value("description") is "" or "Package Description")
            yield return "has no description.";
        if (package.Value("readme") is not { Length: > 0 } readme || !package.Entries.Contains(readme) || package.Read(readme).Length < 40)
            yield return "has no README.";
        if (package.Kind != PackageKind.Tool && new FileInfo(package.Location).Length is > MostBytes and var bytes)
            yield return $"takes {bytes} bytes, more than {MostBytes}.";
        if (package.Kind == PackageKind.Meta && !package.Element("dependencies")!.Descendants().Any(static e => e.Name.LocalName == "dependency"))
            yield return "has neither an assembly nor a dependency.";
    }

    /// <summary>Libraries come from src, tools from anywhere but tests; neither brings a test's or a sample's assembly.</summary>
    private static IEnumerable<string> Origin(PackageFile package, string repository)
    {
        var assemblies = package.Entries.Where(static e => e.EndsWith(".dll", StringComparison.Ordinal) || e.EndsWith(".exe", StringComparison.Ordinal));
        var tests = Directory.EnumerateFiles(Path.Combine(repository, "tests"), "*.csproj", SearchOption.AllDirectories).Select(static p => Path.GetFileNameWithoutExtension(p)).ToHashSet();
        if (tests.Contains(package.Id))
            yield return "is made from a project under tests.";
        if (package.Kind != PackageKind.Tool && !Directory.EnumerateFiles(Path.Combine(repository, "src"), "*.csproj", SearchOption.AllDirectories).Any(p => IsOf(p, package.Id)))
            yield return "is made from no project under src.";

        foreach (var assembly in assemblies)
        {
            var name = Path.GetFileNameWithoutExtension(assembly);
            if (package.Kind == PackageKind.Library && name != package.Id)
                yield return $"brings {assembly}, which is not its own.";
            if (tests.Contains(name) || name.StartsWith("xunit", StringComparison.OrdinalIgnoreCase))
                yield return $"brings {assembly}, which belongs to tests.";
        }
    }

    /// <summary>A project is named after its package, or says its id.</summary>
    private static bool IsOf(string project, string id) =>
        Path.GetFileNameWithoutExtension(project) == id || XDocument.Load(project).Descendants("PackageId").Any(e => e.Value == id);

    private static IEnumerable<string> Deterministic(PackageFile package, PackageFile again, string repository)
    {
        if (!package.Entries.Where(IsContent).Order(StringComparer.Ordinal).SequenceEqual(again.Entries.Where(IsContent).Order(StringComparer.Ordinal)))
        {
            yield return "holds other files when it is packed again.";
            yield break;
        }

        foreach (var entry in package.Entries.Where(IsContent))
        {
            var bytes = package.Read(entry);
            if (!bytes.AsSpan().SequenceEqual(again.Read(entry)))
                yield return $"{entry} differs when it is packed again.";
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(repository)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(repository)) >= 0)
                yield return $"{entry} names the folder that it was built in.";
        }

        // The container's own parts carry random names and the time.
        static bool IsContent(string entry) => !entry.StartsWith("package/", StringComparison.Ordinal) && !entry.StartsWith("_rels/", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Documentation(PackageFile package)
    {
        foreach (var assembly in package.Assemblies)
        {
            var xml = Path.ChangeExtension(assembly, ".xml");
            if (!package.Entries.Contains(xml))
                yield return $"has no XML documentation for {assembly}.";
            else if (!XDocument.Load(new MemoryStream(package.Read(xml))).Descendants("member").Any(static m => m.Element("summary") is { Value.Length: > 0 }))
                yield return $"{xml} documents nothing.";
        }
    }

    private static IEnumerable<string> Symbols(PackageFile package, string repository)
    {
        var path = Path.ChangeExtension(package.Location, ".snupkg");
        if (!File.Exists(path))
        {
            yield return "has no symbol package.";
            yield break;
        }

        using var symbols = new PackageFile(path);
        foreach (var assembly in package.Assemblies)
        {
            var pdb = Path.ChangeExtension(assembly, ".pdb");
            if (!symbols.Entries.Contains(pdb))
            {
                yield return $"has no symbols for {assembly}.";
                continue;
            }

            if (DocumentsOf(symbols.Read(pdb)).FirstOrDefault(d => d.StartsWith(repository, StringComparison.Ordinal)) is { } local)
                yield return $"{pdb} names a file of the machine that built it: {local}.";
        }
    }

    private static IReadOnlyList<string> DocumentsOf(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        var reader = provider.GetMetadataReader();
        return [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))];
    }
}
