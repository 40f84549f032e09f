using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Qwen.Screens.Browser;

/// <summary>
/// Files that pages save. One is taken where all that stands on its page may save, up to a limit of bytes in all, and under a name that
/// leads to no other folder and over no other file. Nothing opens it.
/// </summary>
internal sealed class PageDownloads : IDisposable
{
    private const int LongestName = 100;

    // names that Windows takes for devices
    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })],
        StringComparer.OrdinalIgnoreCase);

    private readonly PowerRules powers;
    private readonly OriginRules rules;
    private readonly string folder;
    private readonly long limit;
    private readonly List<string> saved = [];
    private long taken;

    /// <summary>Makes a folder for what is on its way.</summary>
    /// <param name="powers">Who may save.</param>
    /// <param name="rules">Where it is noted what may not be.</param>
    /// <param name="folder">Where files are kept.</param>
    /// <param name="limit">Bytes in all.</param>
    public PageDownloads(PowerRules powers, OriginRules rules, string folder, long limit)
    {
        (this.powers, this.rules, this.limit) = (powers, rules, limit);
        this.folder = Directory.CreateDirectory(folder).FullName;
        Underway = Directory.CreateTempSubdirectory("qwen-downloads-").FullName;
    }

    /// <summary>Where the browser keeps what is on its way.</summary>
    public string Underway { get; }

    /// <summary>Paths of what was saved, in order.</summary>
    public IReadOnlyList<string> Saved
    {
        get
        {
            lock (saved)
                return [.. saved];
        }
    }

    /// <summary>Takes a download, or stops it.</summary>
    public async Task TakeAsync(IDownload download)
    {
        try
        {
            if (!MaySave(download) || !await IsWithinLimitAsync(download).ConfigureAwait(false))
            {
                rules.Refuse(download.Url);
                await download.CancelAsync().ConfigureAwait(false);
                return;
            }

            Keep(await download.PathAsync().ConfigureAwait(false), download.SuggestedFilename);
            await download.DeleteAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is PlaywrightException or IOException or UnauthorizedAccessException)
        {
            rules.Refuse(download.Url); // broken off, or no room
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Underway, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // the browser still holds one
        }
    }

    /// <summary>A name that stands for a file in a folder everywhere, and looks like what it is.</summary>
    internal static string ToFileName(string suggested)
    {
        var name = new StringBuilder();
        foreach (var rune in suggested.Normalize().EnumerateRunes())
        {
            // what turns the direction of reading hides how a name ends
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control)
                continue;
            name.Append(rune.Value is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '%' ? "_" : rune.ToString());
        }

        var text = name.ToString().Trim(' ', '.');
        var ending = Path.GetExtension(text);
        if (text.Length > LongestName)
            text = string.Concat(text.AsSpan(0, LongestName - Math.Min(ending.Length, 20)), ending.AsSpan(0, Math.Min(ending.Length, 20)));
        return text.Length == 0 || Devices.Contains(text.Split('.')[0].Trim()) ? "_" + text : text;
    }

    // a file belongs to its address, and was offered by whatever stands on the page: a frame's files look like the page's
    private bool MaySave(IDownload download)
    {
        var address = download.Url.StartsWith("blob:", StringComparison.Ordinal) ? download.Url["blob:".Length..] : download.Url;
        var isOwn = address.StartsWith("data:", StringComparison.Ordinal) || powers.Has(Read(address), PagePowers.Download);
        var frames = download.Page.Frames.Select(frame => frame.Url)
            .Where(url => url is not "" && !url.StartsWith("about:", StringComparison.Ordinal))
                .ToList();
        return isOwn && (frames.Count > 0 || !address.StartsWith("data:", StringComparison.Ordinal))
            && frames.TrueForAll(url => powers.Has(Read(url), PagePowers.Download));
    }

    private static WebOrigin? Read(string address) => WebOrigin.TryRead(address, out _);

    // watched while it grows: a page says what size it likes
    private async Task<bool> IsWithinLimitAsync(IDownload download)
    {
        var whole = download.PathAsync();
        do
        {
            if (Interlocked.Read(ref taken) + Measure() > limit)
            {
                _ = whole.ContinueWith(task => task.Exception, TaskScheduler.Default);
                return false;
            }
        }
        while (await Task.WhenAny(whole, Task.Delay(50)).ConfigureAwait(false) != whole);
        await whole.ConfigureAwait(false);
        return Interlocked.Read(ref taken) + Measure() <= limit;
    }

    private long Measure()
    {
        try
        {
            return new DirectoryInfo(Underway).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            return 0; // one was finished meanwhile: looked at again at once
        }
    }

    private void Keep(string path, string suggested)
    {
        var name = ToFileName(suggested);
        lock (saved)
        {
            for (var number = 1; ; number++)
            {
                var ending = Path.GetExtension(name);
                var own = number == 1 ? name : $"{name[..^ending.Length]} ({number}){ending}";
                var target = Path.Combine(folder, own);
                if (Path.Exists(target))
                    continue;

                // made anew, over no other file and through no link
                using (var from = File.OpenRead(path))
                using (var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write))
                    from.CopyTo(to);
                Interlocked.Add(ref taken, new FileInfo(target).Length);
                saved.Add(target);
                return;
            }
        }
    }
}
