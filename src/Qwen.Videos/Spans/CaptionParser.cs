using System.Text.Json;
using Qwen.Shared.Answers;
using Qwen.Videos.Parsing;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Spans;

/// <summary>Reads a caption in fields.</summary>
internal static class CaptionParser
{
    public const string NoFields = "The answer holds no fields: it stands in the summary as a whole.";

    /// <summary>The caption that an answer holds; prose becomes the summary.</summary>
    public static VideoCaptionResult Parse(WindowAnswer answer, OpenVideo video)
    {
        var fields = FieldParser.Parse(answer.Text, out var repairs, out _);
        answer.Notes.AddAll(repairs);
        if (fields.Count == 0)
            answer.Notes.Add(NoFields);
        return new VideoCaptionResult
        {
            Summary = fields.Count == 0 ? answer.Text.Trim() : Text(fields, "summary"),
            Setting = Text(fields, "setting"),
            Subjects = List(fields, "subjects"),
            Actions = List(fields, "actions"),
            Text = List(fields, "text"),
            Camera = Text(fields, "camera"),
            Frame = VideoReport.Frame(answer.Sample),
            Video = VideoReport.Facts(video),
            Sample = VideoReport.Sample([answer]),
            Confidence = answer.Confidence,
            Notes = VideoReport.Notes(video, [answer]),
            RawText = [answer.Text],
        };
    }

    private static string Text(IReadOnlyList<KeyValuePair<string, JsonElement>> fields, string key) => string.Join(", ", List(fields, key));

    private static IReadOnlyList<string> List(IReadOnlyList<KeyValuePair<string, JsonElement>> fields, string key)
    {
        var value = fields.FirstOrDefault(field => field.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        return [.. items.Select(ItemReader.ToText).Where(text => text.Length > 0)];
    }
}
