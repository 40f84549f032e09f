using Qwen.Testing;

namespace Qwen.Packaging.Tests;

/// <summary>Every sample runs with no argument and shows what it is about.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-samples-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("01-see", "\"label\": \"yellow star\"", "Gate 12", "\"action\": \"click\"")]
    [InlineData("02-chat-stream", "\"bbox_2d\"", "tokens in")]
    [InlineData("03-semantic-kernel", "The sign says: Gate 12", "is to the left of the green triangle")]
    [InlineData("04-dependency-injection", "\"action\": \"click\"", "Healthy")]
    [InlineData("05-video", "The given query happens in 3.0 - 6.0 seconds.")]
    [InlineData(
        "11-search-agent", "\"what\":\"red circle\",\"start\":34,", "\"text\":\"Gate 12\"", "\"what\":\"blue square\",\"start\":80,")]
    [InlineData("12-find-event", "10:40.00 - 10:48.00   ", "21:30.00 - 21:38.00   ", "clip.mp4 and sheet.png")]
    [InlineData("06-locate", "of 448×448, seen at 224×224", "purple cross: none", "Red circles: 1", "shapes-located.png")]
    [InlineData("13-orleans-index", "Indexed 6 of 6 segments.", "0-3 s: red circle", "12-15 s: red circle", "9-12 s: yellow star")]
    [InlineData("07-extract", " Taken took 146.14 on 2016-09-27.", "total: $146.14")]
    [InlineData(
        "08-parse", "# MENU", "TEA 3.50", "# Closed", "Monday", "# Bill 2026-117", "| Lamp | 180.00 |", "(224, 336) to (1456, 728)")]
    [InlineData("09-planner", "Orders_check_order", "Grounding_locate", "\"wanted\":3,\"there\":2", "red circle, blue circle): 1 missing.")]
    [InlineData("14-phone-task", "open \"Notes\": Performed", "open \"Shop\": Denied", "episode.html")]
    [InlineData("15-screens-and-reading", "Tap: Performed on \"Ideas\"", "Open Shop: Denied.")]
    [InlineData("16-browser-task", "asked: tap", "on \"Buy now\" (Pay)? no", "The page is called \"Searching\" now, at the shop.")]
    [InlineData("17-agent", "calls grounding_count(picture: picture 1", "There are 2.", "The red circle is at ")]
    [InlineData(
        "18-agent-workflow",
        "order.png: check",
        "The order says \"CIRCLES 3\", the shelf holds 2: 1 missing.",
        "shelf.png: ask",
        "a person has to look at it")]
    [InlineData(
        "19-agent-approval",
        "screens_open_app(target: Notes): approved",
        "screens_open_app(target: Shop): refused",
        "Notes: Performed. Shop: not approved.",
        "app.notes is in the foreground")]
    [InlineData(
        "20-farm", "page-000.png: red circle at ", "page-012.png: The data looks like plain text",
        "Completed: 12 done, 1 set aside, by 1 silo.")]
    [InlineData("10-host", "Grounding_count returned", "\"count\": 2", "Reading_read_text returned", "\"Gate 12\"")]
    public async Task A_sample_shows_its_idea(string sample, params string[] shown)
    {
        Assert.SkipWhen(sample == "16-browser-task" && !File.Exists("/usr/bin/chromium"), "Chromium is not installed.");
        string[] minutes = sample == "12-find-event" ? ["22"] : []; // of its hour
        var output = await DotnetCommand.RunAsync(folder, [ProgramOf(sample), .. minutes]);
        foreach (var text in shown)
            Assert.Contains(text, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("09-planner", "Orders_check_order", "\"wanted\":3,\"there\":2", "Orders_check_order, Grounding_locate")]
    [InlineData(
        "17-agent", "calls grounding_count(picture: picture 1, what: circles)", "after 1 calls", "grounding_count, reading_read_text")]
    [InlineData("19-agent-approval", "screens_open_app(target: Notes): approved", "app.notes is in the foreground", "screens_tap")]
    public async Task A_planner_behind_the_form_of_OpenAI_takes_the_place_of_the_code(
        string sample, string call, string end, string offered)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The variables are set by env.");
        await using var planner = new PlannerServer((body, answered) => (sample, answered) switch
        {
            ("09-planner", 0) =>
                ("Orders_check_order", new { shelf = PictureOf(sample, "shelf.png"), order = PictureOf(sample, "order.png") }),
            ("17-agent", 0) => ("grounding_count", new { picture = "picture 1", what = "circles" }),
            ("19-agent-approval", 0) => ("screens_open_app", new { target = "Notes" }),
            _ => null,
        });
        var output = await DotnetCommand.RunProgramAsync(
            "/usr/bin/env", folder, $"QWENVL_PLANNER_URL={planner.Address}", "QWENVL_PLANNER_MODEL=planner-1", "dotnet", ProgramOf(sample));
        Assert.Contains("[planner-1 plans]", output, StringComparison.Ordinal);
        Assert.Contains(call, output, StringComparison.Ordinal);
        Assert.Contains(end, output, StringComparison.Ordinal);
        Assert.True(planner.Requests >= 2);
        Assert.All(offered.Split(", "), name => Assert.Contains(name, planner.Offered));
    }

    [Fact]
    public async Task The_first_sample_draws_what_it_found()
    {
        await DotnetCommand.RunAsync(folder, ProgramOf("01-see"));
        foreach (var drawn in new[] { "shapes-located.png", "phone-tapped.png" })
            Assert.True(new FileInfo(Path.Combine(folder, "artifacts", "01-see", drawn)).Length > 1000, drawn);
    }

    [Fact]
    public async Task A_run_leaves_nothing_of_the_native_runtime_below_the_users_home()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The home folder is given by HOME only there.");
        var home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        await DotnetCommand.RunProgramAsync(
            "/usr/bin/env", folder, "-u", "ORT_DISABLE_TELEMETRY", "-u", "XDG_CACHE_HOME", $"HOME={home}", "dotnet", ProgramOf("01-see"));
        Assert.False(Directory.Exists(Path.Combine(home, ".cache", "Microsoft")));
    }

    [Fact]
    public void Every_sample_is_run_here()
    {
        var samples = Directory.GetDirectories(Path.Combine(RepositoryFiles.Root, "samples")).Select(f => Path.GetFileName(f)).Order();
        var run = typeof(SampleTests).GetMethod(nameof(A_sample_shows_its_idea))!.CustomAttributes
            .Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(
                a => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!)
            .Order();
        Assert.Equal(samples, run);
    }

    private static string PictureOf(string sample, string name) =>
        Path.Combine(Path.GetDirectoryName(ProgramOf(sample))!, "pictures", name);

    private static string ProgramOf(string sample)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory); // …/bin/Release/net10.0
        var bin = Path.Combine(RepositoryFiles.Root, "samples", sample, "bin", build.Parent!.Name, build.Name);
        return Directory.GetFiles(bin, "sample-*.dll").Single();
    }
}
