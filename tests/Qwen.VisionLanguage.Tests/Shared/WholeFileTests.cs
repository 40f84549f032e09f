using Qwen.Shared.Files;
using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Shared;

/// <summary>Under a file's name there is the old content or the whole new one, and nothing is left beside it.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_written_whole_in_folders_that_are_made()
    {
        var path = folder.File("a/b/c.bin");
        WholeFile.Write(path, [1, 2, 3]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        await WholeFile.WriteAsync(path, stream => stream.WriteAsync(new byte[] { 4 }, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.True(await WholeFile.WriteAsync(path, async temporary =>
        {
            Assert.EndsWith(".bin", temporary, StringComparison.Ordinal);
            await File.WriteAllBytesAsync(temporary, [5], TestContext.Current.CancellationToken);
            return true;
        }));
        Assert.Equal([5], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_error_leaves_the_old_file_and_nothing_else()
    {
        var path = folder.File("c.bin");
        WholeFile.Write(path, [1]);
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, stream =>
        {
            stream.Write([2, 3]);
            throw new InvalidOperationException();
        }));
        var error = await Assert.ThrowsAsync<QwenException>(() => WholeFile.WriteAsync(path, _ => throw new IOException("No space left.")));
        Assert.Equal($"'{path}' cannot be written: No space left.", error.Message);
        Assert.Throws<QwenException>(() => WholeFile.Write(path + "/inside.bin", [1]));
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
