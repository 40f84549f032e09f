using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Qwen.Orleans.Storage;

namespace Qwen.Orleans.Files;

/// <summary>
/// Knows which silo has which folders, from what they say every few seconds. Stored is only who has ever said what: files of a silo that
/// is away for a while, as a machine that starts anew, are not to be taken for files that nobody has.
/// </summary>
[Reentrant]
internal sealed class FilesGrain(TimeProvider clock, IOptions<QwenFarmOptions> options, FarmStore store) : Grain, IFilesGrain
{
    /// <summary>How often silos say what they have.</summary>
    public static readonly TimeSpan OfferPeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, KnownSilo> silos = [];
    private DurableRecord<FilesState> record = null!;
    private GroupCommit commit = null!;
    private DateTimeOffset since;

    // a silo that says nothing for this long is away, and a new one has said by then what it has
    private TimeSpan Silence => TimeSpan.FromTicks(Math.Max(2 * options.Value.Lease.Ticks, 3 * OfferPeriod.Ticks));

    private TimeSpan Absence => TimeSpan.FromTicks(Math.Max(options.Value.MaxAbsence.Ticks, Silence.Ticks));

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        since = clock.GetUtcNow();
        record = store.Open<FilesState>(this.GetGrainId(), "folders");
        await record.ReadAsync();
        foreach (var (silo, offer) in record.Value.Offers)
            silos[silo] = new KnownSilo(offer, Keeper: null, since);
        commit = new GroupCommit(
            () => record.WriteAsync(new FilesState { Offers = silos.ToDictionary(one => one.Key, one => one.Value.Offer) }),
            DeactivateOnIdle);
    }

    /// <inheritdoc/>
    public Task OfferAsync(string silo, FolderOffer offer, IFileKeeper keeper)
    {
        Forget();
        var isKnown = silos.TryGetValue(silo, out var known) && known.Offer == offer;
        silos[silo] = new KnownSilo(offer, keeper, clock.GetUtcNow());
        return isKnown ? Task.CompletedTask : commit.StoreAsync();
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

        // at the very start nobody has said yet what there is
        return new FileSearch { IsCertain = certain && clock.GetUtcNow() - since > Silence && !MayBeAway(file) };
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

    private IFileKeeper[] KeepersOf(string file, string? asking) =>
    [
        .. silos.Where(one => one.Key != asking && IsHere(one.Value) && one.Value.Offer.Holds(file))
            .OrderByDescending(one => one.Value.At).Select(one => one.Value.Keeper!),
    ];

    // a silo under another name that has taken its place has the same files
    private bool MayBeAway(string file)
    {
        Forget();
        return silos.Values.Any(one => !IsHere(one) && one.Offer.Holds(file)
            && !silos.Values.Any(other => IsHere(other) && other.Offer.Covers(one.Offer)));
    }

    private bool IsHere(KnownSilo silo) => silo.Keeper is not null && clock.GetUtcNow() - silo.At <= Silence;

    // what is stored of them goes with the next silo that comes
    private void Forget()
    {
        foreach (var (gone, _) in silos.Where(one => clock.GetUtcNow() - one.Value.At > Absence).ToList())
            silos.Remove(gone);
    }

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
