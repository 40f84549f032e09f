using Microsoft.Extensions.Options;
using Qwen.Extensions.AI.Media;
using Qwen.Orleans.Files;
using Qwen.Perception;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Orleans.Sources;

/// <summary>Opens the lists of jobs, and makes items of their entries.</summary>
internal sealed class SourceFactory(IOptions<QwenFarmOptions> options, FileBringer files)
{
    private const int MostWindows = 10_000;

    /// <summary>Opens a list.</summary>
    /// <exception cref="QwenException">It is not there, or lies where this silo may not read.</exception>
    public ISourceReader Open(QwenJob job)
    {
        var source = job.Source!;
        var path = FolderRules.Require(source.Path, options.Value.AllowedFolders);
        if (source.Pattern is not { } pattern)
            return new LinesReader(path);
        return Directory.Exists(path)
            ? new FolderReader(path, pattern, source.Recursive)
            : throw new QwenException($"'{source.Path}' is no folder that is there.");
    }

    /// <summary>
    /// The items of an entry: pages of a document, windows of a film, or the entry itself. What cannot be looked into here is one item,
    /// and whoever works on it will say what is wrong.
    /// </summary>
    public async Task<IReadOnlyList<JobItem>> ExpandAsync(QwenJob job, JobItem entry, CancellationToken cancellationToken)
    {
        if (entry.Problem is not null || entry.Page is not null || entry.Start is not null || entry.End is not null)
            return [entry];
        try
        {
            if (entry.File.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase))
                return await CutPagesAsync(job, entry, cancellationToken);
            if (job.WindowSeconds is { } seconds && FileBringer.IsFilm(entry.File))
                return await CutWindowsAsync(entry, seconds, cancellationToken);
        }
        catch (QwenException error)
        {
            return [entry with { Problem = error.Message }];
        }

        return [entry];
    }

    private async Task<IReadOnlyList<JobItem>> CutPagesAsync(QwenJob job, JobItem entry, CancellationToken cancellationToken)
    {
        var file = await files.BringAsync(entry.File, cancellationToken);
        var count = await PdfPages.CountAsync(file.Bytes, null, cancellationToken);
        return count > job.MaxPages
            ? throw new QwenException($"It has {count} pages, more than the limit of {job.MaxPages} ({nameof(QwenJob.MaxPages)}).")
            : [.. Enumerable.Range(1, count).Select(page => entry with { Page = page })];
    }

    private async Task<IReadOnlyList<JobItem>> CutWindowsAsync(JobItem entry, double seconds, CancellationToken cancellationToken)
    {
        using var video = await files.OpenFilmAsync(entry.File, cancellationToken);
        var count = Math.Ceiling(video.Duration / seconds);
        return count > MostWindows
            ? throw new QwenException($"The film has {count} windows of {seconds} s, more than the limit of {MostWindows}.")
            : [.. Enumerable.Range(0, Math.Max(1, (int)count)).Select(i => entry with
            {
                Start = i * seconds, End = Math.Min((i + 1) * seconds, video.Duration),
            })];
    }
}
