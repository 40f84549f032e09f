using Microsoft.Extensions.AI;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Cli.Evaluation;

/// <summary>Turns a case into the messages that ask it.</summary>
internal static class CaseQuestion
{
    // as many frames as there are, at the size they have: the usual minimum of a video frame would enlarge them
    private const int SmallestFrame = 4 * 28 * 28;

    /// <summary>Reads the case's picture and builds the messages.</summary>
    /// <exception cref="QwenException">A strip of frames cannot be cut as its case says.</exception>
    public static IReadOnlyList<ChatMessage> Create(string folder, EvaluationCase question)
    {
        using var file = SourceFile.Open(Path.Combine(folder, question.File));
        var bytes = file.ReadStart(CaseFolder.MaxBytes);
        var media = question.Frames is { } frames ? Clip(question, bytes, frames) : new DataContent(bytes, "image/png");
        var text = new TextContent(question.Prompt);
        var asked = new ChatMessage(ChatRole.User, question.IsTextFirst ? [text, media] : [media, text]);
        return question.System is { } system ? [new ChatMessage(ChatRole.System, system), asked] : [asked];
    }

    private static DataContent Clip(EvaluationCase question, byte[] bytes, int frames)
    {
        PictureLibrary.Require();
        using var strip = SKBitmap.Decode(bytes);
        if (question is not { FrameWidth: { } width, FrameHeight: { } height, Fps: { } fps }
            || strip is null || strip.Width < frames * width || strip.Height < height)
        {
            throw new QwenException(
                $"'{question.File}' is no strip of {frames} frames: frame_width, frame_height and fps must be given and fit the picture.");
        }

        return new DataContent(UncompressedVideo.FromStrip(strip, frames, width, height, fps), "video/x-msvideo")
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { ["fps"] = fps, ["min_pixels"] = SmallestFrame },
        };
    }
}
