using System.Text.RegularExpressions;
using System.Xml.Linq;
using Qwen.Testing;

namespace Qwen.Packaging.Tests;

/// <summary>Holds the floor plan: which project may know which, and whose words stand where.</summary>
public sealed partial class RoomTests
{
    // in the order of the plan: a project may know those above it
    private static readonly string[] Plan =
    [
        "Qwen.Constraints", "Qwen.VisionLanguage", "Qwen.Extensions.AI", "Qwen.Perception", "Qwen.Videos", "Qwen.Videos.Index",
        "Qwen.Screens", "Qwen.Screens.Browser", "Qwen.Screens.Simulated", "Qwen.SemanticKernel", "Qwen.Orleans", "Qwen.Server",
        "Qwen.Cli",
    ];

    private static readonly string Source = Path.Combine(RepositoryFiles.Root, "src");

    public static TheoryData<string, string, string[]> Words => new()
    {
        { "Semantic Kernel", @"\bMicrosoft\.SemanticKernel\b", ["Qwen.SemanticKernel/"] },
        { "SQLite", @"\bMicrosoft\.Data\.Sqlite\b", ["Qwen.Videos.Index/"] },
        { "Playwright", @"\bMicrosoft\.Playwright\b", ["Qwen.Screens.Browser/"] },
        {
            "ONNX Runtime",
            @"\b(Microsoft\.ML\.OnnxRuntime|OrtEnv|OrtValue|InferenceSession|SessionOptions)\b",
            ["Qwen.VisionLanguage/Runtime/"]
        },
        { "ONNX's format", @"\bGoogle\.Protobuf\b", ["Qwen.VisionLanguage/Graphs/"] },
        { "the assembler", @"\busing (static )?Iced\b", ["Qwen.VisionLanguage/Runtime/Cpu/"] },
        { "Microsoft.ML.Tokenizers", @"\bMicrosoft\.ML\.Tokenizers\b", ["Qwen.VisionLanguage/Text/"] },
        { "VectorData", @"\bMicrosoft\.Extensions\.VectorData\b", ["Qwen.Videos.Index/"] },
        { "the terminal", @"\busing (Spectre\.Console|System\.CommandLine)\b", ["Qwen.Cli/"] },
        {
            "registration",
            @"\bMicrosoft\.Extensions\.DependencyInjection\b",
            ["Qwen.Extensions.AI/", "Qwen.SemanticKernel/", "Qwen.Orleans/", "Qwen.Server/", "Qwen.Cli/Commands/McpCommand.cs"]
        },
        { "Microsoft.Extensions.AI", @"\busing Microsoft\.Extensions\.AI\b", [
            "Qwen.Extensions.AI/", "Qwen.Perception/", "Qwen.Videos", "Qwen.Screens", "Qwen.SemanticKernel/", "Qwen.Orleans/",
            "Qwen.Server/", "Qwen.Cli/", "Shared/"
        ] },
        { "ASP.NET Core", @"\bMicrosoft\.AspNetCore\.", ["Qwen.Server/"] },
        { "MCP", @"\bModelContextProtocol\.", ["Qwen.Server/"] },
        { "Orleans", @"\busing (static )?Orleans\b|\bglobal::Orleans\b", ["Qwen.Orleans/"] },
        { "PostgreSQL", @"\bNpgsql(\.|Connection|DataSource|Command)", ["Qwen.Orleans/"] },
        { "the local clock", @"\bDateTime(Offset)?\.(Now|Today)\b", ["Qwen.VisionLanguage/Text/Templates/JinjaTemplate.cs", "Qwen.Cli/"] },
        { "a friend of the internals", @"\bInternalsVisibleTo\b", [] },
    };

