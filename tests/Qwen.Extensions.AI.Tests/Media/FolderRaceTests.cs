using System.Globalization;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Media;

/// <summary>Somebody exchanges files and folders for links to a secret while they are being opened: the secret is never read.</summary>
public sealed class FolderRaceTests : IDisposable
{
    private const byte Secret = 0x5E;

    /// <summary>Exchanges in each test; the variable asks for more.</summary>
    private static readonly int Exchanges =
        int.Parse(Environment.GetEnvironmentVariable("QWENVL_RACE_EXCHANGES") ?? "5000", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public Task A_file_that_is_exchanged_for_a_link_is_never_followed_out()
    {
        var plain = Path.Combine(temporary.FullPath, "plain.png");
        File.WriteAllBytes(plain, [1, 2, 3]);
        return RaceAsync("a.png", (place, secret) =>
        {
            // each is made beside and moved into place, so that there is always one
            File.CreateSymbolicLink(place + ".link", secret);
            File.Move(place + ".link", place, overwrite: true);
            File.Copy(plain, place + ".plain", overwrite: true);
            File.Move(place + ".plain", place, overwrite: true);
        });
    }

    [Fact]
    public Task A_folder_that_is_exchanged_for_a_link_is_never_followed_out()
    {
        var before = Path.Combine(temporary.FullPath, "open", "before");
        return RaceAsync("way/a.png", (place, secret) =>
        {
            var way = Path.GetDirectoryName(place)!;
            Directory.Move(way, before);
            Directory.CreateSymbolicLink(way, Path.GetDirectoryName(secret)!);
            Directory.Delete(way);
            Directory.Move(before, way);
        });
    }

    [Fact]
    public Task A_link_that_changes_its_target_is_never_followed_out()
    {
        var inside = temporary.Write("open/inside.png", [1, 2, 3]);
        return RaceAsync("a.png", (place, secret) =>
        {
            File.CreateSymbolicLink(place + ".1", secret);
            File.Move(place + ".1", place, overwrite: true);
            File.CreateSymbolicLink(place + ".2", inside);
            File.Move(place + ".2", place, overwrite: true);
        });
    }

    private async Task RaceAsync(string name, Action<string, string> exchange)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links are Unix's.");
        var place = temporary.Write("open/" + name, [1, 2, 3]);
        var secret = temporary.Write("closed/a.png", [Secret]);
        var address = new Uri(place);
        var folders = new AllowedFolders([Path.Combine(temporary.FullPath, "open")]);
        var (read, refused, leaked) = (0, 0, 0);
        var exchanging = Task.Run(() =>
        {
            for (var i = 0; i < Exchanges; i++)
                exchange(place, secret);
        });
        while (!exchanging.IsCompleted)
        {
            try
            {
                using var file = folders.Open(address);
                var bytes = await file.ReadAllAsync(100, "", TestContext.Current.CancellationToken);
                leaked += bytes.Contains(Secret) ? 1 : 0;
                read++;
            }
            catch (QwenException)
            {
                refused++;
            }
        }

        await exchanging;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Exchanges} exchanges: {read} read, {refused} refused, {leaked} leaked");
        Assert.Equal(0, leaked);
        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused: nothing raced.");
    }
}
