using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Positions;

namespace Qwen.VisionLanguage.Tests.Positions;

/// <summary>The worked examples of the position rule; 't' stands for a text token, 'i' for a picture, 'v' for a video.</summary>
public sealed class MropePositionsTests
{
    private const int Text = 5;

    private static readonly ModelConfig Config = RandomCheckpointSizes.Size3B;

    [Fact]
    public void A_picture_spreads_over_rows_and_columns()
    {
        var positions = Compute("ttt i tt", Picture(4, 6));
        Assert.Equal([0, 1, 2, 3, 3, 3, 3, 3, 3, 6, 7], positions.Time);
        Assert.Equal([0, 1, 2, 3, 3, 3, 4, 4, 4, 6, 7], positions.Height);
        Assert.Equal([0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7], positions.Width);
        Assert.Equal(-3, positions.Delta);
    }

    [Theory]
    [InlineData(1.0, "0 1 2 2 2 2 4 4 4 4 6 6 6 6 7 8", -7)]
    [InlineData(0.5, "0 1 2 2 2 2 3 3 3 3 4 4 4 4 5 6", -9)]
    public void A_video_advances_by_real_seconds(double secondsPerGrid, string time, int delta)
    {
        var positions = Compute("tt v tt", Video(3, 4, 4, secondsPerGrid));
        Assert.Equal(time.Split(' ').Select(int.Parse), positions.Time);
        Assert.Equal(delta, positions.Delta);
    }

    [Theory]
    [InlineData(5, 2.0 / 3, "0 1 2 4 5 6")]
    [InlineData(5, 0.25, "0 0 1 1 2 3")]
    [InlineData(12, 0.1, "0 0 0 0 0 1 1 1 1 1 2 2 3")]
    public void Fractions_of_a_step_are_cut_at_the_end_only(int slices, double secondsPerGrid, string time)
        => Assert.Equal(time.Split(' ').Select(int.Parse), Compute("v t", Video(slices, 2, 2, secondsPerGrid)).Time);

    [Fact]
    public void Arithmetic_is_single_precision()
    {
        // 496 frames of a 24 fps file at 2 fps: patch 15 lies at 30.999999999999996 in double precision
        var positions = Compute("v", Video(20, 2, 2, 2 / (40 / 496.0 * 24)));
        Assert.Equal(31, positions.Time[15]);
    }

    [Fact]
    public void Uneven_frames_bring_their_own_seconds()
    {
        var video = Video(3, 2, 2, 1.0, [0, 0.5, 7.3]);
        Assert.Equal([0, 1, 14, 15], Compute("v t", video).Time);
    }

    [Fact]
    public void Media_of_both_kinds_follow_each_other_in_both_orders()
    {
        Assert.Equal([0, 1, 1, 1, 1, 3, 4, 6, 7], Compute("t i t v t", Picture(4, 4), Video(2, 2, 2, 1)).Time);
        Assert.Equal([0, 1, 3, 4, 5, 5, 5, 5, 7], Compute("t v t i t", Video(2, 2, 2, 1), Picture(4, 4)).Time);
    }

    [Theory]
    [InlineData("t i t")]
    [InlineData("t i v t")]
    [InlineData("t t")]
    public void Placeholders_that_do_not_fit_the_media_are_refused(string pattern)
        => Assert.Throws<QwenException>(() => MropePositions.Compute([.. Ids(pattern, [1, 1])], [Picture(4, 4)], Config));

    private static MropePositions Compute(string pattern, params PreparedVision[] media)
        => MropePositions.Compute([.. Ids(pattern, [.. media.Select(m => m.Grid.TokenCount)])], media, Config);

    private static IEnumerable<int> Ids(string pattern, int[] counts)
    {
        var medium = 0;
        return pattern.Replace(" ", "", StringComparison.Ordinal).SelectMany(c => c == 't'
            ? [Text]
            : Enumerable.Repeat(c == 'i' ? Config.ImageTokenId : Config.VideoTokenId, counts[medium++]));
    }

    private static PreparedVision Picture(int rows, int columns) => Make(new VisionGrid(1, rows, columns), false, 1, null);

    private static PreparedVision Video(int slices, int rows, int columns, double secondsPerGrid, double[]? seconds = null)
        => Make(new VisionGrid(slices, rows, columns), true, secondsPerGrid, seconds);

    private static PreparedVision Make(VisionGrid grid, bool video, double secondsPerGrid, double[]? seconds)
    {
        var size = new PixelSize(14 * grid.W, 14 * grid.H);
        return new PreparedVision
        {
            Frames = [], IsVideo = video, Grid = grid, SourceSize = size, ModelSize = size, SecondsPerGrid = secondsPerGrid,
            SliceSeconds = seconds,
        };
    }
}
