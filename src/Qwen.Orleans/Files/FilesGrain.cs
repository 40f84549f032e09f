using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Qwen.Orleans.Files;

/// <summary>Knows which silo has which folders, from what they say every few seconds; nothing of it is stored.</summary>
[Reentrant]
internal sealed class FilesGrain(TimeProvider clock, IOptions<QwenFarmOptions> options) : Grain, IFilesGrain
{
    /// <summary>How often silos say what they have.</summary>
    public static readonly TimeSpan OfferPeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, FolderOffer> offers = [];
    private DateTimeOffset since;

    // how long all silos have had to say what they have, and one that says nothing to come back
    private TimeSpan Memory => TimeSpan.FromTicks(Math.Max(2 * options.Value.Lease.Ticks, 3 * OfferPeriod.Ticks));

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        since = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OfferAsync(string silo, string[] folders, IFileKeeper keeper)
    {
        offers[silo] = new FolderOffer(folders, keeper, clock.GetUtcNow());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<FileSearch> FindAsync(string file, string? asking)
    {
        var certain = true;
        await foreach (var asked in Task.WhenEach(KeepersOf(file, asking).Select(keeper => AskAsync(keeper, file))))
        {
            var answer = await asked;
            if (answer.Facts is not null)
                return answer;
            certain &= answer.IsCertain;
        }

        // just after the grain has moved nobody has said yet what there is
        return new FileSearch { IsCertain = certain && clock.GetUtcNow() - since > Memory };
    }

    /// <inheritdoc/>
    public async Task<byte[]?> DrawAsync(JobItem item)
    {
        foreach (var keeper in KeepersOf(item.File, asking: null))
        {
            try
            {
                if (await keeper.DrawAsync(item).WaitAsync(Patience, clock) is { } picture)
                    return picture;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // a silo that has gone; another one may have the file as well
            }
        }

        return null;
    }

    private IFileKeeper[] KeepersOf(string file, string? asking)
    {
        foreach (var (gone, _) in offers.Where(one => clock.GetUtcNow() - one.Value.At > Memory).ToList())
            offers.Remove(gone);
        return
        [
            .. offers.Where(one => one.Key != asking && Array.Exists(one.Value.Folders, folder => IsInside(file, folder)))
                .OrderByDescending(one => one.Value.At).Select(one => one.Value.Keeper),
        ];
    }

    // by names only: the silo itself looks where links lead
    private static bool IsInside(string file, string folder) =>
        file.StartsWith(Path.TrimEndingDirectorySeparator(folder), StringComparison.Ordinal);

    private async Task<FileSearch> AskAsync(IFileKeeper keeper, string file)
    {
        try
        {
            var facts = await keeper.FindAsync(file).WaitAsync(Patience, clock);
            return new FileSearch { Keeper = keeper, Facts = facts, IsCertain = true };
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new FileSearch();
        }
    }
}
