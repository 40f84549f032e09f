using Qwen.Shared.OutsidePrograms;
using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Shared;

/// <summary>Temporary files of a process that was killed go; those of a living one stay.</summary>
public class TemporaryFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_and_nothing_is_left()
    {
        var file = await TemporaryFile.CreateAsync(new byte[] { 1, 2, 3 }, Token);
        Assert.Equal(!TemporaryFile.IsNameless, File.Exists(file.Path));
        using (var open = SourceFile.Open(file))
            Assert.Equal([1, 2, 3], open.ReadStart(10));
        file.Dispose();
        file.Dispose();
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task One_that_is_not_written_to_its_end_goes_too()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TemporaryFile.CreateAsync(new byte[1 << 20], new CancellationToken(true)));
        Assert.DoesNotContain(
            Directory.GetFiles(Path.GetTempPath(), TemporaryFile.NamePrefix + "*"), path => new FileInfo(path).Length == 0);
    }

    [Fact]
    public void What_a_process_left_behind_is_removed_and_what_a_living_one_holds_is_not()
    {
        using var folder = new TempFolder();
        var (left, fresh, held, other) = (
            folder.File("qwenvl-1-a.spooled"), folder.File("qwenvl-1-b.spooled"), folder.File("qwenvl-1-c.spooled"),
            folder.File("qwenvl-1-d.video"));
        foreach (var path in new[] { left, fresh, held, other })
        {
            File.WriteAllBytes(path, [1]);
            if (path != fresh)
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        }

        using (new FileStream(held, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            TemporaryFile.Sweep(folder.Path);
            Assert.Equal([fresh, held, other], Directory.GetFiles(folder.Path).Order());
        }

        TemporaryFile.Sweep(folder.Path);
        Assert.Equal([fresh, other], Directory.GetFiles(folder.Path).Order());
        TemporaryFile.Sweep(folder.File("no such folder"));
    }
}
