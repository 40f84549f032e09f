using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.Orleans.Tasks;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Tests.Processes;

/// <summary>Silos with a model of their own give what one process gives.</summary>
/// <remarks><c>QWENVL_FARM_PAGES</c> sets how many pages there are, with a film for each hundred.</remarks>
public sealed class DemoModelFarmTests(PostgresServer server)
{
    private const string Model = "models/demo";

    private static readonly int Pages =
        int.TryParse(Environment.GetEnvironmentVariable("QWENVL_FARM_PAGES"), out var pages) ? pages : 24;

    private static readonly int Films = Math.Max(1, Pages / 100);

    [Fact]
    public async Task Pages_and_films_give_what_one_process_gives()
    {
        using var film = new Film();
        await film.WriteAsync("film.mkv", [.. Enumerable.Range(0, 8).Select(i => new FilmFrame(i / 2.0, i, 0))]);
        await using var farm = await ProcessFarm.StartAsync(
            server, 2, "--demo", Path.Combine(RepositoryFiles.Root, Model), "--rows", "2", "--lease", "30");
        var cases = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, Model, "cases"), "*box*.png")
            .Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < Pages; i++)
            File.Copy(cases[i % cases.Count], Path.Combine(farm.Folder, $"page-{i:00000}.png"));
        for (var i = 0; i < Films; i++)
            File.Copy(film.File("film.mkv"), Path.Combine(farm.Folder, $"film-{i:000}.mkv"));
        var located = await farm.Jobs.StartAsync(Job(farm, JobTask.Locate("item"), "page-*"));
        var described = await farm.Jobs.StartAsync(Job(farm, JobTask.Describe(), "film-*") with { WindowSeconds = 2 });
        await farm.EndAsync(located, TimeSpan.FromMinutes(3 + Pages / 60));
        await farm.EndAsync(described, TimeSpan.FromMinutes(3 + Pages / 60));

        await using var model = await QwenModel.LoadAsync(Path.Combine(RepositoryFiles.Root, Model));
        using var client = model.AsIChatClient();
        var grounding = new GroundingTasks(client);
        var answers = new Dictionary<string, string>();
        var pages = await farm.ReadAsync(located);
        Assert.Equal(Pages, pages.Count);
        foreach (var page in pages)
        {
            if (!answers.TryGetValue(page.Hash!, out var answer))
            {
                var alone = await grounding.LocateAsync(await File.ReadAllBytesAsync(page.Item.File), "item");
                answers[page.Hash!] = answer = JsonSerializer.Serialize(alone, FarmJson.Readable.LocateResult);
            }

            Assert.Equal(answer, page.Value);
        }

        Assert.Equal(answers.Count, pages.Select(page => page.Key).Distinct().Count());
        var videos = new VideosTasks(client, new QwenVideoOptions { AllowedFolders = [farm.Folder] });
        var windows = await farm.ReadAsync(described);
        Assert.Equal(2 * Films, windows.Count);
        foreach (var window in windows.Take(2))
        {
            var alone = await videos.DescribeAsync(window.Item.File, window.Item.Start, window.Item.End);
            Assert.Equal(alone.Answer, JsonNode.Parse(window.Value!)!["answer"]!.GetValue<string>());
        }

        foreach (var (window, i) in windows.Select((window, i) => (window, i)))
            Assert.Equal(windows[i % 2].Value, window.Value);
    }

    private static QwenJob Job(ProcessFarm farm, JobTask task, string pattern) => new()
    {
        Name = task.Name, Task = task, Source = JobSource.Folder(farm.Folder, pattern),
    };
}
