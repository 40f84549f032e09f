using Qwen.Screens.Recording;
using Qwen.Screens.Tests.Agent;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Recording;

public sealed class EpisodeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-episode").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_task_is_recorded_shown_on_one_page_and_done_again_elsewhere()
    {
        await RecordAsync("Write <b>\"hi\"</b>");

        var episode = Episode.Read(folder);
        Assert.Equal("Write <b>\"hi\"</b>", episode.Header.Task);
        Assert.Equal(
            [new TapAction(new ScreenPoint(180, 320)), new TypeTextAction("hi <script>"), new OpenAction("bank"), null],
            episode.Entries.Select(entry => entry.Action));
        Assert.Equal(ScreenStop.Succeeded, episode.Entries[^1].Stop);
        Assert.Equal(AttemptOutcome.Denied, episode.Entries[2].Outcome);

        var page = await File.ReadAllTextAsync(Path.Combine(folder, Episode.PageName), TestContext.Current.CancellationToken);
        Assert.Equal(4 + 2, page.Split("src=\"data:image/png;base64,").Length - 1);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder, "*.part"));

        var larger = new FakeScreen(size: new PixelSize(720, 1280));
        await using var screen = new GuardedScreen(larger, AgentPromptTests.Allow());
        var replayed = new List<ReplayStep>();
        await foreach (var step in EpisodeReplay.RunAsync(episode, screen, TestContext.Current.CancellationToken))
            replayed.Add(step);
        Assert.Equal([new TapAction(new ScreenPoint(360, 640)), new TypeTextAction("hi <script>")], larger.Done);
        Assert.All(replayed, step => Assert.False(step.SamePicture));

        var same = new FakeScreen();
        await using var again = new GuardedScreen(same, AgentPromptTests.Allow());
        await foreach (var step in EpisodeReplay.RunAsync(episode, again, TestContext.Current.CancellationToken))
            Assert.True(step.SamePicture);
        Assert.Equal(2, same.Done.Count);
    }

    [Fact]
    public async Task A_replay_is_judged_like_anything_else()
    {
        await RecordAsync("Go");
        var device = new FakeScreen { Place = new ScreenPlace("bank") };
        await using var screen = new GuardedScreen(device, AgentPromptTests.Allow());
        var steps = new List<ReplayStep>();
        await foreach (var step in EpisodeReplay.RunAsync(Episode.Read(folder), screen, TestContext.Current.CancellationToken))
            steps.Add(step);
        Assert.Equal(AttemptOutcome.Denied, Assert.Single(steps).Attempt.Outcome);
        Assert.Empty(device.Done);
    }

    [Fact]
    public void What_is_no_episode_is_said()
    {
        Assert.Throws<QwenException>(() => Episode.Read(folder));
        File.WriteAllText(Path.Combine(folder, Episode.FileName), "");
        Assert.Contains("is empty", Assert.Throws<QwenException>(() => Episode.Read(folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, Episode.FileName), """{"task": 1}""");
        Assert.Contains("Line 1", Assert.Throws<QwenException>(() => Episode.Read(folder)).Message, StringComparison.Ordinal);
        Assert.Throws<QwenException>(() => new Episode(folder, null!, []).ReadPicture("../../etc/passwd"));
    }

    [Fact]
    public void The_page_counts_in_words_says_a_refusal_once_and_enlarges_pictures()
    {
        const string Why = "The app \"bank\" is not one that the policy allows.";
        File.WriteAllBytes(Path.Combine(folder, "a.png"), TestPicture.Encode(160, 100));
        var performed = new EpisodeEntry
        {
            Number = 1, Before = "a.png", Width = 160, Height = 100, Seconds = 1, Action = new TapAction(new ScreenPoint(8, 8)),
            Outcome = AttemptOutcome.Performed,
        };
        var refused = performed with
        {
            Number = 2, Outcome = AttemptOutcome.Denied, Reason = Why, Stop = ScreenStop.Refused, StopReason = Why,
        };
        var header = new EpisodeHeader { Task = "Go", Screen = "desktop", Kind = ScreenKind.Desktop, Started = DateTimeOffset.UnixEpoch };

        var page = EpisodePage.Write(new Episode(folder, header, [performed, refused]));

        Assert.Contains("1 action in", page, StringComparison.Ordinal);
        Assert.Contains("2 actions in", EpisodePage.Write(new Episode(folder, header, [performed, performed])), StringComparison.Ordinal);
        Assert.Equal(2, page.Split("policy allows").Length);

        // each picture stands in a label with the box that enlarges it, and the style says how
        Assert.Equal(2, page.Split("<figure class=\"wide\"><label><input type=\"checkbox\" aria-label=\"enlarge\"><img ").Length - 1);
        Assert.Contains("input:checked+img{position:fixed", page, StringComparison.Ordinal);
        var upright = performed with { Width = 100, Height = 160 };
        Assert.DoesNotContain("class=\"wide\"", EpisodePage.Write(new Episode(folder, header, [upright])), StringComparison.Ordinal);
    }

    private async Task RecordAsync(string task)
    {
        using var client = new ScriptedClient(
            "I see it.\n" + ScriptedClient.Call("""{"action": "click", "coordinate": [182, 322]}"""),
            """{"action": "type", "text": "hi <script>"}""",
            """{"action": "open", "text": "bank"}""",
            """{"action": "terminate", "status": "success"}""");
        await using var screen = new GuardedScreen(new FakeScreen(), AgentPromptTests.Allow());
        using var recorder = new EpisodeRecorder(folder, task, screen.Capabilities);
        foreach (var step in await AgentPromptTests.RunAsync(
            client, screen, new ScreenAgentOptions { StillInterval = TimeSpan.Zero }, task))
            recorder.Add(step);
        recorder.WritePage();
    }
}
