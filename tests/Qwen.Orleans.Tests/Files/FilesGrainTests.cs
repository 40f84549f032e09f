using Qwen.Orleans.Files;
using Qwen.Testing;

namespace Qwen.Orleans.Tests.Files;

/// <summary>Whose files are waited for, and for how long.</summary>
public sealed class FilesGrainTests
{
    private static readonly FolderOffer Far = new("far-machine", ["/far", "/films"]);

    private readonly ShiftedClock clock = new();

    [Fact]
    public async Task Files_of_a_silo_that_is_away_are_waited_for_until_another_one_takes_its_place()
    {
        await using var farm = await StartAsync();
        var files = farm.Grains.GetGrain<IFilesGrain>(0);
        var (gone, back) = (new RecordedKeeper("/far/a"), new RecordedKeeper("/far/a"));
        await files.OfferAsync("far-1", Far, farm.Grains.CreateObjectReference<IFileKeeper>(gone));
        Assert.NotNull((await files.FindAsync("/far/a", "near")).Facts);
        Assert.Null((await files.FindAsync("/far/a", "far-1")).Facts); // whoever asks has looked already
        Assert.False((await files.FindAsync("/far/none", "near")).IsCertain); // just after the start
        clock.Advance(TimeSpan.FromMinutes(2));
        await files.OfferAsync("far-1", Far, farm.Grains.CreateObjectReference<IFileKeeper>(gone));
        Assert.True((await files.FindAsync("/far/none", "near")).IsCertain);

        clock.Advance(TimeSpan.FromMinutes(2)); // nothing was heard of it
        await AssertAwaitedAsync(files, "/far/a");
        Assert.True((await files.FindAsync("/farther/a", "near")).IsCertain);

        // another machine has other files under the same names, and less than all folders do not take its place
        var none = new RecordedKeeper();
        await files.OfferAsync("other", Far with { Machine = "other" }, farm.Grains.CreateObjectReference<IFileKeeper>(none));
        await AssertAwaitedAsync(files, "/far/a");
        await files.OfferAsync("far-2", Far with { Folders = ["/far"] }, farm.Grains.CreateObjectReference<IFileKeeper>(none));
        await AssertAwaitedAsync(files, "/far/a");

        await files.OfferAsync("far-3", Far with { Folders = ["/films", "/far"] }, farm.Grains.CreateObjectReference<IFileKeeper>(back));
        Assert.NotNull((await files.FindAsync("/far/a", "near")).Facts);
        Assert.True((await files.FindAsync("/far/none", "near")).IsCertain);
        GC.KeepAlive((gone, back, none));
    }

    [Fact]
    public async Task Who_was_there_is_known_where_the_grain_starts_anew_and_forgotten_in_the_end()
    {
        await using var farm = await StartAsync();
        var files = farm.Grains.GetGrain<IFilesGrain>(0);
        var keeper = new RecordedKeeper("/far/a");
        await files.OfferAsync("far-1", Far, farm.Grains.CreateObjectReference<IFileKeeper>(keeper));
        await farm.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        clock.Advance(TimeSpan.FromMinutes(2));
        await AssertAwaitedAsync(files, "/far/a"); // it starts here
        clock.Advance(TimeSpan.FromMinutes(2));
        await AssertAwaitedAsync(files, "/far/a");
        Assert.True((await files.FindAsync("/near/a", "near")).IsCertain);

        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.True((await files.FindAsync("/far/a", "near")).IsCertain);
        GC.KeepAlive(keeper);
    }

    private static async Task AssertAwaitedAsync(IFilesGrain files, string file)
    {
        var search = await files.FindAsync(file, "near");
        Assert.Null(search.Facts);
        Assert.False(search.IsCertain);
    }

    private Task<MemoryFarm> StartAsync() =>
        MemoryFarm.StartAsync(options => options.Client = new FixedAnswerClient("nothing"), filter: null, clock);
}
