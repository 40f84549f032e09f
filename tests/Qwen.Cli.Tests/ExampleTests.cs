using Qwen.Cli.Terminal;
using Qwen.Cli.Tests.Pictures;
using Qwen.Testing;
using Spectre.Console;

namespace Qwen.Cli.Tests;

/// <summary>The examples of every help are right, and what the demo model can do of them is done.</summary>
public sealed class ExampleTests : IDisposable
{
    // what belongs to a machine, a network or a database that is not here, or takes long
    private static readonly string[] NotHere =
        ["fetch", "models", "convert", "serve", "mcp", "farm", "job", "evaluate", "bench", "search", "index", "watch", "find-event"];

    private static readonly string[] Outputs = ["--out", "-o", "--output", "--draw", "--record", "--audit"];

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-examples").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (path, command) in CommandTree.All())
            {
                foreach (var example in command is TaughtCommand taught ? taught.Examples : [])
                    data.Add(string.Join(' ', path), example);
            }

            return data;
        }
    }

    public static TheoryData<string> Doable =>
        [.. Examples.Select(row => row.Data.Item2).Distinct().Where(example => CanBeDone(WordsOf(example)))];

    [Fact]
    public void Every_command_that_does_something_teaches_by_example() =>
        Assert.Empty(CommandTree.Leaves().Where(found => found.Command is not TaughtCommand { Examples.Count: > 0 })
            .Where(found => found.Path.Length > 0)
            .Select(found => string.Join(' ', found.Path)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_right_line_of_the_command_that_shows_it(string path, string example)
    {
        var words = WordsOf(example);
        using var interrupts = new InterruptSource();
        var console = new CliConsole(TextReader.Null, TextWriter.Null, AnsiConsole.Create(new AnsiConsoleSettings()), Interactive: false);
        var parsed = QwenCommandLine.CreateRoot(console, interrupts).Parse(words);

        // what a folder of the user's own would bring is not in this program
        if (!example.StartsWith("QWENVL_ONNXRUNTIME=", StringComparison.Ordinal))
            Assert.Empty(UsageMistakes.Find(parsed, words));

        // the list of models also shows what their names are for
        if (path != "models")
            Assert.StartsWith($"qwenvl {path}", UsageMistakes.PathOf(parsed.CommandResult), StringComparison.Ordinal);
        Assert.NotNull(parsed.CommandResult.Command.Action);
    }

    [Theory]
    [MemberData(nameof(Doable))]
    public async Task An_example_is_carried_out_by_the_demo_model(string example)
    {
        var words = WordsOf(example);
        string[] device = words is [_, "see", ..] || words.Contains("--device") ? [] : ["--device", "cpu"];
        var run = await CommandRun.StartAsync([.. Prepare(words), .. device]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes + run.Output);
        Assert.True(run.Output.Length > 0 || run.Notes.Contains("Nothing found.", StringComparison.Ordinal), run.Notes);
        Assert.DoesNotContain("error:", run.Notes, StringComparison.Ordinal);

        // a touch of something else than the example names is told behind its success
        Assert.DoesNotContain("But “", run.Output, StringComparison.Ordinal);
    }

    // what stands before the command starts it: a variable, another program
    private static IReadOnlyList<string> WordsOf(string example) =>
        [.. ShellWords.Read(example).SkipWhile(word => word != "qwenvl").Skip(1)];

    private static bool CanBeDone(IReadOnlyList<string> words) =>
        !NotHere.Contains(words[0])
        && !words.Any(word => word is "--adb" or "--x11" or "--video" or "directml" or "cuda" || Path.GetExtension(word) == ".pdf")
        && words is not (["chat"] or ["chat", _] or ["screens", "bench"] or ["screens", "bench", "--model", _] or [_, "do", "--model", ..]);

    // the files that an example names are made, and a large model is the demo model
    private List<string> Prepare(IReadOnlyList<string> words)
    {
        List<string> prepared = [];
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--model")
                i++;
            else if (Outputs.Contains(word))
                prepared.AddRange([word, Path.Combine(folder, words[++i])]);
            else if (word.EndsWith(".schema.json", StringComparison.Ordinal))
                prepared.Add(MakeSchema());
            else if (word.StartsWith("Qwen/", StringComparison.Ordinal) || word == "models/demo")
                prepared.Add(RepositoryFiles.DemoCheckpoint);
            else if (Path.GetExtension(word) is ".png" or ".jpg")
                prepared.AddRange(word.StartsWith('*') ? [MakePicture("a.png"), MakePicture("b.png")] : [MakePicture(word)]);
            else
                prepared.Add(word);
        }

        return prepared;
    }

    private string MakePicture(string name)
    {
        var path = Path.Combine(folder, "in-" + name);
        File.Copy(DemoPictures.Path("box112-00.png"), path, overwrite: true);
        return path;
    }

    private string MakeSchema()
    {
        var path = Path.Combine(folder, "receipt.schema.json");
        File.WriteAllText(path, """{"type": "object", "properties": {"total": {"type": "string", "maxLength": 20}}, "required": ["total"]}""");
        return path;
    }
}
