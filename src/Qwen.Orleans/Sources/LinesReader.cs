using System.Globalization;
using System.Text;
using System.Text.Json;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Sources;

/// <summary>A file with an item in each line. The cursor is a place in it and the number of the line there.</summary>
internal sealed class LinesReader(string file) : ISourceReader
{
    private const int LongestLine = 1 << 20;

    private readonly string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;

    /// <inheritdoc/>
    public async Task<SourceBatch> ReadAsync(string cursor, int count, CancellationToken cancellationToken)
    {
        var (place, line) = Place(cursor);
        var entries = new List<JobItem>();
        try
        {
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, useAsync: true);
            await using (stream.ConfigureAwait(true))
            {
                stream.Position = place;
                var text = new MemoryStream();
                var isLast = false;
                while (entries.Count < count && !isLast)
                {
                    text.SetLength(0);
                    isLast = !ReadLine(stream, text);
                    line++;
                    if (Parse(text, line) is { } item)
                        entries.Add(item);
                    place = stream.Position;
                    cancellationToken.ThrowIfCancellationRequested();
                }

                return new SourceBatch(entries, $"{place}:{line}", isLast);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"The list '{file}' cannot be read: {error.Message}", error);
        }
    }

    private static (long Place, long Line) Place(string cursor)
    {
        var colon = cursor.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (0, 0)
            : (long.Parse(cursor.AsSpan(0, colon), CultureInfo.InvariantCulture),
                long.Parse(cursor.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    // of a line that is too long only the beginning is kept: one byte more than is allowed tells
    private static bool ReadLine(FileStream stream, MemoryStream text)
    {
        int read;
        while ((read = stream.ReadByte()) >= 0 && read != '\n')
        {
            if (text.Length <= LongestLine)
                text.WriteByte((byte)read);
        }

        return read >= 0;
    }

    private JobItem? Parse(MemoryStream text, long line)
    {
        if (text.Length > LongestLine)
            return Wrong(line, "is longer than a megabyte.");
        var bytes = text.GetBuffer().AsMemory(0, (int)text.Length);
        if (line == 1 && bytes.Span.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        var plain = Encoding.UTF8.GetString(bytes.Span).Trim();
        if (plain.Length == 0)
            return null;
        if (plain[0] is not ('{' or '"'))
            return Resolve(new JobItem { File = plain });
        try
        {
            if (plain[0] == '"')
                return Resolve(new JobItem { File = JsonSerializer.Deserialize(plain, SourceJson.Default.String)! });
            var item = JsonSerializer.Deserialize(plain, SourceJson.Default.JobItem)!;
            return string.IsNullOrWhiteSpace(item.File) ? Wrong(line, "names no file.")
                : item.Page is < 1 ? Wrong(line, $"asks for page {item.Page}: pages are counted from 1.")
                : item.Start is < 0 || item.End <= (item.Start ?? 0) ? Wrong(line, "has a window that ends before it begins.")
                : Resolve(item);
        }
        catch (JsonException error)
        {
            return Wrong(line, $"is no item: {error.Message}");
        }
    }

    private JobItem Wrong(long line, string what) => new() { File = file, Problem = $"Line {line} of '{file}' {what}" };

    // an address is no path
    private JobItem Resolve(JobItem item) =>
        Uri.TryCreate(item.File, UriKind.Absolute, out _) ? item : item with { File = Path.Combine(folder, item.File) };
}
