using System.Globalization;
using Qwen.Orleans.Ledgers;
using Qwen.Orleans.Sources;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Tests.Sources;

/// <summary>Lists are read bit by bit, and go on where they were.</summary>
public sealed class SourceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_is_read_in_order_however_few_names_are_kept_and_however_often_it_is_opened_anew(bool anew)
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 70; i++)
        {
            var place = Path.Combine(folder.Path, $"{i % 3}", $"{i % 2}");
            Directory.CreateDirectory(place);
            await File.WriteAllTextAsync(Path.Combine(place, $"{i}.{(i % 5 == 0 ? "txt" : "PNG")}"), "");
        }

        Directory.CreateSymbolicLink(folder.File("link"), folder.File("0"));
        var reader = new FolderReader(folder.Path, "*.png; *.jpg", true, 4);
        var (read, cursor, isLast) = (new List<string>(), "", false);
        while (!isLast)
        {
            if (anew)
                reader = new FolderReader(folder.Path, "*.png; *.jpg", true, 4);
            (var entries, cursor, isLast) = await reader.ReadAsync(cursor, 3, TestContext.Current.CancellationToken);
            Assert.InRange(entries.Count, 0, 3);
            read.AddRange(entries.Select(entry => Path.GetRelativePath(folder.Path, entry.File)));
        }

        Assert.Equal(56, read.Count);
        Assert.Equal(read.Order(StringComparer.Ordinal), read);
        Assert.Equal(56, read.Distinct().Count());
    }

    [Fact]
    public async Task A_file_of_lines_is_read_line_by_line_and_wrong_lines_are_told_with_their_numbers()
    {
        using var folder = new TempFolder();
        string[] lines =
        [
            "\uFEFFa.png", "", "  b.png  ", "\"c d.png\"", """{"file":"e.pdf","page":3,"id":"x"}""",
            """{"file":"f.mp4","start":1.5,"end":4}""", "{broken", """{"page":1}""", """{"file":"g","page":0}""", "https://example.org/h.png",
            """{"file":"i","start":5,"end":4}""", "last.png",
        ];
        await File.WriteAllTextAsync(folder.File("list"), string.Join("\r\n", lines));
        var (read, cursor, isLast) = (new List<JobItem>(), "", false);
        while (!isLast)
        {
            (var entries, cursor, isLast) =
                await new LinesReader(folder.File("list")).ReadAsync(cursor, 2, TestContext.Current.CancellationToken);
            read.AddRange(entries);
        }

        Assert.Equal(
            ["a.png", "b.png", "c d.png", "e.pdf", "f.mp4", "list", "list", "list", "h.png", "list", "last.png"],
            read.Select(item => Path.GetFileName(item.File)));
        Assert.Equal((3, "x"), (read[3].Page, read[3].Id));
        Assert.Equal((1.5, 4), (read[4].Start, read[4].End));
        Assert.Equal(
            [7, 8, 9, 11],
            read.Where(item => item.Problem is not null)
                .Select(item => int.Parse(item.Problem!.Split(' ')[1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Parts_of_a_file_stay_together_where_they_fit()
    {
        var entries = new[] { 3, 4, 2, 1, 11, 5 }.Select((count, file) =>
            (IReadOnlyList<JobItem>)[.. Enumerable.Range(1, count).Select(page => new JobItem { File = $"{file}", Page = page })]);
        var buckets = BucketCutter.Cut(entries, 5).Select(items => string.Join(' ', items.Select(item => item.File))).ToList();
        Assert.Equal(["0 0 0", "1 1 1 1", "2 2 3", "4 4 4 4 4", "4 4 4 4 4", "4", "5 5 5 5 5"], buckets);
    }

    [Fact]
    public void A_list_outside_the_allowed_folders_is_refused_also_behind_a_link()
    {
        using var folder = new TempFolder();
        using var other = new TempFolder();
        Directory.CreateSymbolicLink(folder.File("link"), other.Path);
        Assert.Equal(folder.Path, FolderRules.Require(folder.Path, [folder.Path]));
        foreach (var path in new[] { other.Path, folder.File("link"), folder.Path + "x" })
            Assert.Throws<QwenException>(() => FolderRules.Require(path, [folder.Path]));
        Assert.Throws<QwenException>(() => FolderRules.Require(folder.Path, []));
    }

    [Fact]
    public void A_job_of_a_million_items_keeps_few_buckets_open()
    {
        var state = new JobState { Job = new QwenJob { Name = "a", Task = JobTask.Read() } };
        var board = new JobBoard(state);
        for (var read = 0; read < 1_000_000; read += JobBoard.BucketSize)
        {
            while (state.Open.Count >= JobBoard.Window(1))
            {
                var (number, items) = (state.Open[0].Number, state.Open[0].Items);
                Assert.True(board.Note(new BucketSummary
                {
                    Number = number, Items = items, Done = items - 1, SetAside = 1, Causes = new() { [$"cause {number % 50}"] = 1 },
                }));
            }

            board.Add(JobBoard.BucketSize);
        }

        Assert.InRange(state.Open.Count, 1, JobBoard.Window(1));
        Assert.InRange(state.Causes.Count, 20, 21);
        Assert.Equal(state.SetAside, state.Causes.Values.Sum());
    }
}
