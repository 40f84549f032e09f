using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qwen.Perception;

namespace Qwen.Orleans;

/// <summary>What came of one item: a value, or the cause for which it was set aside. There is one for each item, however often it was
/// tried.</summary>
[GenerateSerializer]
[Immutable]
public sealed record JobResult
{
    /// <summary>The item's place in the list, from 0.</summary>
    [Id(0)]
    public long Number { get; init; }

    /// <summary>The item.</summary>
    [Id(1)]
    public required JobItem Item { get; init; }

    /// <summary>What the task gave, as JSON; null where the item was set aside.</summary>
    [Id(2)]
    public string? Value { get; init; }

    /// <summary>Why it was set aside; null where it has a value.</summary>
    [Id(3)]
    public string? Cause { get; init; }

    /// <summary>Size of the picture or of the frames, upright.</summary>
    [Id(4)]
    internal int Width { get; init; }

    [Id(5)]
    internal int Height { get; init; }

    [Id(6)]
    internal int SeenWidth { get; init; }

    [Id(7)]
    internal int SeenHeight { get; init; }

    /// <summary>How sure the model was, 0 to 1: of the least certain part; null where it did not say.</summary>
    [Id(8)]
    public double? Confidence { get; init; }

    /// <summary>What was mended on the way from the model's text to the value.</summary>
    [Id(9)]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The model that answered.</summary>
    [Id(10)]
    public string? Model { get; init; }

    /// <summary>The form of its weights.</summary>
    [Id(11)]
    public string? Form { get; init; }

    /// <summary>Seconds that the last try took.</summary>
    [Id(12)]
    public double Seconds { get; init; }

    /// <summary>Tries, this one included.</summary>
    [Id(13)]
    public int Attempts { get; init; }

    /// <summary>The silo that did it.</summary>
    [Id(14)]
    public string? Silo { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal digits; null where it could not be read.</summary>
    [Id(15)]
    public string? Hash { get; init; }

    /// <summary>What stands for file, part, task, model and form: the same key means the same work.</summary>
    [Id(16)]
    public string? Key { get; init; }

    /// <summary>Size of the picture or of the frames, upright.</summary>
    public PictureSize PictureSize => new(Width, Height);

    /// <summary>Size at which the model saw it.</summary>
    public PictureSize SizeSeen => new(SeenWidth, SeenHeight);

    /// <summary>The result as one line of JSON.</summary>
    public string ToJsonLine()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("number", Number);
        WriteText("id", Item.Id);
        json.WriteString("file", Item.File);
        WriteNumber("page", Item.Page);
        WriteNumber("start", Item.Start);
        WriteNumber("end", Item.End);
        if (Value is not null)
        {
            json.WritePropertyName("value");
            json.WriteRawValue(Value);
        }

        WriteText("cause", Cause);
        WriteSize("picture_size", Width, Height);
        WriteSize("model_size", SeenWidth, SeenHeight);
        WriteNumber("confidence", Confidence);
        if (Notes.Count > 0)
        {
            json.WriteStartArray("notes");
            foreach (var note in Notes)
                json.WriteStringValue(note);
            json.WriteEndArray();
        }

        WriteText("model", Model);
        WriteText("form", Form);
        json.WriteNumber("seconds", Math.Round(Seconds, 3));
        json.WriteNumber("attempts", Attempts);
        WriteText("silo", Silo);
        WriteText("sha256", Hash);
        WriteText("key", Key);
        json.WriteEndObject();

        void WriteText(string name, string? value)
        {
            if (value is not null)
                json.WriteString(name, value);
        }

        void WriteNumber(string name, double? value)
        {
            if (value is { } number && double.IsFinite(number))
                json.WriteNumber(name, number);
        }

        void WriteSize(string name, int width, int height)
        {
            if (width == 0)
                return;
            json.WriteStartObject(name);
            json.WriteNumber("width", width);
            json.WriteNumber("height", height);
            json.WriteEndObject();
        }
    }
}
