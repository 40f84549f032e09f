using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Orleans.Files;

/// <summary>
/// Gives other silos the files of this one's folders, by the rules that hold here: nothing outside of them, and no addresses.
/// </summary>
internal sealed partial class FileKeeper(
    IGrainFactory grains, ILocalSiloDetails silo, IOptions<QwenFarmOptions> options, ILogger<FileKeeper> log)
    : ILifecycleParticipant<ISiloLifecycle>, IFileKeeper, IDisposable
{
    private const int ThumbnailPixels = 256 * 256;
    private const int LongestSide = 512;

    private readonly Lazy<MediaResolver> resolver = new(() => FileBringer.CreateResolver(options.Value, fetcher: null));
    private readonly CancellationTokenSource stopping = new();
    private Task offering = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(FileKeeper), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public async Task<FileFacts?> FindAsync(string file)
    {
        using var media = await OpenAsync(file).ConfigureAwait(false);
        return media?.File is { } source ? FactsOf(source) : null;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string file, FileFacts facts, long from, int count)
    {
        using var media = await OpenAsync(file).ConfigureAwait(false);
        return media?.File is { } source && FactsOf(source) == facts
            ? await Task.Run(() => source.Read(from, count)).ConfigureAwait(false)
            : null;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> DrawAsync(JobItem item)
    {
        try
        {
            return await Task.Run(() => TryDrawAsync(item)).ConfigureAwait(false);
        }
        catch (QwenException)
        {
            return null; // what cannot be read often is what failed
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AllowedFolders.Count > 0)
            offering = Task.Run(() => OfferAsync(grains.CreateObjectReference<IFileKeeper>(this)), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await offering.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task OfferAsync(IFileKeeper self)
    {
        var offer = new FolderOffer(Environment.MachineName, [.. options.Value.AllowedFolders.Select(Path.GetFullPath)]);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<IFilesGrain>(0).OfferAsync(silo.Name, offer, self).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogSilence(log, silo.Name, error.Message);
            }

            await Task.Delay(FilesGrain.OfferPeriod, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ResolvedMedia?> OpenAsync(string file)
    {
        if (!OtherSilos.MayHave(file))
            return null;
        try
        {
            return await resolver.Value.ResolveAsync(file, CancellationToken.None).ConfigureAwait(false);
        }
        catch (QwenException)
        {
            return null; // not here, or not for others
        }
    }

    private async Task<byte[]?> TryDrawAsync(JobItem item)
    {
        using var media = await OpenAsync(item.File).ConfigureAwait(false);
        if (media?.File is not { } source)
            return null;
        if (FileBringer.IsFilm(source.Path))
            return await DrawFilmAsync(item).ConfigureAwait(false);
        var bytes = await FileBringer.ReadAllAsync(source, options.Value, CancellationToken.None).ConfigureAwait(false);
        var page = await PageRenderer.RenderAsync(new FarmFile { Bytes = bytes, Hash = "" }, item, CancellationToken.None)
            .ConfigureAwait(false);
        return ImageEncoder.EncodePng(Shrink(ImageDecoder.Decode(page.Bytes)));
    }

    private async Task<byte[]?> DrawFilmAsync(JobItem item)
    {
        using var film = await FileBringer.OpenFilmAsync(resolver.Value, item.File, CancellationToken.None).ConfigureAwait(false);
        var frames = await film.ReadAsync([Math.Min(item.Start ?? 0, film.Duration)], Fit(film.Size)).ConfigureAwait(false);
        return frames.Count == 0 ? null : ImageEncoder.EncodePng(frames[0].Picture);
    }

    private static RgbImage Shrink(RgbImage picture) =>
        Fit(picture.Size) is var size && size == picture.Size ? picture : BicubicResizer.Resize(picture, size);

    // never larger than it is, and nothing too long and thin to be shown
    private static PixelSize Fit(PixelSize size)
    {
        var (area, side) = (Math.Sqrt(ThumbnailPixels / (double)size.Area), LongestSide / (double)Math.Max(size.Width, size.Height));
        var scale = Math.Min(1, Math.Min(area, side));
        return new PixelSize(Math.Max(1, (int)(size.Width * scale)), Math.Max(1, (int)(size.Height * scale)));
    }

    private static FileFacts FactsOf(SourceFile source) => new(source.Length, source.Written);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo {Silo} could not tell which files it has: {Error} It will try again.")]
    private static partial void LogSilence(ILogger log, string silo, string error);
}
