using Qwen.Perception;
using Qwen.Shared.Answers;
using Qwen.Videos.Spans;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>What several results say in the same way.</summary>
internal static class VideoReport
{
    public static VideoFacts Facts(OpenVideo video) => new()
    {
        Duration = video.Duration,
        FirstStamp = video.FirstStamp,
        Size = new PictureSize(video.Size.Width, video.Size.Height),
    };

    /// <summary>What the answers, at least one, saw together.</summary>
    public static VideoSample Sample(IReadOnlyList<WindowAnswer> answers)
    {
        var picture = answers[0].Sample.Frames[0].Picture;
        return new VideoSample
        {
            Start = answers.Min(answer => answer.Sample.First),
            End = answers.Max(answer => answer.Sample.Last),
            Frames = answers.Sum(answer => answer.Sample.Frames.Count),
            Fps = answers[0].Sample.Fps,
            ModelSize = new PictureSize(picture.Width, picture.Height),
        };
    }

    /// <summary>The least of the answers' confidences; null where one is unknown.</summary>
    public static double? Confidence(IReadOnlyList<WindowAnswer> answers) =>
        answers.Any(answer => answer.Confidence is null) ? null : answers.Min(answer => answer.Confidence);

    /// <summary>What is to be known of the video and of all answers.</summary>
    public static IReadOnlyList<string> Notes(OpenVideo video, IReadOnlyList<WindowAnswer> answers)
    {
        var notes = new RepairLog();
        if (video.Warning is { } warning)
            notes.Add(warning);
        foreach (var answer in answers)
            notes.AddAll(answer.Notes);
        return notes.Sentences;
    }

    public static IReadOnlyList<string> RawText(IReadOnlyList<WindowAnswer> answers) => [.. answers.Select(answer => answer.Text)];

    /// <summary>The sampled frame that is nearest to a time.</summary>
    public static KeyFrame Frame(SampledWindow sample, double seconds)
    {
        var frame = sample.Nearest(seconds);
        return new KeyFrame { Seconds = frame.Seconds, Png = ImageEncoder.EncodePng(frame.Picture) };
    }

    /// <summary>The frame in the middle of a window.</summary>
    public static KeyFrame Frame(SampledWindow sample) => Frame(sample, (sample.First + sample.Last) / 2);
}
