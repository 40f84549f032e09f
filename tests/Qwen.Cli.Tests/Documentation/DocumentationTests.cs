using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Qwen.Cli.Terminal;
using Qwen.Server;
using Qwen.Testing;
using Spectre.Console;
using YamlDotNet.RepresentationModel;

namespace Qwen.Cli.Tests.Documentation;

/// <summary>
/// Walks all pages: C# is compiled with the namespaces that the page names, command lines are parsed by the real commands, addresses are
/// those of the real server, JSON, YAML and XML are read. A block of a kind that nothing here knows fails.
/// </summary>
public sealed partial class DocumentationTests
{
    // their packages would come into every program that is tested here; other suites compile them
    private static readonly string[] CompiledElsewhere = ["docs/genai.md"];

    // programs of a system that pages use without saying how they are got
    private static readonly string[] Known = ["jq", "cd", "mkdir", "export", "pdftoppm"];

    public static TheoryData<string> AllPages => [.. PageBlock.Pages];

    [Theory]
    [MemberData(nameof(AllPages))]
    public async Task Every_block_is_held(string page)
    {
        var blocks = PageBlock.ReadAll(page);
        Assert.Equal(Fence().Count(PageBlock.Read(page)), 2 * blocks.Count);
        var faults = new List<string>();
        var code = blocks.Where(block => block.Language == "csharp").ToList();
        if (CompiledElsewhere.Contains(page))
            faults.AddRange(code.Where(block => !IsInSomeTest(block)).Select(block => $"{block} is in no test."));
        else if (code.Count > 0)
            faults.AddRange(PageCode.FindErrors(code, PageGivens.Of(page)));
        foreach (var block in blocks)
            faults.AddRange(await FindFaultsAsync(block));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>Pages whose samples are fragments stand in a suite that runs them; this finds those that do not compile at all.</summary>
    [Fact]
    public void A_wrong_block_is_found()
    {
        Assert.Empty(Find("using Qwen.Perception;\nvar tasks = new GroundingTasks(client);"));
        Assert.NotEmpty(Find("var tasks = new GroundingTasks(client);"));
        var fault = Assert.Single(Find("using Qwen.Perception;\nnew GroundingTasks(client).Nothing();"));
        Assert.StartsWith("a.md(8): ", fault, StringComparison.Ordinal);

        static IReadOnlyList<string> Find(string text) =>
            PageCode.FindErrors([new PageBlock("a.md", 1, 7, "csharp", text)], PageGivens.Of("docs/plugins.md"));
    }

    [Theory]
    [InlineData("qwenvl locate", "is no command line")]
    [InlineData("qwenvl locate cup a.png --no-such-option", "is no command line")]
    [InlineData("dotnet run --project src/Nothing", "There is no")]
    [InlineData("dotnet add package Qwen.Nothing", "is no package")]
    [InlineData("curl http://127.0.0.1:8080/v1/nothing", "is no address of the server")]
    [InlineData("frobnicate --now", "Nothing holds")]
    public async Task A_wrong_command_line_is_found(string line, string fault)
    {
        var found = Assert.Single(await FindFaultsAsync(new PageBlock("a.md", 1, 7, "sh", line + "\n")));
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "{,}")]
    [InlineData("yaml", "a: [")]
    [InlineData("xml", "<a>")]
    [InlineData("python", "print(1)")]
    [InlineData("", "qwenvl locate")]
    public async Task A_block_of_another_kind_is_found_where_it_is_wrong(string language, string text) =>
        Assert.NotEmpty(await FindFaultsAsync(new PageBlock("a.md", 1, 7, language, text + "\n")));

    [Fact]
    public void A_shells_words_are_read_as_it_reads_them()
    {
        Assert.Equal(
            [["qwenvl", "read", "a b.png", "--json"], ["jq", "-r", ".x"]],
            ShellText.ReadCommands(
                "QWENVL_API_KEY=… qwenvl read 'a b.png' \\\n  --json 2>err | jq -r .x > y.json # says nothing\n", hasPrompt: false));
        Assert.Equal([["a", "x___y"], ["b"]], ShellText.ReadCommands("$ a 'x'\"$(c)\"'y'\nprinted\n$ b\n", hasPrompt: true));
    }

