using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Qwen.Cli.Tests.Documentation;

/// <summary>Compiles the C# of a page against the real assemblies, as a reader would who copies it.</summary>
internal static class PageCode
{
    // what a project gets from the SDK, and what one of the web's gets besides
    private static readonly string[] Implicit =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly string[] ImplicitOfWeb =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ]);

    /// <summary>What the compiler finds wrong, each with its line of the page.</summary>
    /// <param name="blocks">
    /// The C# blocks of one page, in their order: usings of one hold for those after it, until one has usings of its own.
    /// </param>
    /// <param name="givens">Members of a static class that the code may name without saying where they are from.</param>
    public static IReadOnlyList<string> FindErrors(IReadOnlyList<PageBlock> blocks, string givens)
    {
        var trees = new List<SyntaxTree> { Parse(PageGivens.Usings + "public static partial class Given {\n" + givens + "\n}", "") };
        var usings = new List<string>();
        foreach (var block in blocks)
            trees.Add(Parse(ToClass(block, usings), block.Page));
        var compilation = CSharpCompilation.Create(
            "page", trees, References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return
        [
            .. compilation.GetDiagnostics()
                .Where(found => found.Severity == DiagnosticSeverity.Error)
                .Select(found => (Place: found.Location.GetMappedLineSpan(), Text: found.GetMessage()))
                .Select(found => $"{found.Place.Path}({found.Place.StartLinePosition.Line + 1}): {found.Text}"),
        ];
    }

    // usings in front, types beside, statements in a method: a block is written like a Program.cs
    private static string ToClass(PageBlock block, List<string> usings)
    {
        var root = Parse(block.Text, block.Page).GetCompilationUnitRoot();
        if (root.Usings.Count > 0)
        {
            usings.Clear();
            usings.AddRange(root.Usings.Select(use => use.ToString()));
        }

        var isWeb = block.Text.Contains("WebApplication", StringComparison.Ordinal)
            || block.Text.Contains("app.Map", StringComparison.Ordinal) || block.Text.Contains("application.Map", StringComparison.Ordinal);
        var implied = (isWeb ? Implicit.Concat(ImplicitOfWeb) : Implicit).Select(name => $"using global::{name};");
        var statements = root.Members.OfType<GlobalStatementSyntax>().Select(member => Place(block, member));
        var types = root.Members.Where(member => member is not GlobalStatementSyntax).Select(member => Place(block, member));
        return $$"""
            {{string.Join('\n', implied)}}
            {{string.Join('\n', usings)}}
            using static Given;
            namespace Block{{block.Number}}
            {
                {{string.Join('\n', types)}}
                static class Code
                {
                    static async Task RunAsync(string[] args)
                    {
                        {{string.Join('\n', statements)}}
                        await Task.CompletedTask;
                    }
                }
            }
            """;
    }

    private static string Place(PageBlock block, MemberDeclarationSyntax member)
    {
        var line = member.GetLocation().GetLineSpan().StartLinePosition.Line + block.Line;
        return $"\n#line {line} \"{block.Page}\"\n{member}";
    }

    private static SyntaxTree Parse(string text, string page) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), page);
}
