using LongWriter.PackageInspector;

// Prints "library ID", "tool ID" or "meta ID" for each package of the first folder; faults go to standard error.
if (args is not [var first, var second, var repository, var version])
{
    Console.Error.WriteLine("usage: PackageInspector FIRST-PACK SECOND-PACK REPOSITORY VERSION");
    return 2;
}

var faults = 0;
var paths = Directory.GetFiles(first, "*.nupkg").Order(StringComparer.Ordinal).ToList();
if (paths.Count == 0)
{
    Console.Error.WriteLine($"{first}: no package.");
    return 1;
}

foreach (var path in paths)
{
    using var package = new PackageFile(path);
    using var again = new PackageFile(Path.Combine(second, Path.GetFileName(path)));
    foreach (var fault in PackageRules.Check(package, again, Path.GetFullPath(repository), version))
    {
        Console.Error.WriteLine($"{package.Id}: {fault}");
        faults++;
    }

    Console.WriteLine($"{package.Kind.ToString().ToLowerInvariant()} {package.Id}");
}

return faults == 0 ? 0 : 1;
