namespace Qwen.Extensions.AI.Media;

/// <summary>How pages of PDF files become pictures, and what they may cost.</summary>
public sealed record PdfOptions
{
    /// <summary>Pixels an inch at which pages are rendered: results are in pixels of this picture (150 unless set).</summary>
    public int Dpi { get; init; } = 150;

    /// <summary>Largest file in bytes (256 MiB unless set).</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Largest area of a rendered page; a page that would be larger is rendered with fewer pixels an inch (24 million unless set).
    /// </summary>
    public int MaxPixels { get; init; } = 24_000_000;

    /// <summary>Longest that poppler may take to measure, and then to render, a page (one minute each unless set).</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Longest that poppler may compute for one page (20 seconds unless set), however busy the machine is. Linux and Windows count all
    /// that it starts.
    /// </summary>
    public TimeSpan MaxProcessorTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most memory that the renderer may use, where the system can bound it: Linux and Windows (2 GiB unless set).</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>
    /// Password of protected files, the one for reading or the owner's; null for none. It is never part of a question. Poppler takes it
    /// as an argument: while a page is read, other users of the machine may see it in the list of processes.
    /// </summary>
    public string? Password { get; init; }

    /// <summary>Folder of poppler's programs; null for <c>QWENVL_POPPLER</c>, else the search path.</summary>
    public string? PopplerPath { get; init; }
}
