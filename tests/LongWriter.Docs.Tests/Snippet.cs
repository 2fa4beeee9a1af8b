using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LongWriter.Tests;

/// <summary>A C# block of a page.</summary>
public sealed record Snippet(string Page, int Line, string Code)
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using LongWriter;
        global using Microsoft.Extensions.AI;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        """;

    /// <summary>What a page may take for granted.</summary>
    private const string Given = """
        #pragma warning disable
        abstract class Given
        {
            protected IServiceCollection services;
            protected IServiceProvider provider;
            protected IChatClient chatClient;
            protected ILongWriter writer;
            protected WritingRequest request;
            protected CancellationToken cancellationToken;
        }
        """;

    private static readonly Lazy<MetadataReference[]> References = new(static () =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>All C# blocks of the pages beside the tests.</summary>
    public static IEnumerable<Snippet> All()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "pages");
        foreach (var path in Directory.EnumerateFiles(root, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllLines(path);
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].Trim() != "```csharp")
                    continue;

                var end = Array.FindIndex(lines, i + 1, static line => line.Trim() == "```");
                yield return new Snippet(Path.GetRelativePath(root, path), i + 1, string.Join('\n', lines[(i + 1)..end]));
                i = end;
            }
        }
    }

    /// <summary>The compiler's errors; the blocks of a page see each other's types.</summary>
    public static IReadOnlyList<string> Compile(IReadOnlyList<Snippet> page)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var trees = new List<SyntaxTree> { CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(Given, options) };
        for (var i = 0; i < page.Count; i++)
            trees.Add(CSharpSyntaxTree.ParseText(page[i].Wrap(i), options, page[i].Page));

        var compilation = CSharpCompilation.Create("page", trees, References.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return
        [
            .. compilation.GetDiagnostics()
                .Where(static d => d.Severity == DiagnosticSeverity.Error)
                .Select(static d => $"{d.Location.GetMappedLineSpan()}: {d.GetMessage(null)}"),
        ];
    }

    /// <summary>Types stand for themselves; statements go into a method.</summary>
    private string Wrap(int number)
    {
        var root = CSharpSyntaxTree.ParseText(Code).GetCompilationUnitRoot();
        if (!root.Members.OfType<GlobalStatementSyntax>().Any())
            return $"#line {Line + 1} \"{Page}\"\n{Code}";

        var types = string.Join('\n', root.Members.Where(static m => m is BaseTypeDeclarationSyntax).Select(static m => m.ToFullString()));
        var usings = string.Join('\n', root.Usings.Select(static u => u.ToString()));
        var statements = string.Concat(root.Members.OfType<GlobalStatementSyntax>().Select(static s => s.ToFullString()));
        return $"{usings}\nsealed class Snippet{number} : Given\n{{\nasync Task Run()\n{{\n#line {Line + 1} \"{Page}\"\n{statements}\n}}\n}}\n{types}";
    }
}
