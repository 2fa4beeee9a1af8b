namespace LongWriter.PackageInspector;

internal enum PackageKind
{
    /// <summary>Brings an assembly to reference.</summary>
    Library,

    /// <summary>Brings other packages only.</summary>
    Meta,

    /// <summary>A .NET tool.</summary>
    Tool,
}
