using System.Text.Json;
using Qwen.Screens.Agent;
using Qwen.Screens.Recording;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>One question of ScreenSpot or ScreenSpot-Pro: a picture, an instruction, and where its target is.</summary>
internal sealed record ScreenSpotCase
{
    /// <summary>File of the picture.</summary>
    public required string Picture { get; init; }

    /// <summary>What to point at.</summary>
    public required string Instruction { get; init; }

    /// <summary>Where the target is, in pixels; null where there is none, which the model has to say.</summary>
    public required ScreenBox? Target { get; init; }

    /// <summary>"text" or "icon".</summary>
    public required string TargetType { get; init; }

    /// <summary>mobile, desktop or web (ScreenSpot); the group of applications (ScreenSpot-Pro).</summary>
    public required string Group { get; init; }

    /// <summary>The application (ScreenSpot-Pro) or source (ScreenSpot).</summary>
    public required string Application { get; init; }

    /// <summary>Questions of ScreenSpot (<c>bbox</c> is left, top, width, height).</summary>
    /// <exception cref="QwenException">A line lacks something; the message says which.</exception>
    public static IEnumerable<ScreenSpotCase> ReadScreenSpot(string path) =>
        JsonLines.Read(path).Select(item => Check(path, item.Line, () =>
        {
            var json = item.Value;
            var box = ReadBox(json);
            var source = json.GetProperty("data_source").GetString()!;
            return new ScreenSpotCase
            {
                Picture = json.GetProperty("img_filename").GetString()!,
                Instruction = json.GetProperty("instruction").GetString()!,
                Target = new ScreenBox(box[0], box[1], box[0] + box[2], box[1] + box[3]),
                TargetType = json.GetProperty("data_type").GetString()!,
                Group = source switch { "ios" or "android" => "mobile", "windows" or "macos" => "desktop", _ => "web" },
                Application = source,
            };
        }));

    /// <summary>
    /// Questions of ScreenSpot-Pro (<c>bbox</c> is left, top, right, bottom; <c>gt_type</c> negative means that there is no target).
    /// </summary>
    /// <exception cref="QwenException">A line lacks something; the message says which.</exception>
    public static IEnumerable<ScreenSpotCase> ReadScreenSpotPro(string path) =>
        JsonLines.Read(path).Select(item => Check(path, item.Line, () =>
        {
            var json = item.Value;
            var negative = json.TryGetProperty("gt_type", out var type) && type.GetString() == "negative";
            var box = negative ? [] : ReadBox(json);
            return new ScreenSpotCase
            {
                Picture = json.GetProperty("img_filename").GetString()!,
                Instruction = json.GetProperty("instruction").GetString()!,
                Target = negative ? null : new ScreenBox(box[0], box[1], box[2], box[3]),
                TargetType = json.GetProperty("ui_type").GetString()!,
                Group = json.GetProperty("group").GetString()!,
                Application = json.GetProperty("application").GetString()!,
            };
        }));

    private static double[] ReadBox(JsonElement json)
    {
        double[] box = [.. json.GetProperty("bbox").EnumerateArray().Select(number => number.GetDouble())];
        return box.Length == 4 ? box : throw new KeyNotFoundException("\"bbox\" has not four numbers.");
    }

    private static ScreenSpotCase Check(string path, int line, Func<ScreenSpotCase> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException)
        {
            throw new QwenException($"Line {line} of {path} is no question of this suite: {error.Message}", error);
        }
    }
}
