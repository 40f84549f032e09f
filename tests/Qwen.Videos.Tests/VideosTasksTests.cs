using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.VisionLanguage.Videos;

using TextContent = Microsoft.Extensions.AI.TextContent;


namespace Qwen.Videos.Tests;

/// <summary>What the functions send, and what they make of answers; the clip lasts 12 s.</summary>
public sealed class VideosTasksTests : IAsyncLifetime
{
    private readonly Film film = new();
    private string answer = "";
    private readonly List<string> questions = [];
    private WatchingClient client = null!;
    private VideosTasks plugin = null!;

    public async ValueTask InitializeAsync()
    {
        await film.WriteAsync("clip.mkv", [.. Enumerable.Range(0, 120).Select(i => new FilmFrame(i * 0.1, i, 0))]);
        client = new WatchingClient((_, question) =>
        {
            questions.Add(question);
            return answer;
        });
        plugin = new VideosTasks(client, new QwenVideoOptions { AllowedFolders = [film.Folder] });
    }

    public ValueTask DisposeAsync()
    {
        film.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("describe", "Could you go into detail about the content of this long video?")]
    [InlineData("ask", "What is this?")]
    [InlineData(
        "list_events",
        "Localize a series of activity events in the video, output the start and end timestamp for each event, "
        + "and describe each event with sentences. Provide the result in json format with 'mm:ss.ff' format for time depiction.")]
    [InlineData(
        "find_event", "Give the query: 'a cup falls', when does the described content occur in the video? Use seconds for time format.")]
    [InlineData(
        "caption",
        """Describe the video in JSON format: {"summary": "", "setting": "", "subjects": [""], "actions": [""], "text": [""], "camera": ""}.""")]
    [InlineData(
        "read_text",
        "Watch the video and list all the text that appears in it, one text on each line, without any additional descriptions.")]
    [InlineData("summarise", "Summarize the key points of this video in a list, one point on each line.")]
    public async Task Every_question_is_sent_so(string function, string prompt)
    {
        var arguments = new KernelArguments
        {
            ["video"] = film.File("clip.mkv"),
            ["question"] = "What is this?",
            ["what"] = "a cup falls",
            ["end"] = 4.0
        };
        await plugin.AsKernelPlugin()[function].InvokeAsync(new Kernel(), arguments, TestContext.Current.CancellationToken);

        Assert.Equal([ChatRole.System, ChatRole.User], client.Messages.Select(message => message.Role));
        Assert.Equal("You are a helpful assistant.", client.Messages[0].Text);
        Assert.IsType<QwenVideoContent>(client.Messages[1].Contents[0]); // the video first
        Assert.Equal(prompt, questions[0]);
    }

    [Fact]
    public async Task Elsewhere_the_frames_are_pictures_behind_their_times()
    {
        using var remote = new WatchingClient((_, _) => "A dog.") { IsLocal = false };
        var result = await new VideosTasks(remote, new QwenVideoOptions { AllowedFolders = [film.Folder] })
            .AskAsync(film.File("clip.mkv"), "What is this?", 3, 5, TestContext.Current.CancellationToken);
        Assert.Equal("A dog.", result.Answer);
        var parts = remote.Messages[1].Contents;
        Assert.Equal(
            ["[0.0 seconds] ", "[0.5 seconds] ", "[1.0 seconds] ", "[1.5 seconds] ", "What is this?"],
            parts.OfType<TextContent>().Select(part => part.Text));
        Assert.Equal(4, parts.OfType<DataContent>().Count(part => part.MediaType == "image/png"));
        Assert.Equal((3.0, 4.5, 4), (result.Sample.Start, result.Sample.End, result.Sample.Frames));
    }

