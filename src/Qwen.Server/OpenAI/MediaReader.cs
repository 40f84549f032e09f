using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.Server.OpenAI;

/// <summary>Reads the pictures, videos and files of one request and counts them. Not thread-safe.</summary>
/// <param name="options">How many there may be, and whether addresses are passed on.</param>
internal sealed class MediaReader(QwenServerOptions options)
{
    private int count;

    /// <summary>A medium that is an address, or an object with a <c>url</c>.</summary>
    /// <param name="part">The part that holds it.</param>
    /// <param name="name">Its field.</param>
    /// <param name="kind">The media type of an address whose own is not known.</param>
    /// <param name="path">Where the part stands.</param>
    public AIContent ReadAddress(JsonElement part, string name, string kind, string path)
    {
        var field = $"{path}.{name}";
        var value = part.Get(name) ?? throw RequestException.Invalid(field, $"'{field}' is missing.", "missing_required_parameter");
        if (value.ValueKind == JsonValueKind.Object)
        {
            field += ".url";
            value = value.Get("url") ?? throw RequestException.Invalid(field, $"'{field}' is missing.", "missing_required_parameter");
        }

        return value.ValueKind == JsonValueKind.String
            ? Open(Utf8(value), kind, field)
            : throw RequestException.Invalid(field, $"'{field}' must be a text: a data URI (data:image/png;base64,…).", "invalid_type");
    }

    /// <summary>A video as <c>input_video</c>: an address, or base64 with a format.</summary>
    public AIContent ReadInputVideo(JsonElement part, string path)
    {
        if (part.Get("input_video") is not { ValueKind: JsonValueKind.Object } video || video.Get("data") is null)
            return ReadAddress(part, "input_video", "video/*", path);
        var field = $"{path}.input_video.data";
        var data = video.Get("data")!.Value;
        if (data.ValueKind != JsonValueKind.String)
            throw RequestException.Invalid(field, $"'{field}' must be a text: the bytes in base64.", "invalid_type");
        var bytes = Utf8(data);
        return IsData(bytes) ? Open(bytes, "video/*", field) : Decode(bytes, $"video/{video.GetText("format", path) ?? "mp4"}", field);
    }

    /// <summary>A file with its bytes; one that was stored before cannot be had.</summary>
    /// <param name="part">The part that holds it.</param>
    /// <param name="path">Where the part stands.</param>
    /// <param name="nested">Whether the fields stand in <c>file</c>, or else in the part itself.</param>
    public DataContent ReadFile(JsonElement part, string path, bool nested = true)
    {
        var place = nested ? $"{path}.file" : path;
        var file = nested
            ? part.GetObject("file", path) ?? throw RequestException.Invalid(place, $"'{place}' is missing.", "missing_required_parameter")
            : part;
        foreach (var elsewhere in new[] { "file_id", "file_url" })
        {
            if (file.Get(elsewhere) is not null)
            {
                throw RequestException.Invalid(
                    $"{place}.{elsewhere}", "No files are stored or fetched here: send the bytes as 'file_data', a data URI.",
                    "unsupported_parameter");
            }
        }

        var field = $"{place}.file_data";
        var data = file.Get("file_data") ?? throw RequestException.Invalid(field, $"'{field}' is missing.", "missing_required_parameter");
        if (data.ValueKind != JsonValueKind.String)
            throw RequestException.Invalid(field, $"'{field}' must be a text: a data URI.", "invalid_type");
        var bytes = Utf8(data);
        var content = IsData(bytes) ? OpenData(bytes, field) : Decode(bytes, "application/octet-stream", field);
        content.Name = file.GetText("filename", place);
        return content;
    }

    private AIContent Open(ReadOnlySpan<byte> address, string kind, string field)
    {
        if (IsData(address))
            return OpenData(address, field);
        if (!options.PassMediaAddresses)
        {
            throw RequestException.Invalid(
                field, $"'{field}' is an address, and this server reads none: send the bytes as a data URI (data:image/png;base64,…).",
                "invalid_url");
        }

        if (!Uri.TryCreate(Encoding.UTF8.GetString(address), UriKind.Absolute, out var uri))
            throw RequestException.Invalid(field, $"'{field}' is neither a data URI nor an absolute address.", "invalid_url");
        Count(field);
        return new UriContent(uri, kind);
    }

    private DataContent OpenData(ReadOnlySpan<byte> address, string field)
    {
        var comma = address.IndexOf((byte)',');
        var head = comma < 0 ? "" : Encoding.UTF8.GetString(address[..comma]);
        const string Mark = ";base64";
        if (!head.EndsWith(Mark, StringComparison.OrdinalIgnoreCase))
            throw RequestException.Invalid(field, $"'{field}' must be a data URI with base64: data:MEDIA-TYPE;base64,DATA.", "invalid_url");
        return Decode(address[(comma + 1)..], head["data:".Length..^Mark.Length], field);
    }

    private DataContent Decode(ReadOnlySpan<byte> data, string mediaType, string field)
    {
        Count(field);
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        if (Base64.DecodeFromUtf8(data, bytes, out _, out var length) != OperationStatus.Done || length == 0)
            throw RequestException.Invalid(field, $"'{field}' holds no base64 that can be read.", "invalid_base64");
        try
        {
            return new DataContent(bytes.AsMemory(0, length), mediaType);
        }
        catch (ArgumentException)
        {
            throw RequestException.Invalid(
                field, $"'{field}' has a media type that is none: write data:image/png;base64,DATA.", "invalid_url");
        }
    }

    private void Count(string field)
    {
        if (++count > options.MaxMedia)
            throw RequestException.Invalid(
                field, $"The request holds more than {options.MaxMedia} pictures, videos and files.", "too_many_media");
    }

    private static bool IsData(ReadOnlySpan<byte> address) =>
        address.Length >= 5 && Ascii.EqualsIgnoreCase(address[..5], "data:"u8);

    // tens of megabytes are not made a text on their way, unless some letter of theirs is escaped
    private static ReadOnlySpan<byte> Utf8(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(text.GetString()!) : raw;
    }
}
