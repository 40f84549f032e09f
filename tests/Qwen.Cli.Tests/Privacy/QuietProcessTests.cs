using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Qwen.Testing;

namespace Qwen.Cli.Tests.Privacy;

/// <summary>Nothing leaves the machine, and nothing is left in the home of whoever runs the command.</summary>
public sealed class QuietProcessTests : IDisposable
{
    private const string OptIn = "Qwen.VisionLanguage.OnnxRuntimeTelemetry";
    private static readonly string Picture = Path.Combine(RepositoryFiles.Root, "samples", "01-see", "pictures", "phone.png");

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-quiet-").FullName;
    private readonly string home, temporary;

    public QuietProcessTests()
    {
        home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("chat")]
    [InlineData("video")]
    [InlineData("index")]
    [InlineData("screen")]
    public async Task A_command_looks_up_no_name_and_leaves_nothing_behind(string what)
    {
        string[] arguments = what switch
        {
            "chat" => ["chat", "--image", Picture, "--max-tokens", "8", "What is in the picture?"],
            "video" => ["find-event", await SmallFilm.WriteColoursAsync(folder), "the red circle is visible"],
            "index" =>
            [
                "index", await SmallFilm.WriteColoursAsync(folder), "--index", Path.Combine(folder, "films.qwenindex"), "--segment", "2"
            ],
            _ => ["screen", "do", "Tap Files.", "--steps", "1", "--approve", "all-reversible"],
        };
        using var observer = Observe();
        using var process = Start(observer, arguments);
        var notes = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0 || what == "screen", notes);
        Assert.DoesNotContain("Exception", notes, StringComparison.Ordinal);
        AssertQuiet(observer);
    }

    [Fact]
    public async Task The_server_looks_up_no_name_and_leaves_nothing_behind()
    {
        using var observer = Observe();
        using var process = Start(observer, "serve", "--port", "0");
        var notes = process.StandardError.ReadToEndAsync(Token);
        var line = await process.StandardOutput.ReadLineAsync(Token)
            ?? throw new InvalidOperationException($"The server did not start: {await notes}");
        using var http = new HttpClient { BaseAddress = new Uri(line.Split(' ')[2]) };
        using var content = new StringContent(
            """{"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 4}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, Token);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        await http.GetStringAsync(new Uri("/", UriKind.Relative), Token);

        var id = observer.IsParent
            ? (await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children", Token)).Trim()
            : $"{process.Id}";
        using (var interrupt = Process.Start("kill", ["-INT", id]))
            await interrupt.WaitForExitAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.Contains("chat demo 200", await notes, StringComparison.Ordinal);
        AssertQuiet(observer);
    }

    /// <summary>Both ways to observe see what the tests above look for.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_observer_sees_a_look_up(bool byLibrary)
    {
        using var observer = NetworkObserver.TryCreate(byLibrary);
        Assert.SkipWhen(observer is null, "Neither strace nor a C compiler is installed.");
        using var process = Process.Start(observer.Start("getent", ["ahosts", "qwenvl.invalid"], home, temporary))!;
        await process.WaitForExitAsync(Token);
        Assert.NotEmpty(observer.LookUps());
    }

    /// <summary>What the switch of this library holds back, and that an application may let it go: with no network to go to.</summary>
    [Fact]
    public async Task The_native_runtime_keeps_its_telemetry_only_for_an_application_that_opts_in()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where the events lie is known of Linux.");
        var program = Mcp.McpChild.Program;
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(program, ".runtimeconfig.json"), Token))!;
        configuration["runtimeOptions"]!["configProperties"]![OptIn] = true;
        var changed = Path.Combine(folder, "opt-in.runtimeconfig.json");
        await File.WriteAllTextAsync(changed, configuration.ToJsonString(), Token);

        var start = new ProcessStartInfo("unshare", [
            "--map-root-user", "--net", "dotnet", "exec", "--runtimeconfig", changed,
            "--depsfile", Path.ChangeExtension(program, ".deps.json"),
            program, "chat", "--device", "onnx-cpu", "--max-tokens", "4", "Hello",
        ]);
        QuietEnvironment.Apply(start, home, temporary);
        using var process = TryStart(start);
        Assert.SkipWhen(process is null, "There is no program unshare.");
        process.StandardInput.Close();
        var notes = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.SkipWhen(notes.StartsWith("unshare:", StringComparison.Ordinal), $"No network can be taken away here: {notes}");
        Assert.True(process.ExitCode == 0, notes);
        Assert.NotEmpty(Directory.GetFiles(home, "deviceid", SearchOption.AllDirectories));
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "privacy.md"), Token);
        Assert.Contains($"<RuntimeHostConfigurationOption Include=\"{OptIn}\" Value=\"true\" />", page, StringComparison.Ordinal);
    }

    private static NetworkObserver Observe()
    {
        var observer = NetworkObserver.TryCreate();
        Assert.SkipWhen(
            observer is null, "What a process asks of the network is observed on Linux, by strace or a library that a C compiler makes.");
        return observer;
    }

    private Process Start(NetworkObserver observer, params string[] arguments)
    {
        // ONNX Runtime's device: our own kernels load nothing that could speak
        var process = Process.Start(
            observer.Start("dotnet", [Mcp.McpChild.Program, .. arguments, "--device", "onnx-cpu"], home, temporary))!;
        process.StandardInput.Close();
        return process;
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private void AssertQuiet(NetworkObserver observer)
    {
        Assert.Empty(observer.LookUps());
        Assert.Empty(Directory.GetFileSystemEntries(home, "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFileSystemEntries(temporary, "*", SearchOption.AllDirectories));
    }
}