    [Fact]
    public async Task Events_are_in_seconds_of_the_file_and_inside_what_was_seen()
    {
        answer = """
            [{"start_time": "00:01.00", "end_time": "00:02.50", "description": "inside"}, {"start_time": "00:03.00", "end_time": "00:02.00", "description": "reversed"},
             {"start_time": "00:03.50", "end_time": "00:09.00", "description": "beyond"}, {"start_time": "01:00.00", "end_time": "01:10.00", "description": "never seen"}]
            """;
        var result = await plugin.ListEventsAsync(film.File("clip.mkv"), 5, 9, TestContext.Current.CancellationToken);
        Assert.Equal(
            [(6, 7.5, "inside"), (7, 8, "reversed"), (8.5, 9, "beyond")], result.Events.Select(e => (e.Start, e.End, e.Description)));
        Assert.Equal(3, result.Notes.Count);
        Assert.All(result.Events, e => Assert.InRange(e.Frame.Seconds, e.Start, e.End));
        Assert.Equal([answer], result.RawText);
        var json = JsonSerializer.Serialize(result.Events[0]);
        Assert.Contains("\"frame\":{\"seconds\":", json, StringComparison.Ordinal);
        Assert.DoesNotContain("png", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_frame_of_an_event_is_the_one_that_stands_at_its_time()
    {
        answer = "The given query happens in 2.0 - 2.4 seconds.";
        var hit = Assert.Single(
            await plugin.FindAsync(film.File("clip.mkv"), "a cup falls", search: new VideoSearchOptions { Refine = false })
                .ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((2.0, 2.4, 0.5), (hit.Start, hit.End, hit.Precision));
        Assert.Null(hit.Verified); // that is no answer to yes or no
        Assert.Equal(
            Math.Round(hit.Frame.Seconds * 10), FilmFrame.ReadNumber(Qwen.VisionLanguage.Images.ImageDecoder.Decode(hit.Frame.Png)));
    }

    [Fact]
    public async Task A_caption_is_read_into_fields_and_prose_becomes_the_summary()
    {
        answer =
            """{"summary": "A dog runs.", "setting": "beach", "subjects": ["dog"], "actions": ["runs", "barks"], "text": [], "camera": "still"}""";
        var caption = await plugin.CaptionAsync(film.File("clip.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            ("A dog runs.", "beach", "dog", "runs barks", "still"),
            (caption.Summary, caption.Setting, string.Join(' ', caption.Subjects), string.Join(' ', caption.Actions), caption.Camera));
        Assert.Empty(caption.Notes);
        answer = "A dog runs over the beach.";
        caption = await plugin.CaptionAsync(film.File("clip.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((answer, ""), (caption.Summary, caption.Setting));
        Assert.Single(caption.Notes);
    }

    [Fact]
    public async Task Text_that_stays_is_one_entry()
    {
        using var reader = new WatchingClient((frames, _) => (FilmFrame.ReadNumber(frames[0].Picture) / 10) switch
        {
            < 2 => "There is no text in the video.",
            < 6 => "- OPEN",
            < 8 => "OPEN\nSALE 50 %",
            < 10 => "| Text |\n|---|\n| SALE  50 % |",
            _ => "open",
        });
        var result = await new VideosTasks(reader, new QwenVideoOptions { AllowedFolders = [film.Folder] })
            .ReadTextAsync(film.File("clip.mkv"), every: 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [("OPEN", 2, 8), ("SALE 50 %", 6, 10), ("open", 10, 12)],
            result.Texts.Select(text => (text.Text, text.Start, Math.Round(text.End, 3))));
        Assert.Equal(6, result.RawText.Count);
    }

    [Fact]
    public async Task A_summary_covers_the_range_part_by_part()
    {
        answer = "Key points:\n1. **First**.\n2. Second.";
        var result = await plugin.SummariseAsync(film.File("clip.mkv"), 1, 11, seconds: 4, TestContext.Current.CancellationToken);
        Assert.Equal([(1, 4), (4, 8), (8, 11)], result.Segments.Select(segment => (segment.Start, segment.End)));
        Assert.Equal(["Key points:", "First.", "Second."], result.Segments[0].KeyPoints);
    }

    [Theory]
    [InlineData("find_event", "what", " ", "'what' is empty")]
    [InlineData("ask", "question", "", "'question' is empty")]
    [InlineData("describe", "start", "50", "the video lasts 12 s")]
    [InlineData("describe", "video", "/etc/hostname", "outside the folders")]
    [InlineData("describe", "video", "https://example.org/a.mp4", "QwenVideoOptions.MediaFetcher")]
    [InlineData("read_text", "every", "0", "too short")]
    public async Task A_mistake_of_the_caller_comes_back_as_text(string function, string name, string value, string message)
    {
        var arguments =
            new KernelArguments { ["video"] = film.File("clip.mkv"), ["what"] = "a cup", ["question"] = "What?", [name] = value };
        var result = await plugin.AsKernelPlugin()[function].InvokeAsync(new Kernel(), arguments, TestContext.Current.CancellationToken);
        Assert.StartsWith("Error: ", result.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(message, result.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_and_an_open_video_are_read_too()
    {
        var bytes = await File.ReadAllBytesAsync(film.File("clip.mkv"), TestContext.Current.CancellationToken);
        using var open = await OpenVideo.OpenAsync(film.File("clip.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        foreach (MediaSource video in new MediaSource[] { bytes, new DataContent(bytes, "video/x-matroska"), open })
            Assert.Equal(
                12, (await plugin.DescribeAsync(video, cancellationToken: TestContext.Current.CancellationToken)).Video.Duration, 0.01);
        Assert.Equal(120, open.FrameSeconds.Length);
    }
}
