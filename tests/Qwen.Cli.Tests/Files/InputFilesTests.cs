using System.Diagnostics;
using Qwen.Cli.Files;
using Qwen.Cli.Tests.Pictures;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Tests.Files;

/// <summary>Folders, patterns, standard input, pipes and documents in the place of a picture.</summary>
public sealed class InputFilesTests : IDisposable
{
    private static readonly string Line = DemoPictures.Path("line56-00.png");
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-inputs-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_gives_its_pictures_in_the_order_of_their_numbers()
    {
        Make("page-10.png", "page-2.PNG", "page-1.tif", "notes.txt", ".hidden.png", "sub/page-3.png");
        Assert.Equal(["page-1.tif", "page-2.PNG", "page-10.png"], Expand(folder));
    }

    [Theory]
    [InlineData("*.png", "b.png")]
    [InlineData("?.jpg", "a.jpg")]
    [InlineData("*", "a.jpg b.png")]
    [InlineData("**/*.png", "b.png s/c.png s/t/d.png")]
    [InlineData("s/**/*.png", "s/c.png s/t/d.png")]
    [InlineData("**", "a.jpg b.png s/c.png s/t/d.png")]
    [InlineData("s/*/*.png", "s/t/d.png")]
    [InlineData("*/*.txt", "s/n.txt")]
    public void A_pattern_gives_what_it_matches(string pattern, string files)
    {
        Make("a.jpg", "b.png", "n.txt", "s/c.png", "s/n.txt", "s/t/d.png");
        Assert.Equal(files.Split(' '), Expand(Path.Combine(folder, pattern)));
    }

    [Fact]
    public void A_file_of_that_very_name_comes_before_a_pattern_and_doubles_are_left_out()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("A star is in no name on Windows.");
        Make("a*.png", "ab.png");
        Assert.Equal(["a*.png"], Expand(Path.Combine(folder, "a*.png")));
        Assert.Equal(["ab.png", "a*.png"], Expand(Path.Combine(folder, "ab.png"), folder));
        Assert.Equal(["-", "ab.png"], InputFiles.Expand(["-", "-", "ab.png"], InputFiles.Pictures));
    }

    [Fact]
    public async Task What_leads_to_no_file_is_told()
    {
        var run = await DemoPictures.AskAsync(
            "read", Path.Combine(folder, "*.png"), Path.Combine(folder, "none", "**", "*.png"), folder, Path.Combine(folder, "x.png"));
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("No file matches", run.Notes, StringComparison.Ordinal);
        Assert.Contains("is a folder without files of the kind", run.Notes, StringComparison.Ordinal);
        Assert.Contains("There is no file", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_take_folders_and_patterns()
    {
        File.Copy(Line, Path.Combine(folder, "a.png"));
        File.Copy(Line, Path.Combine(folder, "b.png"));
        var run = await DemoPictures.AskAsync("read", folder, Path.Combine(folder, "?.png"));
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Equal(2, DemoPictures.LinesOf(run.Output).Length);
        var mistake = await DemoPictures.AskAsync("read", folder, "--lines", "--draw", Path.Combine(folder, "found.png"));
        Assert.Equal(ExitCode.Usage, mistake.ExitCode);
        Assert.Contains("there are 2 to work on", mistake.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_over_one_video_says_which_it_cannot_choose_among()
    {
        Make("a.mp4", "b.mkv");
        var several = await CommandRun.StartAsync(["watch", folder]);
        Assert.Equal(ExitCode.Failure, several.ExitCode);
        Assert.Contains("means 2 videos", several.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_a_film()
    {
        using var film = new Film();
        await ShapeFilm.WriteAsync(film, "shapes.mkv", [new("red circle", 2, 5, 28, 28, 15)], 8);
        var run = await PipeAsync(film.File("shapes.mkv"), "find-event", "-", "red circle", "--json", "--precision", "fp32");
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.StartsWith("""{"file":"-","start":2,""", run.Output, StringComparison.Ordinal);

        var empty = await PipeAsync(null, "watch", "-");
        Assert.Equal(ExitCode.Failure, empty.ExitCode);
        Assert.Contains("Standard input held nothing", empty.Notes, StringComparison.Ordinal);
        var picture = await PipeAsync(Line, "watch", "-");
        Assert.Equal(ExitCode.Failure, picture.ExitCode);
        Assert.Contains("a PNG picture", picture.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_pipe_is_read_to_its_end()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("There are no pipes among Windows' files.");
        var pipe = Path.Combine(folder, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(Token);
        var content = await File.ReadAllBytesAsync(Line, Token);
        var writing = Task.Run(() => File.WriteAllBytes(pipe, content), Token);
        Assert.Equal(content, await InputFile.ReadAsync(pipe, 1 << 20, Token));
        await writing;
        writing = Task.Run(() => File.WriteAllBytes(pipe, new byte[100]), Token);
        Assert.Contains("make it smaller", Assert.Throws<QwenException>(() => InputFile.Read(pipe, 99)).Message, StringComparison.Ordinal);
        await writing;
    }

    [Fact]
    public async Task Standard_input_is_a_picture()
    {
        var run = await PipeAsync(Line, "read", "-", "--device", "cpu", "--model", RepositoryFiles.DemoCheckpoint);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        DemoPictures.AssertRead("SD33W", run.Output.Trim());
    }

    // the command as a process of its own, with a file piped in, or nothing
    private static async Task<CommandRun> PipeAsync(string? file, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Mcp.McpChild.Program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, notes) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        if (file is not null)
            await process.StandardInput.BaseStream.WriteAsync(await File.ReadAllBytesAsync(file, Token), Token);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Token);
        return new CommandRun(process.ExitCode, await output, await notes);
    }

    [Fact]
    public async Task Each_page_of_a_document_is_a_picture()
    {
        DemoPictures.RequirePoppler();
        var document = Path.Combine(folder, "document.pdf");
        DemoPictures.MakePdf(document, 3);
        var run = await DemoPictures.AskAsync("read", document, "--pages", "2-", "--json");
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        var lines = DemoPictures.LinesOf(run.Output);
        Assert.StartsWith($"{{\"file\":\"{document}\",\"page\":2,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{{\"file\":\"{document}\",\"page\":3,", lines[1], StringComparison.Ordinal);
        var located = await DemoPictures.AskAsync(
            "locate", "item", document, "--pages", "1,3", "--draw", Path.Combine(folder, "found.png"));
        Assert.True(located.ExitCode == ExitCode.Ok, located.Notes);
        Assert.Equal(
            ["found-page-1.png", "found-page-3.png"],
            Directory.GetFiles(folder, "found*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("out/report-drawn.png", "out/report-page-2-drawn.png")]
    [InlineData("found.png", "found-page-2.png")]
    public void Drawings_of_pages_have_their_numbers(string path, string expected) =>
        Assert.Equal(Path.Combine(expected.Split('/')), Cli.Pictures.PagePath.Of(Path.Combine(path.Split('/')), 2));

    private string[] Expand(params string[] named) =>
    [
        .. InputFiles.Expand(named, InputFiles.Pictures).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')),
    ];

    private void Make(params string[] names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
