using Qwen.Shared.OutsidePrograms;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Tests.Shared;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>Whatever stands in ffmpeg's place ends in frames or in a sentence, and leaves no file and no program behind.</summary>
[Collection("Alone")]
public class FakeFfmpegTests
{
    private const string Track = """{"width":64,"height":48,"avg_frame_rate":"10/1","duration":"1.0"}""";
    private const string Answer = "{\"streams\":[" + Track
        + "],\"format\":{\"format_name\":\"mov,mp4\",\"start_time\":\"0.0\",\"duration\":\"1.0\"}}";

    public static TheoryData<string> OddAnswers =>
    [
        "", "{}", "[]", "null", "1", "\"streams\"", "{", "{\"streams\":", "\0\u0001\u0002", "{\"streams\":[],\"format\":{}}",
        "{\"streams\":[{}]}", "{\"streams\":[{}],\"format\":{}}", "{\"streams\":null,\"format\":null}",
        "{\"streams\":[null],\"format\":{}}",
        "{\"streams\":[1],\"format\":{}}", "{\"streams\":{},\"format\":{}}", "{\"streams\":\"\",\"format\":[]}",
        Answer.Replace("64", "\"64\"", StringComparison.Ordinal), Answer.Replace("64", "-64", StringComparison.Ordinal),
        Answer.Replace("64", "0", StringComparison.Ordinal), Answer.Replace("64", "99999999999", StringComparison.Ordinal),
        Answer.Replace("64", "2147483647", StringComparison.Ordinal).Replace("48", "2147483647", StringComparison.Ordinal),
        Answer.Replace("64", "1e400", StringComparison.Ordinal), Answer.Replace("\"10/1\"", "10", StringComparison.Ordinal),
        Answer.Replace("\"mov,mp4\"", "7", StringComparison.Ordinal), Answer.Replace("\"1.0\"", "1.0", StringComparison.Ordinal),
        Answer.Replace("\"duration\":\"1.0\"}", "\"side_data_list\":[1]}", StringComparison.Ordinal),
        Answer.Replace("\"duration\":\"1.0\"}", "\"side_data_list\":7}", StringComparison.Ordinal),
        Answer.Replace("\"1.0\"", "\"1e300\"", StringComparison.Ordinal),
        string.Concat(Enumerable.Repeat("[", 100_000)), "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1",
    ];

    public static TheoryData<string> OddPackets =>
    [
        "", "\n\n\n", "garbage", "a,b,c", ",,,", "nan,nan,K__", "inf,-inf,K__", "1e308,1e308,K__\n-1e308,-1e308,K__", "N/A,N/A,K__",
        "0,0,___D\n0,0,__D", "-1e300,0,K__", "1e13,0,K__\n2e13,0,K__", "0.1,0.1,K__\n0.1,0.1,K__\n0.1,0.1,K__", "\0\0\0,\0,\0",
    ];

    [Theory]
    [MemberData(nameof(OddAnswers))]
    public async Task An_odd_answer_of_ffprobe_is_a_sentence(string answer)
    {
        using var fake = new FakeProgram($"cat <<'END'\n{answer.Replace("\0", "\\000", StringComparison.Ordinal)}\nEND", "exit 1");
        await AssertRefusedAsync(fake);
    }

    [Theory]
    [MemberData(nameof(OddPackets))]
    public async Task Odd_packets_are_a_sentence_or_read_by_decoding(string packets)
    {
        var script =
            $"case \"$*\" in *packet=*) printf '{packets.Replace("\0", "\\000", StringComparison.Ordinal)}\\n';; "
                + $"*) printf '%s' '{Answer}';; esac";
        using (var fake = new FakeProgram(script, "echo nothing"))
            await AssertRefusedAsync(fake);
        using var half = new FakeProgram(script);
        try
        {
            var video = await PrepareAsync(half, TimeSpan.FromMinutes(2), default);
            Assert.Equal(video.Grid.T * 2, video.Frames.Count);
        }
        catch (QwenException error)
        {
            Assert.NotEmpty(error.Message);
        }

        AssertNothingLeft();
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("setsid sleep 1000 & sleep 1000")]
    [InlineData("exec >&- 2>&-; sleep 1000")]
    [InlineData("while :; do echo '' >&2; done")]
    public async Task A_program_that_hangs_ends_with_the_limit_of_time(string script)
    {
        using (var fake = new FakeProgram(script))
            await AssertRefusedAsync(fake, TimeSpan.FromSeconds(1), nameof(VideoLimits.MaxReadingTime));
        using (var fake = new FakeProgram(null, script))
            await AssertRefusedAsync(fake, TimeSpan.FromSeconds(3), nameof(VideoLimits.MaxReadingTime));
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("setsid sleep 1000 & sleep 1000")]
    [InlineData("exec >&- 2>&-; sleep 1000")]
    [InlineData("printf '{'; sleep 1000")]
    public async Task A_program_that_hangs_without_a_word_ends_soon(string script)
    {
        var limits = new VideoLimits { MaxIdleTime = TimeSpan.FromSeconds(1) };
        using (var fake = new FakeProgram(script))
            await AssertRefusedAsync(fake, limits, nameof(VideoLimits.MaxIdleTime));
        using (var fake = new FakeProgram($"case \"$*\" in *packet=*) {script};; *) printf '%s' '{Answer}';; esac"))
            await AssertRefusedAsync(fake, limits, nameof(VideoLimits.MaxIdleTime));
        using (var fake = new FakeProgram(null, script))
            await AssertRefusedAsync(fake, limits, nameof(VideoLimits.MaxIdleTime));
    }

