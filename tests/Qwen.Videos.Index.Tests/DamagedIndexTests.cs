using Qwen.Screens;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index.Tests;

public class DamagedIndexTests
{
    [Fact]
    public void What_is_no_index_is_refused_in_a_sentence()
    {
        using var folder = new TempFolder();
        var path = folder.File("films.index");
        File.WriteAllText(path, new string('x', 5000));
        AssertRefused(path, "is damaged or is no index");
        AssertRefused(folder.Path, "cannot be opened");
        AssertRefused(folder.File("absent/films.index"), "cannot be opened");

        Execute(folder.File("other.db"), "CREATE TABLE orders (id INTEGER)");
        AssertRefused(folder.File("other.db"), "another program's");

        VideoIndex.Open(folder.File("newer.index")).Dispose();
        Execute(folder.File("newer.index"), "PRAGMA user_version = 99");
        AssertRefused(folder.File("newer.index"), "version 99");
        Assert.Equal("x", File.ReadAllText(path)[..1]); // nothing was overwritten
    }

    [Fact]
    public void A_damaged_index_ends_in_a_sentence()
    {
        using var folder = new TempFolder();
        var (whole, damaged) = (folder.File("whole.index"), folder.File("damaged.index"));
        Fill(whole, windows: 300);
        var file = File.ReadAllBytes(whole);
        var refused = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var copy = (byte[])file.Clone();
            var page = random.Next(file.Length / 4096) * 4096;
            random.NextBytes(copy.AsSpan(page, 200)); // the head of a page
            File.WriteAllBytes(damaged, seed % 4 == 0 ? file[..random.Next(file.Length)] : copy);
            try
            {
                UseAll(damaged);
            }
            catch (QwenException error)
            {
                Assert.Contains(damaged, error.Message, StringComparison.Ordinal);
                refused++;
            }

            foreach (var left in Directory.GetFiles(folder.Path, "damaged.index*"))
                File.Delete(left);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} of 60 refused");
        UseAll(whole);
        Assert.True(refused > 30, $"{refused} of 60 refused");
    }

    [Fact]
    public void A_full_disk_is_said_and_loses_nothing()
    {
        using var folder = new TempFolder();
        var path = folder.File("films.index");
        Fill(path, windows: 20);
        var before = IndexDump.Rows(path);
        using (var database = IndexDatabase.Open(path))
        {
            database.Run("PRAGMA max_page_count = 1"); // not below what there is: no page more
            var store = new IndexStore(database);
            var error = Assert.Throws<QwenException>(() => store.Enter(new FileIdentity("second", 1, 1, "hash"), 9, "plan", Windows(1000)));
            Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, IndexDump.Rows(path));
        Assert.Equal("ok", IndexDump.Check(path));
    }

    private static void UseAll(string path)
    {
        using var database = IndexDatabase.Open(path);
        var store = new IndexStore(database);
        Assert.Equal(300, store.Segments(Assert.Single(store.Videos()).File).Count);
        Assert.NotEmpty(store.FindByWords("window 17", 10));
        Assert.True(store.Remove("film"));
    }

    private static void Fill(string path, int windows)
    {
        using var database = IndexDatabase.Open(path);
        var store = new IndexStore(database);
        var video = store.Enter(new FileIdentity("film", 1, 1, "hash"), windows, "plan", Windows(windows));
        foreach (var (segment, window) in store.Open(video))
            store.Store(segment, SearchWordsTests.Result(window, $"window {segment} of many"));
    }

    private static VideoWindow[] Windows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new VideoWindow { File = "film", Start = i, End = i + 1 })];

    private static void AssertRefused(string path, string reason) =>
        Assert.Contains(reason, Assert.Throws<QwenException>(() => VideoIndex.Open(path)).Message, StringComparison.Ordinal);

    private static void Execute(string path, string sql)
    {
        using var connection = IndexDump.Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
