using Qwen.Cli.Terminal;

namespace Qwen.Cli.Tests.Terminal;

/// <summary>Lines in narrow terminals, and how long work still takes.</summary>
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("x1  y1  x2  y2  confidence  label", 40, "x1  y1  x2  y2  confidence  label")]
    [InlineData("x1  y1  x2  y2  confidence  label", 30, "x1  y1  x2  y2  confidence|  label")]
    [InlineData("x1  y1  x2  y2  confidence  label", 20, "x1  y1  x2  y2|  confidence  label")]
    [InlineData("unbreakableunbreakable", 10, "unbreakableunbreakable")]
    [InlineData("unbreakableunbreakable word", 10, "unbreakableunbreakable|  word")]
    [InlineData("红色的圆 蓝色的方", 10, "红色的圆|  蓝色的方")]
    [InlineData("", 10, "")]
    public void Lines_break_between_words(string line, int width, string parts) =>
        Assert.Equal(parts.Split('|'), LineFold.Fold(line, width));

    [Fact]
    public void Any_line_keeps_its_words_at_any_width()
    {
        const string line = "  0:00:01.0-0:00:02.5 (verified): a dog jumps into the water [NO SWIMMING / DANGER]";
        foreach (var width in Enumerable.Range(1, 90))
        {
            var parts = LineFold.Fold(line, width).ToList();
            Assert.Equal(line.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                parts.SelectMany(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            Assert.All(parts, part => Assert.True(part.Length <= width || !part.Trim().Contains(' ', StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Time_left_goes_by_what_is_done()
    {
        var clock = new StandingClock();
        var time = new TimeLeft(clock);
        Assert.Equal("", time.Describe(0, 10));
        clock.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(", about 40 s left", time.Describe(2, 10));
        clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(", about 41 min left", time.Describe(2, 10));
        Assert.Equal(", about 11 h left", time.Describe(2, 130));
        Assert.Equal("", time.Describe(10, 10));
    }

    private sealed class StandingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
