using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>Films that write a frame only when something changes, as recorders of screens do: it is on show until the next one.</summary>
public class HeldFrameTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("held.mp4")]
    [InlineData("held.mkv")]
    [InlineData("held.mov")]
    public async Task The_frame_on_show_is_the_last_one_before_and_the_last_lasts_to_the_end(string name)
    {
        using var folder = new TempFolder();
        MakeHeld(folder.File(name));
        using var video = await OpenVideo.OpenAsync(folder.File(name), cancellationToken: Stop);

        Assert.Equal(30, video.Duration, 0.05);
        Assert.Equal(3, video.FrameSeconds.Length);
        var frames = await video.ReadAsync([0, 6, 9.9, 10, 11, 12, 20, 29.9, 31], video.Size, Stop);
        Assert.Equal("rrrggbbb", Colours(frames.Select(frame => frame.Picture)));
        Assert.Equal([0, 6, 9.9, 10, 11, 12, 20, 29.9], frames.Select(frame => Math.Round(frame.Seconds, 2)));
    }

    [Theory]
    [InlineData(5.0, 9.0, "r")]
    [InlineData(20.0, 25.0, "b")]
    [InlineData(9.0, 13.0, "rgb")]
    [InlineData(null, null, "rgb")]
    public async Task Ranges_show_what_is_on_show_in_them(double? start, double? end, string colours)
    {
        using var folder = new TempFolder();
        MakeHeld(folder.File("held.mp4"));
        var prepared = await PrepareAsync(folder.File("held.mp4"), new VideoOptions { Start = start, End = end });
        Assert.Equal(colours, string.Concat(Colours(prepared.Frames).Distinct()));
        Assert.All(prepared.FrameSeconds!, second => Assert.InRange(second, start ?? 0, end ?? 30));
    }

    [Theory]
    [InlineData(5.0, 9.0, "r")]
    [InlineData(20.0, 25.0, "b")]
    [InlineData(8.0, 14.0, "rgb")]
    public async Task A_clip_lasts_as_long_as_was_asked_for(double start, double end, string colours)
    {
        using var folder = new TempFolder();
        MakeHeld(folder.File("held.mp4"));
        using var video = await OpenVideo.OpenAsync(folder.File("held.mp4"), cancellationToken: Stop);
        Assert.False(await video.CutAsync(start, end, folder.File("clip.mp4"), Stop));

        using var clip = await OpenVideo.OpenAsync(folder.File("clip.mp4"), cancellationToken: Stop);
        Assert.Equal(end - start, clip.Duration, 0.1);
        var frames = await clip.ReadAsync([.. Enumerable.Range(0, 20).Select(i => i * (end - start - 0.1) / 19)], clip.Size, Stop);
        Assert.Equal(colours, string.Concat(Colours(frames.Select(frame => frame.Picture)).Distinct()));
    }

    [Fact]
    public async Task Slides_at_an_even_pace_are_on_show_until_the_next()
    {
        using var folder = new TempFolder();
        Make(folder.File("slides.mp4"), "N*5", "5");
        using var video = await OpenVideo.OpenAsync(folder.File("slides.mp4"), cancellationToken: Stop);
        Assert.Equal(15, video.Duration, 0.05);
        Assert.Equal("rrgb", Colours(await ReadAsync(video, 1, 4.5, 9.5, 14.9)));
        var range = await PrepareAsync(folder.File("slides.mp4"), new VideoOptions { Start = 6, End = 9 });
        Assert.Equal("g", string.Concat(Colours(range.Frames).Distinct()));
    }

    [Theory]
    [InlineData("long.mp4", 35)]
    [InlineData("long.mkv", 45)]
    public async Task Of_two_frames_the_last_lasts_to_the_end_where_that_is_longer(string name, int seconds)
    {
        using var folder = new TempFolder();
        var sound = name.EndsWith(".mp4", StringComparison.Ordinal) ? seconds : 0;
        Make(folder.File(name), "N*10", $"if(eq(N,0),10,{seconds - 10})", frames: 2, sound);
        using var video = await OpenVideo.OpenAsync(folder.File(name), cancellationToken: Stop);
        Assert.Equal(seconds, video.Duration, 0.2);
        Assert.Equal("rrgg", Colours(await ReadAsync(video, 0, 9.9, 10, seconds - 0.5)));
        var end = await PrepareAsync(folder.File(name), new VideoOptions { Start = seconds - 1 });
        Assert.Equal("g", string.Concat(Colours(end.Frames).Distinct()));
    }

    [Theory]
    [InlineData("90.mp4", "-video_track_timescale", "90000")]
    [InlineData("million.mp4", "-video_track_timescale", "1000000")]
    [InlineData("parts.mp4", "-movflags", "frag_keyframe+empty_moov")]
    [InlineData("wide.mkv", "-aspect", "2:1")]
    [InlineData("late.mkv", "-output_ts_offset", "7")]
    [InlineData("loose.avi", "-vtag", "DIVX")]
    public async Task Clocks_parts_and_shapes_of_containers_change_nothing(string name, string option, string value)
    {
        using var folder = new TempFolder();
        MakeHeld(folder.File("held.mkv"));
        Ffmpeg.Make(folder.File(name), "-i", folder.File("held.mkv"), "-c", "copy", option, value);
        using var video = await OpenVideo.OpenAsync(folder.File(name), cancellationToken: Stop);
        Assert.True(video.Duration >= 12);
        Assert.Equal("rrrgg", Colours(await ReadAsync(video, 0, 6, 9.9, 10, 11.9)));
        Assert.Equal('b', Colours(await ReadAsync(video, 12))[0]);
        var range = await PrepareAsync(folder.File(name), new VideoOptions { Start = 5, End = 9 });
        Assert.Equal("r", string.Concat(Colours(range.Frames).Distinct()));
    }

    [Theory]
    [InlineData("one.mp4", "1")]
    [InlineData("one.mkv", "5")]
    public async Task One_frame_is_a_film_of_one_frame(string name, string lasts)
    {
        using var folder = new TempFolder();
        Make(folder.File(name), "0", lasts, frames: 1);
        using var video = await OpenVideo.OpenAsync(folder.File(name), cancellationToken: Stop);
        Assert.Equal(1, video.FrameSeconds.Length);
        Assert.True(video.Duration > 0);
        Assert.Equal("r", Colours(await ReadAsync(video, video.Duration / 2)));

        var prepared = await PrepareAsync(folder.File(name), new VideoOptions());
        Assert.Equal("rr", Colours(prepared.Frames));
        Assert.Equal(1, prepared.Grid.T);
    }

    [Fact]
    public async Task Sound_that_goes_on_holds_the_last_frame()
    {
        using var folder = new TempFolder();
        Make(folder.File("sound.mp4"), "N/2", "0.5", sound: 6);
        using var video = await OpenVideo.OpenAsync(folder.File("sound.mp4"), cancellationToken: Stop);
        Assert.Equal(6, video.Duration, 0.2);
        Assert.Equal("rgbb", Colours(await ReadAsync(video, 0, 0.5, 1, 5.5)));
        var end = await PrepareAsync(folder.File("sound.mp4"), new VideoOptions { Start = 4, End = 5 });
        Assert.Equal("b", string.Concat(Colours(end.Frames).Distinct()));
    }

    [Theory]
    [InlineData("late.mkv")]
    [InlineData("late.mp4")]
    public async Task A_film_whose_first_frame_comes_late_counts_from_it(string name)
    {
        using var folder = new TempFolder();
        Make(folder.File(name), "3+N*2", "2", sound: 9);
        using var video = await OpenVideo.OpenAsync(folder.File(name), cancellationToken: Stop);
        Assert.Equal(6, video.Duration, 0.2);
        Assert.Equal(0, video.FrameSeconds[0]);
        Assert.Equal("rrgb", Colours(await ReadAsync(video, 0, 1.5, 3.5, video.Duration - 0.1)));
    }

    [Fact]
    public async Task An_edit_list_hides_what_comes_before()
    {
        using var folder = new TempFolder();
        Make(folder.File("whole.mp4"), "N*4", "4");
        Ffmpeg.Make(folder.File("cut.mp4"), "-ss", "5", "-i", folder.File("whole.mp4"), "-c", "copy");
        using var video = await OpenVideo.OpenAsync(folder.File("cut.mp4"), cancellationToken: Stop);
        Assert.InRange(video.FrameSeconds.Length, 1, 2); // red is in the file and not to be shown
        Assert.DoesNotContain('r', Colours(await ReadAsync(video, 0, video.Duration - 0.1)));
        Assert.DoesNotContain('r', Colours((await PrepareAsync(folder.File("cut.mp4"), new VideoOptions())).Frames));
    }

    [Fact]
    public async Task A_cover_picture_is_not_the_film_and_a_film_on_its_side_is_turned()
    {
        using var folder = new TempFolder();
        MakeHeld(folder.File("held.mkv"));
        Ffmpeg.Make(folder.File("cover.png"), "-f", "lavfi", "-i", "color=white:s=32x32:d=1:r=1", "-frames:v", "1");
        Ffmpeg.Make(
            folder.File("covered.mp4"), "-i", folder.File("cover.png"), "-i", folder.File("held.mkv"), "-map", "0", "-map", "1",
            "-c", "copy", "-disposition:v:0", "attached_pic", "-metadata:s:v:1", "rotate=90");
        using var video = await OpenVideo.OpenAsync(folder.File("covered.mp4"), cancellationToken: Stop);
        Assert.Equal((new PixelSize(48, 64), 3), (video.Size, video.FrameSeconds.Length));
        Assert.Equal("rrgb", Colours(await ReadAsync(video, 0, 6, 11, 12)));
    }

    [Fact]
    public async Task A_film_that_breaks_off_does_not_last_as_long_as_it_says()
    {
        using var folder = new TempFolder();
        Ffmpeg.Make(
            folder.File("whole.mp4"), "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=20", "-c:v", "mpeg4", "-g", "10", "-movflags",
            "+faststart");
        var bytes = await File.ReadAllBytesAsync(folder.File("whole.mp4"), Stop);
        await File.WriteAllBytesAsync(folder.File("half.mp4"), bytes[..(bytes.Length / 2)], Stop);
        using var video = await OpenVideo.OpenAsync(folder.File("half.mp4"), cancellationToken: Stop);
        Assert.InRange(video.Duration, 5, 15);
    }

    [Fact]
    public async Task Films_of_the_field_show_what_they_hold()
    {
        Ffmpeg.Require();
        foreach (var file in FieldInputs.OfKind("video-").SelectMany(folder => Directory.GetFiles(folder, "*.mp4")))
        {
            using var video = await OpenVideo.OpenAsync(file, cancellationToken: Stop);
            Assert.NotEmpty((await PrepareAsync(file, new VideoOptions())).Frames);
            if (System.IO.Path.GetFileName(file) != "vfrhold.mp4")
                continue;
            Assert.Equal(30, video.Duration, 0.05);
            Assert.Equal("rb", Colours(await ReadAsync(video, 6, 22)));
            foreach (var (start, end, colour) in new[] { (5.0, 9.0, "r"), (20.0, 25.0, "b") })
            {
                var range = await PrepareAsync(file, new VideoOptions { Start = start, End = end });
                Assert.Equal(colour, string.Concat(Colours(range.Frames).Distinct()));
            }
        }
    }

    /// <summary>Red from 0 s, green from 10 s, blue from 12 s to 30 s, in three frames.</summary>
    /// <remarks>Matroska keeps how long the last one lasts; ffmpeg writes other containers so only where sound goes on.</remarks>
    private static void MakeHeld(string path) => Make(
        path, "if(eq(N,0),0,if(eq(N,1),10,12))", "if(eq(N,0),10,if(eq(N,1),2,18))",
        sound: path.EndsWith(".mkv", StringComparison.Ordinal) ? 0 : 30);

    private static void Make(string path, string seconds, string lasts, int frames = 3, double sound = 0)
    {
        string[] silence = sound > 0
            ? ["-f", "lavfi", "-t", FormattableString.Invariant($"{sound}"), "-i", "anullsrc=r=8000:cl=mono", "-c:a", "aac"]
            : [];
        Ffmpeg.Make(
            path,
            [
                "-f", "lavfi", "-i",
                "nullsrc=s=64x48:r=10,format=rgb24,geq=r='255*eq(N,0)':g='255*eq(N,1)':b='255*eq(N,2)',"
                    + FormattableString.Invariant($"trim=end_frame={frames}"),
                .. silence, "-c:v", "mpeg4", "-q:v", "2", "-bf", "0", "-sc_threshold", "1000000000", "-video_track_timescale", "1000",
                "-bsf:v", $"setts=ts='1000*({seconds})':duration='1000*({lasts})'",
            ]);
    }

    private static async Task<IEnumerable<RgbImage>> ReadAsync(OpenVideo video, params double[] moments) =>
        (await video.ReadAsync(moments, video.Size, Stop)).Select(frame => frame.Picture);

    /// <summary>The strongest colour of each picture: r, g or b.</summary>
    private static string Colours(IEnumerable<RgbImage> pictures) => string.Concat(pictures.Select(picture =>
    {
        var at = (picture.Height / 2 * picture.Width + picture.Width / 2) * 3;
        var pixel = picture.Pixels.AsSpan(at, 3);
        return "rgb"[pixel.IndexOf(Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])))];
    }));

    private static Task<PreparedVision> PrepareAsync(string path, VideoOptions options) =>
        VideoPreparer.PrepareAsync(path, Published.Preprocessor, Published.Vision, options, progress: null, Stop);
}
