using Qwen.Videos;

namespace Qwen.Cli.Videos;

/// <summary>
/// How the demo model has to be asked about videos: frames of 56 × 56 pixels, 16 at a time, and the questions that it knows.
/// </summary>
internal static class DemoVideo
{
    private const int FrameArea = 56 * 56;

    /// <summary>Short windows; whether a thing is there at all it tells of a picture only.</summary>
    public static VideoSearchOptions Search { get; } = new()
    {
        CoarseFps = 2,
        FineFps = 2,
        WindowFrames = 16,
        OverlapFrames = 8,
        Verify = VideoVerification.KeyFrame,
        KeyFramePixels = 4 * FrameArea,
    };

    /// <summary>Frame size and questions.</summary>
    public static QwenVideoOptions Options { get; } = new()
    {
        MinPixels = FrameArea,
        MaxPixels = FrameArea,
        MaxFrames = 16,
        Search = Search,
        Prompts = new VideoPrompts
        {
            Moment = "Give the query: 'the {0} is visible', when does the described content occur in the video? Use "
                + "seconds for time format.",
            Verify = "Locate the {0}, report the bbox coordinates in JSON format.",
        },
    };
}
