using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen.Screens;
using Qwen.Screens.Contract;
using Qwen.Screens.Safety;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Contract;

/// <summary>
/// The announcement's agent cases and the calls that the format's description quotes: every task can be asked, every call is read and,
/// replayed on screens of several sizes, touches the same places.
/// </summary>
public partial class RecordedCasesTests(ITestOutputHelper output)
{
    private static readonly PixelSize[] Screens = [new(1080, 2400), new(2560, 1440), new(1280, 720), new(540, 1200)];

    [Fact]
    public async Task Every_task_of_the_announcement_is_asked_for_its_kind_of_screen()
    {
        var files = CaseFiles();
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            var title = document.RootElement.GetProperty("title").GetString()!;
            var kind = title.Contains("Mobile", StringComparison.OrdinalIgnoreCase) ? ScreenKind.Phone : ScreenKind.Desktop;
            foreach (var message in document.RootElement.GetProperty("messages").EnumerateArray())
            {
                var task = message.GetProperty("role").GetString()!;
                var contract = ActionContract.For(kind);
                using var client = new ScriptedClient(
                    $"<tool_call>\n{{\"name\": \"{contract.Name}\", \"arguments\": {{\"action\": \"terminate\", \"status\": "
                    + $"\"success\"}}}}\n</tool_call>");
                await using var screen = new GuardedScreen(new FakeScreen(kind, Screens[(int)kind]), new ScreenGuardOptions());
                var steps = new List<ScreenStep>();
                await foreach (var step in new ScreenAgent(client, screen, new ScreenAgentOptions { StillInterval = TimeSpan.Zero })
                    .RunAsync(task, TestContext.Current.CancellationToken))
                    steps.Add(step);

                Assert.Equal(ScreenStop.Succeeded, Assert.Single(steps).Stop);
                var messages = Assert.Single(client.Requests).Messages;
                Assert.Contains($"\"name\": \"{contract.Name}\"", messages[0].Text, StringComparison.Ordinal);
                Assert.StartsWith($"The user query:  {task.Trim()}\n", messages[1].Text, StringComparison.Ordinal);
                output.WriteLine($"{Path.GetFileName(file),-34} {contract.Name,-13} {task.ReplaceLineEndings(" ")}");
            }
        }
    }

    [Fact]
    public void Calls_quoted_anywhere_touch_the_same_places_on_every_screen()
    {
        var calls = CaseFiles()
            .Append(SpecificationPath())
            .SelectMany(file => Calls(File.ReadAllText(file)).Select(call => (File: Path.GetFileName(file), Call: call)))
            .ToList();
        Assert.NotEmpty(calls);
        output.WriteLine($"{"file",-18} {"call",-100} {string.Join(' ', Screens.Select(screen => $"{screen,12}"))}");
        foreach (var (file, call) in calls)
        {
            var contract = call.Contains("computer_use", StringComparison.Ordinal) ? ActionContract.Computer : ActionContract.Mobile;
            var places = new List<string>();
            foreach (var screen in Screens)
            {
                var seen = SmartResize.Fit(new PixelSize(1080, 2400), SmartResize.DefaultMinPixels, SmartResize.DefaultMaxPixels);
                var answer = contract.Read($"<tool_call>\n{call}\n</tool_call>", seen, screen);
                Assert.Null(answer.Problem);
                var points = answer.Decision is ActDecision act ? ActionPoints.Of(act.Action) : [];
                foreach (var (point, wanted) in points.Zip(Points(call)))
                {
                    Assert.True(
                        Math.Abs(point.X / (double)screen.Width - wanted.X / seen.Width) * screen.Width <= 1
                        && Math.Abs(point.Y / (double)screen.Height - wanted.Y / seen.Height) * screen.Height <= 1,
                        $"{call} touches {point} of {screen}");
                }

                places.Add(string.Join(' ', points.Select(point => $"{point.X},{point.Y}")));
            }

            output.WriteLine($"{file,-18} {call,-100} {string.Join(' ', places.Select(place => $"{place,12}"))}");
        }
    }

    // whole calls as they stand in a text, escaped or not
    private static IEnumerable<string> Calls(string text) =>
        QuotedCall().Matches(text.Replace("\\\"", "\"", StringComparison.Ordinal)).Select(match => match.Value);

    private static IEnumerable<(double X, double Y)> Points(string call)
    {
        var arguments = JsonDocument.Parse(call).RootElement.GetProperty("arguments");
        foreach (var name in new[] { "coordinate", "coordinate2" })
        {
            if (arguments.TryGetProperty(name, out var point) && point.GetArrayLength() == 2)
                yield return (point[0].GetDouble(), point[1].GetDouble());
        }
    }

    private static string[] CaseFiles()
    {
        var folder = Environment.GetEnvironmentVariable("QWENVL_CASES") is { Length: > 0 } set
            ? set
            : Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "cases"));
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "agent_*.json").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
            Assert.Skip($"Published agent cases are not at {folder} (set QWENVL_CASES to their folder).");
        return files;
    }

    private static string SpecificationPath()
    {
        var path = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "spec", "tasks.md"));
        if (!File.Exists(path))
            Assert.Skip($"The description of the format is not at {path}.");
        return path;
    }

    [GeneratedRegex("""\{"name": "(?:mobile_use|computer_use)", "arguments": \{[^{}…]*\}\}""", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedCall();
}