    [Fact]
    public async Task A_look_into_the_header_that_keeps_busy_ends_with_its_own_limit()
    {
        using var fake = new FakeProgram("while :; do :; done");
        await AssertRefusedAsync(
            fake, new VideoLimits { MaxProbingTime = TimeSpan.FromSeconds(1) }, nameof(VideoLimits.MaxProbingTime));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_header_of_a_hundred_thousand_names_ends_by_what_it_computes()
    {
        using var folder = new TempFolder();
        var path = folder.File("names.mp4");
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "1", "-c:v", "mpeg4");
        await File.WriteAllBytesAsync(path, NamedMovie.AddNames(await File.ReadAllBytesAsync(path, Token), 100_000), Token);
        var options = new VideoOptions { Limits = new VideoLimits { MaxProbingTime = TimeSpan.FromSeconds(24) } };
        var error = await Assert.ThrowsAsync<QwenException>(
            () => OpenVideo.OpenAsync(path, options, Token));
        Assert.Contains("2 seconds of processor time", error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("setsid sleep 1000 &")]
    [InlineData("sleep 1000 &")]
    [InlineData("setsid sleep 1000 & exit 1")]
    [InlineData("setsid sleep 1000 & echo '{'")]
    public async Task A_program_that_leaves_another_behind_ends_at_once(string script)
    {
        using (var fake = new FakeProgram(script))
            await AssertRefusedAsync(fake);
        using (var fake = new FakeProgram(null, script))
            await AssertRefusedAsync(fake);
    }

    [Theory]
    [InlineData("cat /dev/zero")]
    [InlineData("yes '1,1,K__'")]
    [InlineData("cat /dev/zero | tr '\\0' 1")]
    public async Task Output_without_end_is_stopped(string script)
    {
        using (var fake = new FakeProgram(script))
            await AssertRefusedAsync(fake);
        using (var fake = new FakeProgram($"case \"$*\" in *packet=*) {script};; *) printf '%s' '{Answer}';; esac"))
            await AssertRefusedAsync(fake);
        using (var fake = new FakeProgram(null, script))
            await AssertRefusedAsync(fake);
        using (var fake = new FakeProgram(null, $"{script} >&2"))
            await AssertRefusedAsync(fake, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_call_is_cancelled_while_a_detached_child_keeps_the_pipe()
    {
        using var fake = new FakeProgram("setsid sleep 1000 & sleep 1000");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PrepareAsync(fake, TimeSpan.FromMinutes(10), cancel.Token));
        AssertNothingLeft();
    }

    private static Task AssertRefusedAsync(FakeProgram fake, TimeSpan? time = null, string reason = "") =>
        AssertRefusedAsync(fake, Limits(time ?? TimeSpan.FromMinutes(2)), reason);

    private static async Task AssertRefusedAsync(FakeProgram fake, VideoLimits limits, string reason)
    {
        var error = await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(fake, limits, default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    private static VideoLimits Limits(TimeSpan time) => new() { MaxReadingTime = time, MaxSourceFrames = 10_000 };

    private static Task<PreparedVision> PrepareAsync(FakeProgram fake, TimeSpan time, CancellationToken cancellationToken) =>
        PrepareAsync(fake, Limits(time), cancellationToken);

    private static async Task<PreparedVision> PrepareAsync(FakeProgram fake, VideoLimits limits, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder();
        Ffmpeg.Make(folder.File("clip.mp4"), "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "1", "-c:v", "mpeg4");
        var options = new VideoOptions
        {
            FfmpegPath = fake.Path,
            ResizedWidth = 56,
            ResizedHeight = 56,
            Limits = limits,
        };
        var file = await File.ReadAllBytesAsync(folder.File("clip.mp4"), TestContext.Current.CancellationToken);
        return await VideoPreparer.PrepareAsync(file, Published.Preprocessor, Published.Vision, options, progress: null, cancellationToken);
    }

    private static void AssertNothingLeft()
    {
        Assert.Empty(ChildPrograms.Running());
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), TemporaryFile.NamePrefix + "*"));
    }
}
