using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Qwen.Extensions.AI.Media;
using Qwen.Orleans.Files;
using Qwen.Perception;
using Qwen.Videos;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Orleans.Tasks;

/// <summary>The tasks of Qwen.Perception and Qwen.Videos, each with what the job says of it.</summary>
internal sealed class PerceptionTask : IFarmTask
{
    private const string DescribePicture = "Describe this picture.";

    /// <inheritdoc/>
    public Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken cancellationToken)
    {
        var film = FileBringer.IsFilm(work.Item.File);
        return (work.Job.Task.Name, film) switch
        {
            ("describe" or "events" or "index", true) => RunFilmAsync(work, cancellationToken),
            ("events" or "index", false) => throw new QwenException(
                $"'{work.Item.File}' is no film, as the task '{work.Job.Task.Name}' needs it."),
            (var name, true) => throw new QwenException(
                $"'{work.Item.File}' is a film: the task '{name}' is for pictures and documents."),
            _ => RunPictureAsync(work, cancellationToken),
        };
    }

    private static async Task<FarmTaskResult> RunPictureAsync(FarmWork work, CancellationToken cancellationToken)
    {
        var (picture, task) = (work.File.Bytes, work.Job.Task);
        var options = new QwenPictureOptions { MaxPixels = work.Job.MaxPixels, ReportConfidence = work.Job.ReportConfidence };
        var json = FarmJson.Readable;
        var (reading, grounding) = (new ReadingTasks(work.Client, options), new GroundingTasks(work.Client, options));
        switch (task.Name)
        {
            case "read":
                return Pack(await reading.ReadTextAsync(picture, false, cancellationToken).ConfigureAwait(false), json.TextResult);
            case "lines":
                var lines = await reading.SpotLinesAsync(picture, false, cancellationToken).ConfigureAwait(false);
                return Pack(lines, json.SpottedTextResult, lines.Lines.Select(line => line.Confidence));
            case "extract":
                var schema = JsonSerializer.Deserialize(task.Parameters ?? "{}", json.JsonElement);
                var fields = await reading.ExtractJsonAsync(picture, schema, false, cancellationToken).ConfigureAwait(false);
                return Pack(fields, json.ExtractResultJsonObject, fields.Confidence.Values.Cast<double?>());
            case "parse":
                var pages = new DocumentsTasks(work.Client, new QwenDocumentOptions { Pictures = options with { MaxOutputTokens = 8192 } });
                return Pack(await pages.ParsePageAsync(picture, false, cancellationToken).ConfigureAwait(false), json.DocumentPage);
            case "locate":
                var found = await grounding.LocateAsync(picture, task.What!, cancellationToken: cancellationToken).ConfigureAwait(false);
                return Pack(found, json.LocateResult, found.Boxes.Select(box => box.Confidence));
            case "count":
                var count = await grounding.CountAsync(picture, task.What!, cancellationToken: cancellationToken).ConfigureAwait(false);
                return Pack(count, json.CountResult);
            case "recognise":
                var recognition = new RecognitionTasks(work.Client, options);
                var names = await recognition.RecogniseAsync(picture, task.What ?? "things", cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
                return Pack(names, json.RecognitionResult);
            case "describe":
                var answer = await new RecognitionTasks(work.Client, options).AskAsync(picture, DescribePicture, cancellationToken)
                    .ConfigureAwait(false);
                return Pack(answer, json.AnswerResult);
            default:
                throw new QwenException($"There is no task '{task.Name}'.");
        }
    }

    private static async Task<FarmTaskResult> RunFilmAsync(FarmWork work, CancellationToken cancellationToken)
    {
        var (item, json) = (work.Item, FarmJson.Readable);
        MediaSource film = work.File.Path is { } path ? path : work.File.Bytes;
        var options = new QwenVideoOptions { AllowedFolders = work.File.Path is { } own ? [Path.GetDirectoryName(own)!] : [] };
        var videos = new VideosTasks(work.Client, options);
        switch (work.Job.Task)
        {
            case { Name: "describe" }:
                var told = await videos.DescribeAsync(film, item.Start, item.End, cancellationToken).ConfigureAwait(false);
                return Pack(told, json.VideoAnswerResult);
            case { Name: "events", What: { } what }:
                var found = await videos.FindEventAsync(film, what, item.Start, item.End, cancellationToken).ConfigureAwait(false);
                return new FarmTaskResult
                {
                    Value = JsonSerializer.Serialize(found, json.FoundEventsResult),
                    PictureSize = found.Video.Size,
                    Confidence = found.Events.Min(one => one.Confidence),
                    Notes = [.. found.Events.SelectMany(one => one.Notes)],
                };
            case { Name: "events" }:
                var events = await videos.ListEventsAsync(film, item.Start, item.End, cancellationToken).ConfigureAwait(false);
                return Pack(events, json.VideoEventsResult);
            default:
                return await LookAsync(work, options, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<FarmTaskResult> LookAsync(
        FarmWork work, QwenVideoOptions options, CancellationToken cancellationToken)
    {
        var opening = new VideoOptions { Limits = options.Limits };
        using var video = work.File.Path is { } path
            ? await OpenVideo.OpenAsync(path, opening, cancellationToken).ConfigureAwait(false)
            : await OpenVideo.OpenAsync(work.File.Bytes, opening, cancellationToken).ConfigureAwait(false);
        using var worker = new VideoWindowWorker(work.Client, options);
        var window = new VideoWindow
        {
            File = work.Item.File,
            Start = work.Item.Start ?? 0,
            End = work.Item.End ?? video.Duration,
            Fps = 1,
            MaxFrames = options.MaxFrames,
            MinPixels = options.MinPixels,
            MaxPixels = options.MaxPixels,
            TotalPixels = options.TotalPixels,
        };
        var seen = await worker.RunAsync(video, window, cancellationToken).ConfigureAwait(false);
        return new FarmTaskResult
        {
            Value = JsonSerializer.Serialize(seen, FarmJson.Readable.VideoWindowResult),
            PictureSize = new PictureSize(video.Size.Width, video.Size.Height),
            Confidence = seen.Confidence,
        };
    }

    private static FarmTaskResult Pack<T>(T result, JsonTypeInfo<T> type, IEnumerable<double?>? confidence = null)
        where T : PictureResult => new()
        {
            Value = JsonSerializer.Serialize(result, type),
            PictureSize = result.PictureSize,
            SizeSeen = result.ModelSize,
            Confidence = confidence?.Min(),
            Notes = result.Notes,
        };

    private static FarmTaskResult Pack<T>(T result, JsonTypeInfo<T> type)
        where T : VideoResult => new()
        {
            Value = JsonSerializer.Serialize(result, type),
            PictureSize = result.Video.Size,
            SizeSeen = result.Sample.ModelSize,
            Confidence = result.Confidence,
            Notes = result.Notes,
        };
}
