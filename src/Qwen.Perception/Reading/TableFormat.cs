using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>How the model is asked to write a table down. Its rows are read from any of them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TableFormat>))]
public enum TableFormat
{
    /// <summary>HTML, which can express cells over several rows and columns.</summary>
    Html,

    /// <summary>Markdown, shorter.</summary>
    Markdown,

    /// <summary>Comma-separated values, shortest.</summary>
    Csv,
}
