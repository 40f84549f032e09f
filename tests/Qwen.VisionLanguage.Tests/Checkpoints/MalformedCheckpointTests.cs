using CsCheck;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Damaged checkpoints are refused with a sentence: no crash, no hang, nothing mapped or written behind.</summary>
public class MalformedCheckpointTests
{
    public static TheoryData<int, string> Cases
        => [.. MalformedCheckpoints.All().Select((damage, i) => new TheoryDataRow<int, string>(i, Printable(damage.Name)))];

    [Fact]
    public void There_are_many_cases_with_names_of_their_own()
    {
        var names = MalformedCheckpoints.All().Select(damage => damage.Name).ToList();
        Assert.True(names.Count >= 200, $"only {names.Count}");
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Cases))]
    public Task A_damaged_checkpoint_is_refused(int number, string name) => Task.Run(() =>
    {
        var (found, sharded, damage) = MalformedCheckpoints.All().ElementAt(number);
        Assert.Equal(name, Printable(found));
        using var folder = new CheckpointFolder(shards: sharded ? 3 : 1);
        Checkpoint.Open(folder.Path).Dispose();
        damage(folder);
        var before = Snapshot(folder.Path);

        var error = Assert.Throws<QwenException>(() => Checkpoint.Open(folder.Path).Dispose());
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 20, 6000);
        Assert.Equal(before, Snapshot(folder.Path));
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(folder.Path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact]
    public void Random_damage_to_any_file_is_refused_or_harmless()
    {
        using var folder = new CheckpointFolder(shards: 2);
        var files =
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Select(name => (Name: name!, Content: folder.Read(name!))).ToList();
        Gen.Select(Gen.Int[0, files.Count - 1], Gen.Double[0, 1], Gen.Byte.Array[1, 4]).Sample((file, where, bytes) =>
        {
            var (name, content) = files[file];
            var damaged = (byte[])content.Clone();

            // mostly in the first kilobytes, where headers are
            var position = (int)(Math.Min(where * where, 0.999) * Math.Max(1, Math.Min(content.Length, 12_000) - bytes.Length));
            bytes.CopyTo(damaged, position);
            folder.Write(name, damaged);
            try
            {
                Checkpoint.Open(folder.Path).Dispose();
            }
            catch (QwenException)
            {
                // refused
            }
            finally
            {
                folder.Write(name, content);
            }
        }, iter: 500, threads: 1);
        Checkpoint.Open(folder.Path).Dispose();
    }

    private static List<string> Snapshot(string folder) => [.. Directory.GetFileSystemEntries(folder).Order()];

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
