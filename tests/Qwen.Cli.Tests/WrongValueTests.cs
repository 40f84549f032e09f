using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Tests;

/// <summary>Every option of every command is given values that it cannot take: one sentence each, that names the option.</summary>
public sealed class WrongValueTests
{
    private static readonly string[] NoNumbers =
        ["abc", "1e6", "1,000", "1.000.000", "", " ", "99999999999999999999", "-99999999999999999999", "NaN", "Infinity", "0x10", "5%"];

    // what may be below zero, and what may be empty, says so here
    private static readonly string[] Signed = ["--priority"];
    private static readonly string[] MayBeEmpty = ["--system", "--password"];

    public static TheoryData<string> Commands => [.. CommandTree.Leaves().Select(found => string.Join(' ', found.Path))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_value_that_an_option_cannot_take_is_one_sentence_about_it(string path)
    {
        var (words, command) = CommandTree.Leaves().Single(found => string.Join(' ', found.Path) == path);
        foreach (var option in command.Options.Where(option => option is not HelpOption))
        {
            foreach (var value in WrongValues(option))
            {
                // as one word, since a value of its own that begins with a hyphen would be another option
                string[] given = option.Arity.MinimumNumberOfValues > 0 ? [$"{option.Name}={value}"] : [option.Name, value];
                if (option is Option<bool>)
                    given = [$"{option.Name}={value}"];
                var run = await CommandRun.StartAsync([.. CommandTree.Complete(words, command), .. given]);
                Expect(run, path, option, value);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task An_empty_argument_is_told(string path)
    {
        var (words, command) = CommandTree.Leaves().Single(found => string.Join(' ', found.Path) == path);
        if (command.Arguments is not [{ } first, ..])
            return;
        var run = await CommandRun.StartAsync([.. words, "", .. CommandTree.Complete([], command).Skip(1)]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"{first.Name} is empty.", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-tokens", "--max-tokens", "--max-tokens")]
    [InlineData("--max-tokens", "--max-tokens=5", "--max-tokens=6")]
    [InlineData("--precision", "--precision", "int8", "--precision", "int4")]
    public async Task A_value_that_is_missing_or_given_twice_is_told(string name, params string[] options)
    {
        var run = await CommandRun.StartAsync(["read", "a.png", .. options]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(name, Lines(run)[0], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_reads_the_same_whatever_the_language_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var german = await CommandRun.StartAsync(["watch", "gone.mp4", "--fps", "0,5"]);
            Assert.Equal(ExitCode.Usage, german.ExitCode);
            var run = await CommandRun.StartAsync(["watch", "gone.mp4", "--fps", "1000.5"]);
            Assert.Contains("--fps must be at most 1000; 1000.5 is more.", run.Notes, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("phone do x --approve maybe", "qwenvl phone do", "--approve takes all-reversible, ask or deny; 'maybe' is none of them.")]
    [InlineData("screen do x --form long", "qwenvl screen do", "--form takes full or short; 'long' is none of them.")]
    [InlineData("screens bench --steps 0", "qwenvl screens bench", "--steps must be at least 1; 0 is less.")]
    [InlineData("screens bench --task fly", "qwenvl screens bench", "No task is named so.")]
    [InlineData("models rm x --form", "qwenvl models rm", "--form needs a value.")]
    [InlineData("job start read x --within abc", "qwenvl job start", "--within takes a number, written like 0.5; 'abc' is none.")]
    [InlineData("farm join --address here", "qwenvl farm join", "--address: 'here' is no address")]
    [InlineData("find-event a.mp4 x --verify 7", "qwenvl find-event", "--verify takes none, frames or keyframe; '7' is none of them.")]
    [InlineData("parse a.pdf --pages abc", "qwenvl parse", "--pages: 'abc' names no pages")]
    [InlineData("parse a.pdf --pages 3-1", "qwenvl parse", "--pages: '3-1' names no pages")]
    [InlineData("watch a.mp4 --start 5 --end 5", "qwenvl watch", "--end has to be later than --start.")]
    [InlineData("mcp --screen tv", "qwenvl mcp", "--screen: There is no screen 'tv'")]
    [InlineData("locate x a.png --json=maybe", "qwenvl locate", "--json takes no value: leave '=maybe' out.")]
    [InlineData("dance", "qwenvl", "error: 'dance' is no command of 'qwenvl'.")]
    [InlineData("phone dance", "qwenvl phone", "error: 'dance' is no command of 'qwenvl phone'.")]
    [InlineData("phone see --device cpu", "qwenvl phone see", "error: '--device' is no option of 'qwenvl phone see'.")]
    [InlineData("models more", "qwenvl models", "error: 'more' is no command of 'qwenvl models'.")]
    [InlineData("phone see --display 1", "qwenvl phone see", "--display is for a device: name it with --adb.")]
    [InlineData("phone do x --touch-display 1", "qwenvl phone do", "--touch-display is for a device: name it with --adb.")]
    [InlineData("phone see --adb x --display main", "qwenvl phone see", "--display: 'main' is no identifier of a display")]
    public async Task The_hint_names_the_whole_command(string line, string command, string said)
    {
        var run = await CommandRun.StartAsync(line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(said, run.Notes, StringComparison.Ordinal);
        Assert.Equal(2, Lines(run).Length);
        Assert.EndsWith($"'{command} --help' shows what it takes.", run.Notes.Trim(), StringComparison.Ordinal);

        // and what the hint says can be typed
        var help = await CommandRun.StartAsync([.. command.Split(' ').Skip(1), "--help"]);
        Assert.Equal(ExitCode.Ok, help.ExitCode);
    }

    private static IEnumerable<string> WrongValues(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type == typeof(bool))
            return ["maybe", "2"];
        if (type.IsPrimitive)
            return Signed.Contains(option.Name) ? NoNumbers : [.. NoNumbers, "-1", "-0.5"];
        if (type.IsEnum || CommandRules.ChoicesOf(option).Count > 0)
            return ["abc", "", "7", "-1"];
        return MayBeEmpty.Contains(option.Name) ? [] : ["", " "];
    }

    private static void Expect(CommandRun run, string path, Option option, string value)
    {
        var told = $"{path} {option.Name}={value}\n{run.Notes}";
        Assert.True(run.ExitCode == ExitCode.Usage, told);
        Assert.Empty(run.Output);
        var lines = Lines(run);
        Assert.True(lines.Length == 2, told);
        Assert.Contains(option.Name, lines[0], StringComparison.Ordinal);
        foreach (var word in new[] { "System.", "Nullable", "Int32", "Int64", "Double", "Single", "Boolean", "Qwen.", "expected type" })
            Assert.True(!lines[0].Contains(word, StringComparison.Ordinal), told);
        Assert.Equal($"'qwenvl {path} --help' shows what it takes.", lines[1]);
    }

    private static string[] Lines(CommandRun run) =>
        run.Notes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
