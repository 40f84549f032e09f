using System.Text.Json;
using CsCheck;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Qwen.Videos.Index.Tests.FanOut;

public class VideoWindowJsonTests
{
    private static readonly Gen<string> Text = Gen.Char[' ', '\ud7ff'].Array[0, 40].Select(signs => new string(signs));

    [Fact]
    public void A_window_comes_back_as_it_went() =>
        Gen.Select(Text, Gen.Double[0, 1e6], Gen.Double[0.01, 100], Gen.Int[2, 768], Gen.Int.Nullable()).Sample(
            (file, start, length, frames, pixels) =>
            {
                var window = new VideoWindow
                {
                    File = file,
                    Start = start,
                    End = start + length,
                    Fps = length,
                    MaxFrames = frames,
                    MaxPixels = pixels
                };
                var json = JsonSerializer.Serialize(window, VideoWindowJsonContext.Default.VideoWindow);
                Assert.Equal(window, JsonSerializer.Deserialize(json, VideoWindowJsonContext.Default.VideoWindow));
                Assert.Contains("\"max_frames\":", json, StringComparison.Ordinal);
            });

    [Fact]
    public void A_result_comes_back_as_it_went() =>
        Gen.Select(Text, Text.Array[0, 3], Gen.Byte.Array[0, 100], Gen.Double[0, 1].Nullable()).Sample(
            (caption, lines, picture, confidence) =>
            {
                var result = new VideoWindowResult
                {
                    Segment = new VideoSegment { Start = 1, End = 2.5, Caption = caption, Text = lines, KeyFrame = 1.75 },
                    Picture = picture,
                    Confidence = confidence,
                    RawText = caption,
                };
                var copy = JsonSerializer.Deserialize(
                    JsonSerializer.SerializeToUtf8Bytes(result, VideoWindowJsonContext.Default.VideoWindowResult),
                    VideoWindowJsonContext.Default.VideoWindowResult)!;
                Assert.Equal(lines, copy.Segment.Text);
                Assert.Equal(picture, copy.Picture);
                Assert.Equal(
                    result with { Segment = copy.Segment with { Text = lines }, Picture = picture },
                    copy with { Segment = copy.Segment with { Text = lines }, Picture = picture });
            });
}
