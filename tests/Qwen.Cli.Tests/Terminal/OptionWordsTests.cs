using System.Text.RegularExpressions;
using Qwen.Cli.Terminal;
using Qwen.Testing;
using Spectre.Console;

namespace Qwen.Cli.Tests.Terminal;

/// <summary>What the libraries say to programmers, as the command line says it.</summary>
public sealed partial class OptionWordsTests
{
    [Theory]
    [InlineData("locate x a.png", "The picture claims 144 pixels, more than the limit of 9: shrink it or raise ImageLimits.MaxPixels.",
        "The picture claims 144 pixels, more than the limit of 9: shrink it.")]
    [InlineData("locate x a.png", "It has 9 tiles: make it smaller, or set QwenPictureOptions.Tiles to fewer and larger ones.",
        "It has 9 tiles: make it smaller.")]
    [InlineData("parse a.pdf", "The PDF file has 9 bytes, more than the limit of 8 (PdfOptions.MaxBytes).",
        "The PDF file has 9 bytes, more than the limit of 8.")]
    [InlineData("parse a.pdf", "It took too long. It may be damaged. PdfOptions.MaxTime is the limit.",
        "It took too long. It may be damaged.")]
    [InlineData("watch a.mp4", "There is no ffmpeg, or name its folder in VideoOptions.FfmpegPath or in the environment variable X.",
        "There is no ffmpeg, or name its folder in the environment variable X.")]
    [InlineData("watch a.mp4", "9 frames, more than 8: lower fps, nframes or max_frames, or raise VideoLimits.MaxSampledFrames.",
        "9 frames, more than 8: lower fps, nframes or --max-frames.")]
    [InlineData("phone see --adb", "Several devices are ready: a, b. Name one in AndroidScreenOptions.Serial.",
        "Several devices are ready: a, b. Name one in --adb.")]
    [InlineData("index a.mp4", "VideoIndexOptions.SegmentSeconds has to be above 0.", "--segment has to be above 0.")]
    [InlineData("convert x", "It is full. Free the disk, or name another folder (ConvertedFolder).",
        "It is full. Free the disk, or name another folder (--out).")]
    [InlineData("phone see", "It is full. Free the disk, or name another folder (ConvertedFolder).",
        "It is full. Free the disk, or name another folder.")]
    [InlineData("phone see", "It is full. Name another folder (QWENVL_CONVERTED, QwenModelOptions.ConvertedFolder).",
        "It is full. Name another folder (QWENVL_CONVERTED).")]
    [InlineData("read a.png", "It is full. Name another folder (QWENVL_CONVERTED, QwenModelOptions.ConvertedFolder).",
        "It is full. Name another folder (QWENVL_CONVERTED, --converted).")]
    [InlineData("mcp", "The file lies in no folder of QwenPictureOptions.AllowedFolders.", "The file lies in no folder of --files.")]
    [InlineData("read a.png", "The file system is full.", "The file system is full.")]
    [InlineData("read a.png", "/m/preprocessor_config.json: 'max_pixels' is -1, expected a whole number.",
        "/m/preprocessor_config.json: 'max_pixels' is -1, expected a whole number.")]
    public void Properties_are_called_by_the_options_that_set_them(string line, string message, string said) =>
        Assert.Equal(said, For(line.Split(' ')).Say(message));

    [Fact]
    public void No_message_of_a_library_reaches_the_terminal_with_a_property_in_it()
    {
        var commands = CommandTree.Leaves().Select(found => For([.. CommandTree.Complete(found.Path, found.Command)])).ToList();
        var messages = Messages().ToList();
        Assert.NotEmpty(messages);
        foreach (var message in messages)
        {
            foreach (var said in commands.Select(words => words.Say(message)).Distinct())
            {
                Assert.True(!Property().IsMatch(said), $"{message}\n-> {said}");
                Assert.True(said.Length > 0 && !Rest().IsMatch(said), $"{message}\n-> {said}");
            }
        }
    }

    // every text that an exception of a library is made with and that speaks of a property; what is filled in is a number
    private static IEnumerable<string> Messages()
    {
        var source = Path.Combine(RepositoryFiles.Root, "src");
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var inside = Path.GetRelativePath(source, file);
            if (inside.StartsWith("Qwen.Cli", StringComparison.Ordinal) || inside.Split(Path.DirectorySeparatorChar).Contains("obj"))
                continue;
            var throws = Thrown().Matches(File.ReadAllText(file)).SelectMany(match => match.Value.Split("QwenException(").Skip(1));
            foreach (var thrown in throws)
            {
                var text = string.Concat(Literal().Matches(Hole().Replace(thrown, "9")).Select(literal => literal.Groups[1].Value));
                if (Property().IsMatch(text))
                    yield return text;
            }
        }
    }

    private static OptionWords For(string[] line)
    {
        using var interrupts = new InterruptSource();
        var console = new CliConsole(TextReader.Null, TextWriter.Null, AnsiConsole.Create(new AnsiConsoleSettings()), Interactive: false);
        console.Words.Use(QwenCommandLine.CreateRoot(console, interrupts).Parse(line).CommandResult);
        return console.Words;
    }

    [GeneratedRegex(@"\b[A-Z]\w*(?:Options|Limits)\.[A-Z]\w*|\b(?:ConvertedFolder|CalibrationFolder|CheckpointFolder|KeyValueBytes)\b")]
    private static partial Regex Property();

    [GeneratedRegex(@"QwenException\((?:[^;""]|""(?:[^""\\]|\\.)*"")*;")]
    private static partial Regex Thrown();

    [GeneratedRegex(@"""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{(?:[^{}""]|""[^""]*"")*\}")]
    private static partial Regex Hole();

    // what leaving out leaves behind where it goes wrong
    [GeneratedRegex(@"  | [.,:;]|[,:;]\.|\(\)|\bor[.,]|^[a-z,.]")]
    private static partial Regex Rest();
}