    /// <summary>Links of the web are not followed.</summary>
    [Theory]
    [MemberData(nameof(AllPages))]
    public void Links_lead_to_what_is_there(string page)
    {
        var text = FencedText().Replace(PageBlock.Read(page), "");
        foreach (Match link in Link().Matches(text))
        {
            var target = link.Groups[1].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            {
                var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(PageBlock.Full(page))!, target));
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{page} links to '{target}', which is not there.");
            }
        }
    }

    /// <summary>The documented answers of the demo model are its answers, and right.</summary>
    [Fact]
    public async Task What_the_tools_page_shows_is_what_the_demo_model_says()
    {
        var block = PageBlock.ReadAll("src/Qwen.Cli/README.md")
            .First(block => block.Text.Contains("qwenvl locate item", StringComparison.Ordinal));
        var parts = Regex.Split(block.Text, @"^\$ ", RegexOptions.Multiline).Where(part => part.Length > 0).ToList();
        Assert.True(parts.Count >= 3);
        using var folder = new TempFolder();
        foreach (var part in parts)
        {
            var words = ShellText.ReadCommands("$ " + part, hasPrompt: true).Single().Skip(1).SelectMany(word => ToFiles(word, folder));
            var run = await CommandRun.StartAsync([.. words]);
            Assert.Equal(0, run.ExitCode);
            var shown = part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..];
            Assert.Equal(Plain(shown), Plain(run.Output.Replace(Cases + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
        }

        // how sure it is depends on the machine's arithmetic
        static string Plain(string output) => string.Join('\n', Regex.Replace(output, @"\b[01]\.\d\d\b", "~")
            .ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    private static string Cases => PageBlock.Full("models/demo/cases");

    private static IEnumerable<string> ToFiles(string word, TempFolder folder)
    {
        if (!word.EndsWith(".png", StringComparison.Ordinal))
            return [word];
        string[] folders = [Cases, PageBlock.Full("samples/07-extract/pictures")];
        var found = folders.SelectMany(place => Directory.GetFiles(place, word)).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : [folder.File(word)];
    }

    private static async Task<IReadOnlyList<string>> FindFaultsAsync(PageBlock block)
    {
        try
        {
            switch (block.Language)
            {
                case "csharp":
                    return [];
                case "sh" or "console":
                    return await FindFaultsAsync(block, ShellText.ReadCommands(block.Text, hasPrompt: block.Language == "console"));
                case "powershell":
                    return await FindFaultsAsync(block, ShellText.ReadCommands(block.Text.Replace('`', '\\'), hasPrompt: false));
                case "json":
                    return [.. FindFaultsOfJson(block, JsonDocument.Parse(block.Text).RootElement)];
                case "yaml":
                    new YamlStream().Load(new StringReader(block.Text));
                    return [];
                case "xml":
                    _ = XElement.Parse($"<page>{block.Text}</page>");
                    return [];
                case "":
                    // a drawing or a list of words: nothing that somebody could type
                    return Typed().IsMatch(block.Text) ? [$"{block}: a command line stands in a block that does not say so."] : [];
                default:
                    return [$"{block}: Nothing holds a block of '{block.Language}'."];
            }
        }
        catch (Exception error) when (error is JsonException or YamlDotNet.Core.YamlException or System.Xml.XmlException)
        {
            return [$"{block}: {error.Message}"];
        }
    }

    private static async Task<IReadOnlyList<string>> FindFaultsAsync(PageBlock block, IReadOnlyList<string[]> commands)
    {
        if (commands.Count == 0)
            return [$"{block}: There is no command."];
        var faults = new List<string>();
        var bringsRuntime = block.Text.Contains("QWENVL_ONNXRUNTIME=", StringComparison.Ordinal);
        foreach (var command in commands)
        {
            // a device that the runtime in that folder would bring
            string[] known = bringsRuntime ? [.. command.Select(word => word == "cuda" ? "cpu" : word)] : command;
            if (await FindFaultAsync(known) is { } fault)
                faults.Add($"{block}: {fault}");
        }

        return faults;
    }

    private static async Task<string?> FindFaultAsync(string[] command)
    {
        if (command[0] == "sudo")
            command = command[1..];
        var line = string.Join(' ', command);
        if (command is ["qwenvl", ..])
            return FindFaultOfTool([.. command.Skip(1)]);
        if (command is ["curl", ..])
            return await FindFaultOfAddressAsync(command.FirstOrDefault(word => word.StartsWith("http", StringComparison.Ordinal)) ?? "");
        if (command is ["dotnet", "run", .. var rest])
        {
            var words = rest.ToList();
            var end = words.IndexOf("--");
            var project = words.IndexOf("--project") is >= 0 and var at && at + 1 < words.Count ? words[at + 1] : ".";
            if (project == ".")
                return null;
            if (!Directory.Exists(PageBlock.Full(project)) && !File.Exists(PageBlock.Full(project)))
                return $"There is no '{project}'.";
            return project == "src/Qwen.Cli" && end >= 0 ? FindFaultOfTool(words[(end + 1)..]) : null;
        }

        if (command is ["apt-get" or "brew" or "winget", "install", _, ..])
            return null;
        if (command is ["dotnet", "add", "package", _, ..] or ["dotnet", "tool", "install", _, ..])
        {
            var package = command.Skip(3).First(word => !word.StartsWith('-'));
            return IsPackage(package) ? null : $"'{package}' is no package of ours, nor one that we use.";
        }

        if (command is ["dotnet", "new" or "publish" or "restore", ..])
            return null;
        if (File.Exists(PageBlock.Full(command[0])) || Known.Contains(command[0]))
            return null;
        return command[0].StartsWith("./", StringComparison.Ordinal) && command[0].EndsWith(".sh", StringComparison.Ordinal)
            && Directory.EnumerateFiles(PageBlock.Full("."), Path.GetFileName(command[0]), SearchOption.AllDirectories).Any()
            ? null
            : $"Nothing holds '{line}'.";
    }

    private static string? FindFaultOfTool(IReadOnlyList<string> args)
    {
        using var interrupts = new InterruptSource();
        var notes = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        var console = new CliConsole(TextReader.Null, TextWriter.Null, notes, Interactive: false);
        var parsed = QwenCommandLine.CreateRoot(console, interrupts).Parse(args);
        var mistakes = UsageMistakes.Find(parsed, args);
        return mistakes.Count == 0 ? null : $"'qwenvl {string.Join(' ', args)}' is no command line: {mistakes[0]}";
    }

    // an address that is not there answers 404; others at least say what they miss
    private static async Task<string?> FindFaultOfAddressAsync(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return $"'{address}' is no address.";
        if (!uri.IsLoopback)
            return null;
        using var client = new HttpClient();
        await using var host = await QwenServerHost.StartAsync([new QwenServedModel("m", new FixedAnswerClient(""))]);
        using var question = new HttpRequestMessage(HttpMethod.Options, new Uri(host.Address, uri.PathAndQuery));
        using var answer = await client.SendAsync(question, TestContext.Current.CancellationToken);
        return answer.StatusCode == System.Net.HttpStatusCode.NotFound ? $"'{uri.AbsolutePath}' is no address of the server." : null;
    }

    // a program that starts the tool gives it arguments
    private static IEnumerable<string> FindFaultsOfJson(PageBlock block, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany(item => FindFaultsOfJson(block, item));
        if (element.ValueKind != JsonValueKind.Object)
            return [];
        if (element.TryGetProperty("command", out var program) && program.ValueEquals("qwenvl"u8)
            && element.TryGetProperty("args", out var args))
        {
            var fault = FindFaultOfTool([.. args.EnumerateArray().Select(arg => arg.GetString()!)]);
            return fault is null ? [] : [$"{block}: {fault}"];
        }

        return element.EnumerateObject().SelectMany(property => FindFaultsOfJson(block, property.Value));
    }

    private static bool IsInSomeTest(PageBlock block) =>
        Directory.EnumerateFiles(PageBlock.Full("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Any(file => ReadmeCode.IsPartOf(block.Text, file));

    private static bool IsPackage(string package) =>
        File.Exists(PageBlock.Full($"src/{package}/{package}.csproj"))
        || File.ReadAllText(PageBlock.Full("Directory.Packages.props")).Contains($"\"{package}\"", StringComparison.Ordinal)
        || package is "Microsoft.ML.OnnxRuntime.DirectML" or "Microsoft.ML.OnnxRuntime.Gpu" or "Microsoft.ML.OnnxRuntime.Gpu.Linux"
            or "Microsoft.ML.OnnxRuntime.Gpu.Windows" or "SkiaSharp.NativeAssets.Linux";

    [GeneratedRegex("^[ ]*```.*?^[ ]*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedText();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[ ]*```", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(\$ |qwenvl |dotnet |curl )", RegexOptions.Multiline)]
    private static partial Regex Typed();
}
