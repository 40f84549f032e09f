using Qwen.Cli.Terminal;

namespace Qwen.Cli.Tests.Terminal;

/// <summary>Lines that are typed key by key.</summary>
public sealed class LineEditorTests
{
    private static readonly ConsoleKeyInfo Enter = new('\r', ConsoleKey.Enter, false, false, false);

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("ac ← ← → b", "abc")]
    [InlineData("bc Home a End d", "abcd")]
    [InlineData("abx BS c", "abc")]
    [InlineData("xabc Home Del", "abc")]
    [InlineData("one_two ^← new_", "one_new_two")]
    [InlineData("one·two ^← new·", "one·new·two")]
    [InlineData("one·two Home ^→ s", "ones·two")]
    [InlineData("one·two ^W 2", "one·2")]
    [InlineData("/image·a/b.png ^W c.png", "/image·c.png")]
    [InlineData("abc ← ^U", "c")]
    [InlineData("abc ← ^K", "ab")]
    [InlineData("bc ^A a ^E d", "abcd")]
    [InlineData("ac ^B b ^F d", "abcd")]
    [InlineData("abc ^A ^D", "bc")]
    [InlineData("draft ^C abc", "abc")]
    [InlineData("日本 ← BS", "本")]
    [InlineData("a👍🏽b ← BS", "ab")]
    [InlineData("é BS", "")]
    [InlineData("BS Del ← → ^U ^K ^W", "")]
    public void Keys_edit_the_line(string keys, string line) => Assert.Equal(line.Replace('·', ' '), Type(keys)[0]);

    [Fact]
    public void What_was_typed_before_comes_back()
    {
        var lines = Type("one", "two", "two", "↑", "↑ ↑ !", "new ↑ ↓ er", "↑ ↑ ↑ ↑ ↑ ↑ ↑", "^P");
        Assert.Equal(["one", "two", "two", "two", "one!", "newer", "one", "one"], lines);
    }

    [Theory]
    [InlineData("^D")]
    [InlineData("^C")]
    [InlineData("abc ^U ^D")]
    public void An_empty_line_is_left_by_keys(string keys) => Assert.Null(Type(keys)[0]);

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(8)]
    public void However_narrow_the_terminal_a_line_stays_in_its_row(int width)
    {
        const string text = "what·is·in·the·picture·日本語·and·where";
        var shown = new StringWriter();
        Assert.Equal(text.Replace('·', ' '), Type(width, shown, text)[0]);
        var drawn = shown.ToString().Split('\n')[0].Split('\r').Where(part => part.EndsWith("\e[K", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(drawn);
        Assert.All(drawn.SkipLast(1), part => Assert.InRange(LineFold.CellsOf(part[..^3]), 2, width - 1));
        Assert.Equal("> " + text.Replace('·', ' ') + "\e[K", drawn[^1]); // the whole line, when it is done
    }

    private static List<string?> Type(params string[] lines) => Type(80, TextWriter.Null, lines);

    private static List<string?> Type(int width, TextWriter output, params string[] lines)
    {
        var keys = new Queue<ConsoleKeyInfo>(lines.SelectMany(line => line.Split(' ').SelectMany(Keys).Append(Enter)));
        var editor = new LineEditor(keys.Dequeue, () => false, output, () => width);
        List<string?> read = [];
        for (var i = 0; i < lines.Length; i++)
        {
            read.Add(editor.Read("> "));
            if (read[^1] is null)
                break;
        }

        return read;
    }

    private static IEnumerable<ConsoleKeyInfo> Keys(string word) => word switch
    {
        "←" => [Key(ConsoleKey.LeftArrow)],
        "→" => [Key(ConsoleKey.RightArrow)],
        "^←" => [Key(ConsoleKey.LeftArrow, control: true)],
        "^→" => [Key(ConsoleKey.RightArrow, control: true)],
        "↑" => [Key(ConsoleKey.UpArrow)],
        "↓" => [Key(ConsoleKey.DownArrow)],
        "Home" => [Key(ConsoleKey.Home)],
        "End" => [Key(ConsoleKey.End)],
        "BS" => [Key(ConsoleKey.Backspace, '\b')],
        "Del" => [Key(ConsoleKey.Delete)],
        ['^', var letter] => [Key(Enum.Parse<ConsoleKey>(letter.ToString()), (char)(letter - '@'), control: true)],
        _ => word.Select(letter => Key(default, letter == '·' ? ' ' : letter)),
    };

    private static ConsoleKeyInfo Key(ConsoleKey key, char letter = '\0', bool control = false) => new(letter, key, false, false, control);
}
