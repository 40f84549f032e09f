using System.CommandLine;
using Qwen.Cli.Chat;

namespace Qwen.Cli.Commands;

/// <summary>Options that say how pictures and videos are prepared.</summary>
internal sealed class MediaSettings
{
    private const int SmallestArea = 28 * 28;
    private const double LongestVideo = 10_000_000;

    private readonly Option<double?> fps = new("--fps")
    {
        Description = "Frames to take from each second of video (2 when left out).",
        HelpName = "N"
    };
    private readonly Option<int?> maxFrames = new("--max-frames") { Description = "Most frames to take from a video.", HelpName = "N" };
    private readonly Option<double?> start = new("--start") { Description = "Second of the video to start at.", HelpName = "SECONDS" };
    private readonly Option<double?> end = new("--end") { Description = "Second of the video to end at.", HelpName = "SECONDS" };
    private readonly Option<int?> minPixels = new("--min-pixels")
    {
        Description = "Enlarge pictures and frames to at least this area; the demo model wants 3136 for videos.",
        HelpName = "AREA",
    };
    private readonly Option<int?> maxPixels = new("--max-pixels")
    {
        Description = "Shrink pictures and frames to at most this area.",
        HelpName = "AREA"
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        fps.Between(0.001, 1000);
        maxFrames.AtLeast(1);
        start.Between(0, LongestVideo);
        end.Between(0, LongestVideo);
        minPixels.AtLeast(SmallestArea);
        maxPixels.AtLeast(SmallestArea);
        command.Validators.Add(result =>
        {
            if (result.GetValue(end) is { } last && last <= (result.GetValue(start) ?? 0))
                result.AddError("--end has to be later than --start.");
            if (result.GetValue(minPixels) > result.GetValue(maxPixels))
                result.AddError("--min-pixels has to be less than --max-pixels.");
        });
        foreach (var option in new Option[] { fps, maxFrames, start, end, minPixels, maxPixels })
            command.Add(option);
    }

    /// <summary>What the command line says.</summary>
    public MediaHints Read(ParseResult parsed) => new()
    {
        Fps = parsed.GetValue(fps),
        MaxFrames = parsed.GetValue(maxFrames),
        Start = parsed.GetValue(start),
        End = parsed.GetValue(end),
        MinPixels = parsed.GetValue(minPixels),
        MaxPixels = parsed.GetValue(maxPixels),
    };
}
