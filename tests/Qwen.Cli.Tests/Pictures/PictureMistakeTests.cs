using System.Text.Json;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Tests.Pictures;

/// <summary>What goes wrong with one file is said in a sentence, counts in the exit code and does not stop the others.</summary>
public sealed class PictureMistakeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-mistakes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_other_files_are_worked_on()
    {
        var (good, absent, text, huge) =
            (DemoPictures.Path("line56-00.png"), Make("absent.png"), Make("notes.png", "no picture"u8), Make("huge.gif", Huge()));
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        var run = await DemoPictures.AskAsync("read", absent, text, huge, empty, good);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Equal($"{good}: {DemoPictures.Recorded("line56-00.png")}", run.Output.Trim());
        var errors = DemoPictures.LinesOf(run.Notes).Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, errors.Length);
        Assert.Contains($"There is no file '{absent}'", errors[0], StringComparison.Ordinal);
        Assert.Contains($"'{empty}' is a folder", errors[1], StringComparison.Ordinal);
        Assert.Contains(text, errors[2], StringComparison.Ordinal);
        Assert.Contains(huge, errors[3], StringComparison.Ordinal);
        Assert.Contains("65535", errors[3], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_a_line_for_a_file_that_failed()
    {
        var run = await DemoPictures.AskAsync("read", DemoPictures.Path("line56-00.png"), Make("notes.png", "no picture"u8), "--json");
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        var lines = DemoPictures.LinesOf(run.Output);
        Assert.Equal(2, lines.Length);
        using var json = JsonDocument.Parse(lines[1]);
        Assert.Equal(["file", "error"], json.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task No_file_at_all_is_told_before_a_model_is_loaded()
    {
        var run = await CommandRun.StartAsync(["locate", "red circle", Make("absent.png"), "--model", "/no/such/model"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("There is no file", run.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain("/no/such/model", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("locate", "red circle")]
    [InlineData("point", "red circle")]
    [InlineData("count", "red circles")]
    [InlineData("recognise")]
    [InlineData("read")]
    [InlineData("extract", "--field=total")]
    [InlineData("parse")]
    public async Task A_missing_model_fails_with_one_sentence(params string[] command)
    {
        var run = await CommandRun.StartAsync([.. command, DemoPictures.Path("line56-00.png"), "--model", "/no/such/model"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("/no/such/model", run.Notes, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("not json", "is no JSON")]
    [InlineData("[1, 2]", "no schema of an object")]
    [InlineData("""{"type": "object"}""", "no schema of an object")]
    [InlineData("""{"type": "object", "properties": {}}""", "names no keys")]
    public async Task A_schema_that_is_none_fails_with_one_sentence(string schema, string said)
    {
        var path = Make("schema.json", System.Text.Encoding.UTF8.GetBytes(schema));
        var run = await DemoPictures.AskAsync("extract", DemoPictures.Path("kie-01.png"), "--schema", path);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains(said, run.Notes, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_file_in_the_place_of_what_to_find_is_a_usage_error()
    {
        var run = await DemoPictures.AskAsync("locate", DemoPictures.Path("line56-00.png"), "red circle");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("say what to look for first", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_that_cannot_be_written_fails_and_leaves_nothing()
    {
        var blocked = Make("file", "in the way"u8);
        var run = await DemoPictures.AskAsync(
            "locate", "item", DemoPictures.Path("box112-00.png"), "--draw", Path.Combine(blocked, "found.png"));
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("cannot be written", run.Notes, StringComparison.Ordinal);
        Assert.Equal([blocked], Directory.GetFiles(folder));
    }

    [Fact]
    public async Task An_interrupt_keeps_what_was_shown_and_ends_the_rest()
    {
        using var interrupts = new InterruptSource();
        using var output = new InterruptingWriter(interrupts);
        var picture = DemoPictures.Path("line56-00.png");
        var drawn = Path.Combine(folder, "drawn");
        var run = await CommandRun.StartAsync(
            ["locate", "item", picture, picture, "--draw", drawn, "--device", "cpu", "--json"], interrupts: interrupts, output: output);
        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Single(DemoPictures.LinesOf(run.Output));
        Assert.DoesNotContain(Directory.GetFiles(drawn), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private string Make(string name, ReadOnlySpan<byte> bytes = default)
    {
        var path = Path.Combine(folder, name);
        if (!bytes.IsEmpty)
            File.WriteAllBytes(path, bytes);
        return path;
    }

    // the header of a GIF picture that claims 65535×65535 pixels
    private static byte[] Huge() => [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, (byte)';'];

    // presses Ctrl-C once, as soon as the first result appears
    private sealed class InterruptingWriter(InterruptSource interrupts) : StringWriter
    {
        private bool pressed;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (!pressed)
                Assert.True(interrupts.Interrupt());
            pressed = true;
        }
    }
}
