namespace Qwen.Perception.Reading;

/// <summary>The questions of <see cref="ReadingTasks"/>. A model is sensitive to them: a test freezes each.</summary>
internal static class ReadingPrompts
{
    public const string Text = "Read all the text in the image.";

    public const string Lines = "Spotting all the text in the image with line-level, and output in JSON format.";

    public static string Fields(FieldShape shape) => $"Extract the key-value information in the format:{shape.Template}";

    public static string Table(TableFormat format) => format switch
    {
        TableFormat.Html => "Read the table in the image and output it in HTML format, without any explanation.",
        TableFormat.Csv => "Read the table in the image and output it in CSV format, without any explanation.",
        _ => "Read the table in the image and output it in Markdown format, without any explanation.",
    };
}
