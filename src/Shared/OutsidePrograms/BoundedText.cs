using System.Text;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>Keeps both ends of a text of any length.</summary>
internal sealed class BoundedText
{
    /// <summary>Characters that are kept from each end.</summary>
    public const int MaxLength = 4096;

    private readonly StringBuilder start = new();
    private readonly StringBuilder end = new();

    /// <summary>The first characters.</summary>
    public string Start => start.ToString();

    /// <summary>The last characters.</summary>
    public string End => end.ToString();

    /// <summary>Reads a stream of UTF-8 to its end.</summary>
    public async Task ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(
            stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, 1 << 14, leaveOpen: true);
        var buffer = new char[1 << 14];
        int read;
        while ((read = await reader.ReadAsync(buffer.AsMemory()).ConfigureAwait(false)) > 0)
        {
            start.Append(buffer, 0, Math.Min(read, MaxLength - start.Length));
            end.Append(buffer, 0, read);
            end.Remove(0, Math.Max(0, end.Length - MaxLength));
        }
    }
}
