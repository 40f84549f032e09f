using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Qwen.Extensions.AI.Media;
using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Pdf;

/// <summary>
/// A PDF file whose pages are rendered one by one; it is a private temporary file for as long as this object lives.
/// </summary>
internal sealed partial class PdfFile : IDisposable
{
    private const int MaxInfo = 1 << 20;

    private readonly TemporaryFile file;
    private readonly PdfOptions options;

    private PdfFile(TemporaryFile file, PdfOptions options)
    {
        this.file = file;
        this.options = options;
    }

    /// <summary>Number of pages, at least 1.</summary>
    public int PageCount { get; private set; }

    // either kind of password opens a file
    private string[] Password => options.Password is { Length: > 0 } password ? ["-upw", password, "-opw", password] : [];

    // what the programs are told
    private string FilePath => TemporaryFile.IsNameless ? OutsideProgram.FilePath : file.Path;

    /// <summary>Whether a file is a PDF: the mark may stand a little behind its beginning.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0;

    /// <summary>Opens a file.</summary>
    /// <exception cref="QwenException">It is too big, damaged or protected, or poppler is missing.</exception>
    public static async Task<PdfFile> OpenAsync(ReadOnlyMemory<byte> file, PdfOptions options, CancellationToken cancellationToken)
    {
        if (file.Length > options.MaxBytes)
            throw new QwenException(
                $"The PDF file has {file.Length} bytes, more than the limit of {options.MaxBytes} (PdfOptions.MaxBytes).");

        var pdf = new PdfFile(await TemporaryFile.CreateAsync(file, cancellationToken).ConfigureAwait(false), options);
        try
        {
            var info = await pdf.ReadInfoAsync([], "Reading the PDF file", cancellationToken).ConfigureAwait(false);

            // titles come before it and may hold anything
            var count = Count().Matches(info).LastOrDefault();
            if (count is null || !int.TryParse(count.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var pages)
                || pages == 0)
                throw new QwenException("The PDF file has no pages.");
            pdf.PageCount = pages;
            return pdf;
        }
        catch
        {
            pdf.Dispose();
            throw;
        }
    }

    /// <summary>Renders a page.</summary>
    /// <param name="page">Its number, from 1.</param>
    /// <param name="cancellationToken">Ends the renderer.</param>
    /// <returns>A PNG file of about <see cref="PdfOptions.MaxPixels"/> pixels at most: sides are rounded up.</returns>
    /// <exception cref="QwenException">The page is damaged, or took too long.</exception>
    public async Task<byte[]> RenderAsync(int page, CancellationToken cancellationToken)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        var (dpi, maxBytes) = await MeasureAsync(number, cancellationToken).ConfigureAwait(false);
        string[] arguments =
            [
                "-q", "-png", "-cropbox", "-f", number, "-l", number, "-r", dpi.ToString("0.######", CultureInfo.InvariantCulture),
                .. Password, FilePath
            ];
        var output = await RunAsync("pdftoppm", arguments, maxBytes, $"Rendering page {page} of the PDF file", cancellationToken)
            .ConfigureAwait(false);
        if (output.ExitCode != 0 || output.Bytes.Length == 0)
            throw new QwenException($"Page {page} of the PDF file cannot be rendered{Reason(output.Complaint)}");
        return output.Bytes;
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        file.Dispose();
    }

    // pixels an inch within the limit, and what no PNG of the page exceeds
    private async Task<(double Dpi, long MaxBytes)> MeasureAsync(string page, CancellationToken cancellationToken)
    {
        var info = await ReadInfoAsync(["-f", page, "-l", page], $"Reading page {page} of the PDF file", cancellationToken)
            .ConfigureAwait(false);
        var size = Size().Matches(info).LastOrDefault()
            ?? throw new QwenException($"Page {page} of the PDF file has no size: it may be damaged.");
        var width = double.Parse(size.Groups["width"].ValueSpan, CultureInfo.InvariantCulture);
        var height = double.Parse(size.Groups["height"].ValueSpan, CultureInfo.InvariantCulture);
        if (!(width > 0 && height > 0))
            throw new QwenException($"Page {page} of the PDF file has no area.");

        // a side is a pixel at least, however thin the page
        var scale = Math.Min(
            options.Dpi / 72.0, Math.Min(Math.Sqrt(options.MaxPixels / width / height), options.MaxPixels / Math.Max(width, height)));
        return (scale * 72, (long)(4 * (width * scale + 1) * (height * scale + 1)) + (1 << 20));
    }

    private async Task<string> ReadInfoAsync(IEnumerable<string> arguments, string work, CancellationToken cancellationToken)
    {
        var output = await RunAsync(
            "pdfinfo", ["-enc", "UTF-8", .. arguments, .. Password, FilePath], MaxInfo, work, cancellationToken).ConfigureAwait(false);
        if (output.Complaint.Contains("Incorrect password", StringComparison.OrdinalIgnoreCase))
        {
            throw new QwenException(options.Password is null
                ? "The PDF file is protected by a password: the host sets it in PdfOptions.Password; or save the file without one, "
                    + "or give pictures of its pages."
                : "The PDF file is protected by another password than the one in PdfOptions.Password.");
        }

        if (output.ExitCode != 0)
            throw new QwenException($"The PDF file cannot be read{Reason(output.Complaint)}");
        return Encoding.UTF8.GetString(output.Bytes);
    }

    private async Task<PopplerOutput> RunAsync(
        string name, IReadOnlyList<string> arguments, long maxOutput, string work, CancellationToken cancellationToken)
    {
        using var handle = TemporaryFile.IsNameless ? file.Open() : null;
        return await PopplerProgram.RunAsync(name, arguments, handle, maxOutput, work, options, cancellationToken).ConfigureAwait(false);
    }

    // without the path of the temporary file
    private string Reason(string complaint)
    {
        var lines =
            complaint.Replace(FilePath, "the file").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "." : $": {string.Join("; ", lines.Distinct().Take(3))}.";
    }

    [GeneratedRegex(@"^Pages:\s+([0-9]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Count();

    [GeneratedRegex(
        @"^Page\s+[0-9]+ size:\s+(?<width>[0-9.]+(?:e[+-]?[0-9]+)?) x (?<height>[0-9.]+(?:e[+-]?[0-9]+)?) pts", RegexOptions.Multiline)]
    private static partial Regex Size();
}
