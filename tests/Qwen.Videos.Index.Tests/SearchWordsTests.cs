using CsCheck;
using Qwen.Screens;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Qwen.Videos.Index.Tests;

public class SearchWordsTests
{
    private static readonly string[] Syntax =
    [
        "\"", "'", "(", ")", "*", "^", ":", "-", "+", "{", "}", "AND", "OR", "NOT", "NEAR(", "caption:", "\0", "\n", "a", "é", "紅", "🎬",
        "\ud800", "%", ";", "--", " "
    ];

    [Theory]
    [InlineData("red bus", "\"red\"", "\"bus\"")]
    [InlineData("\"red bus\" stop", "\"red bus\"", "\"stop\"")]
    [InlineData("red AND NOT (bus OR caption:x*)", "\"red\"", "\"AND\"", "\"NOT\"", "\"(bus\"", "\"OR\"", "\"caption:x*)\"")]
    [InlineData("say \"unended", "\"say\"", "\"unended\"")]
    [InlineData("红色公交车 bus", "\"红  色  公  交  车\"", "\"bus\"")]
    [InlineData(" - \"\" ?! ")]
    public void Words_are_quoted(string typed, params string[] quoted) => Assert.Equal(quoted, SearchWords.Quote(typed));

    [Fact]
    public void Whatever_is_typed_is_a_query()
    {
        using var folder = new TempFolder();
        using var database = IndexDatabase.Open(folder.File("words.index"));
        var store = new IndexStore(database);
        Gen.Int[0, Syntax.Length - 1].Select(i => Syntax[i]).Array[0, 12]
            .Select(string.Concat)
            .Sample(typed => Assert.Empty(store.FindByWords(typed, 5)), iter: 2000, threads: 1);
    }

    [Theory]
    [InlineData("Ein Café in Zürich", "cafe zurich")]
    [InlineData("The dogs were running", "dog run")]
    [InlineData("一辆红色公交车停在路边", "公交车")]
    [InlineData("赤いバスが止まる", "バス")]
    [InlineData("red bus 42", "\"BUS 42\"")]
    public void What_is_said_is_found(string caption, string words)
    {
        using var folder = new TempFolder();
        using var database = IndexDatabase.Open(folder.File("words.index"));
        var store = new IndexStore(database);
        VideoWindow[] windows = [.. Enumerable.Range(0, 3).Select(i => new VideoWindow { File = "film", Start = i, End = i + 1 })];
        var video = store.Enter(new FileIdentity("film", 1, 1, "hash"), 3, "plan", windows);
        foreach (var ((segment, window), text) in store.Open(video).Zip(["something else", caption, "还有别的"]))
            Assert.True(store.Store(segment, Result(window, text)));
        Assert.Equal([2], store.FindByWords(words, 5));
        Assert.False(store.Store(2, Result(windows[1], "late")));
        Assert.Equal(caption, store.Get(2)!.Segment.Caption);
        Assert.Null(store.Get(9));
    }

    internal static VideoWindowResult Result(VideoWindow window, string caption) => new()
    {
        Segment = new VideoSegment { Start = window.Start, End = window.End, Caption = caption, KeyFrame = window.Start },
        Picture = [1, 2, 3],
        RawText = caption,
    };
}