    [Fact]
    public void The_plan_names_every_project() =>
        Assert.Equal(
            Plan.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Source).Select(Path.GetFileName).Where(name => name != "Shared").Order(StringComparer.Ordinal));

    [Fact]
    public void A_project_knows_only_those_before_it() => Assert.All(Plan, project =>
    {
        foreach (var known in References(project))
            Assert.True(Array.IndexOf(Plan, known) < Array.IndexOf(Plan, project), $"{project} must not reference {known}.");
    });

    [Fact]
    public void No_product_sees_the_internals_of_another() => Assert.All(Plan, project =>
    {
        var friends = XDocument.Load(ProjectFile(project))
            .Descendants("InternalsVisibleTo")
            .Select(friend => friend.Attribute("Include")!.Value);
        Assert.Empty(friends.Intersect(Plan));
    });

    /// <summary>What loads the form for ONNX Runtime GenAI is a tool of the tests.</summary>
    [Fact]
    public void No_product_depends_on_the_runtime_that_it_writes_a_form_for() => Assert.All(
        Plan, project => Assert.DoesNotContain("OnnxRuntimeGenAI", File.ReadAllText(ProjectFile(project)), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Words))]
    public void Words_stay_in_their_rooms(string what, string pattern, string[] rooms)
    {
        var strangers = SourceFiles()
            .Where(file => !rooms.Any(room => file.StartsWith(room, StringComparison.Ordinal)))
            .Where(file => Regex.IsMatch(File.ReadAllText(Path.Combine(Source, file)), pattern));
        Assert.True(!strangers.Any(), $"{what} is named in {string.Join(", ", strangers)}.");
    }

    /// <summary>
    /// A namespace is its folder. Two exceptions: public types of the packages that people write tasks with stand in the package's own, so
    /// that one using is enough; and extension methods stand where their users look for them.
    /// </summary>
    [Fact]
    public void Namespaces_follow_folders()
    {
        string[] flattened =
        [
            "Qwen.Perception", "Qwen.Videos", "Qwen.Videos.Index", "Qwen.Screens", "Qwen.Screens.Browser", "Qwen.Screens.Simulated",
            "Qwen.SemanticKernel", "Qwen.Orleans",
        ];
        string[] ofUsers = ["Microsoft.SemanticKernel", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.AI"];
        var wrong = new List<string>();
        foreach (var file in SourceFiles())
        {
            var text = File.ReadAllText(Path.Combine(Source, file));
            var folder = Folder(file);
            var project = file.Split('/')[0];
            var space = Namespace().Match(text).Groups[1].Value;
            var isPublic = PublicType().IsMatch(text);
            var expected = project == "Shared" ? $"Qwen.{folder}" : flattened.Contains(project) && isPublic ? project : folder;

            if (space == expected || (ofUsers.Contains(space) && ExtensionClass().IsMatch(text)) || (space.Length == 0 && IsBare(text)))
                continue;
            wrong.Add($"{file}: {space}, expected {expected}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The same of what is no product; what suites share stands in one namespace.</summary>
    [Theory]
    [InlineData("tests")]
    [InlineData("training")]
    [InlineData("benchmarks")]
    public void Namespaces_follow_folders_beside_the_products(string place) => Assert.All(
        CodeFiles(place).Where(file => !file.StartsWith("Qwen.Testing/", StringComparison.Ordinal)),
        file =>
        {
            var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, place, file));
            var space = Namespace().Match(text).Groups[1].Value;
            Assert.True(space == Folder(file) || (space.Length == 0 && IsBare(text)), $"{file}: {space}, expected {Folder(file)}");
        });

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("samples")]
    [InlineData("training")]
    [InlineData("benchmarks")]
    public void A_file_holds_one_type_and_bears_its_name(string place)
    {
        var files = CodeFiles(place).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var text = Raw().Replace(File.ReadAllText(Path.Combine(RepositoryFiles.Root, place, file)), "");
            var types = Type().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToList();
            var name = Path.GetFileName(file).Split('.')[0];
            Assert.True(types.Count == 0 || (types.Count == 1 && types[0] == name), $"{file} holds {string.Join(" and ", types)}.");
        });
    }

    /// <summary>
    /// Folders side by side name each other in one direction at most, and no walk along what they name leads back. Read from the sources,
    /// because public types show no folder: a file's name is the name of its type.
    /// </summary>
    [Theory]
    [InlineData("Qwen.Constraints")]
    [InlineData("Qwen.Extensions.AI")]
    [InlineData("Qwen.Perception")]
    [InlineData("Qwen.Videos")]
    [InlineData("Qwen.Videos.Index")]
    [InlineData("Qwen.Screens")]
    [InlineData("Qwen.Screens.Browser")]
    [InlineData("Qwen.SemanticKernel")]
    [InlineData("Shared")]
    public void Rooms_of_a_project_form_no_circle(string project)
    {
        var files = SourceFiles().Where(file => file.StartsWith(project + "/", StringComparison.Ordinal)).ToList();
        var rooms = files.ToLookup(file => Path.GetFileNameWithoutExtension(file), Room);
        var arrows = new HashSet<(string From, string To)>();
        foreach (var file in files)
        {
            var words =
                Word().Matches(Comment().Replace(File.ReadAllText(Path.Combine(Source, file)), "")).Select(match => match.Value).Distinct();
            arrows.UnionWith(words.SelectMany(word => rooms[word])
                .Where(room => !IsWithin(room, Room(file)) && !IsWithin(Room(file), room))
                .Select(room => (Room(file), room)));
        }

        var onward = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var circles = onward.Select(arrow => arrow.Key)
            .Where(room => Reached(room).Contains(room))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(circles.Count == 0, $"{project}: what they name leads back to {string.Join(", ", circles)}.");
        Assert.True(arrows.Count > 0 || rooms.SelectMany(room => room).Distinct().Count() < 3, "Nothing was read.");

        // every room that can be walked to
        HashSet<string> Reached(string start)
        {
            var reached = new HashSet<string>();
            var open = new Stack<string>(onward[start]);
            while (open.TryPop(out var room))
            {
                if (!reached.Add(room))
                    continue;
                foreach (var next in onward[room])
                    open.Push(next);
            }

            return reached;
        }

        static string Room(string file) =>
            file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..] is var path && path.LastIndexOf('/') is > 0 and var end
                ? path[..end]
                : "";
        static bool IsWithin(
            string room, string other) => other.Length == 0 || room == other || room.StartsWith(other + "/", StringComparison.Ordinal);
    }

    private static string ProjectFile(string project) => Path.Combine(Source, project, $"{project}.csproj");

    private static IEnumerable<string> References(string project) => XDocument.Load(ProjectFile(project)).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> SourceFiles() => CodeFiles("src");

    // relative to the place
    private static IEnumerable<string> CodeFiles(string place)
    {
        var root = Path.Combine(RepositoryFiles.Root, place);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
    }

    private static string Folder(string file) => Path.GetDirectoryName(file)!.Replace('/', '.').Replace('\\', '.');

    // statements of a program, or attributes of an assembly: nothing that a namespace could hold
    private static bool IsBare(string text) => !BracedNamespace().IsMatch(text) && !Type().IsMatch(Raw().Replace(text, ""));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+\s*(?:\{|$)", RegexOptions.Multiline)]
    private static partial Regex BracedNamespace();

    // texts between three quotation marks may hold code of their own
    [GeneratedRegex("\"{3,}.*?\"{3,}", RegexOptions.Singleline)]
    private static partial Regex Raw();

    // a type that stands in no other one
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial|unsafe|ref)\s+)*"
        + @"(?:class|record\s+struct|record|enum|struct|interface|delegate\s+[\w<>\[\]?., ]+?)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"//.*|""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^public ", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^public static class \w+Extensions\b", RegexOptions.Multiline)]
    private static partial Regex ExtensionClass();
}
