using System.Diagnostics;
using System.Globalization;

namespace Qwen.Screens.Tests.X11;

/// <summary>An X server without a monitor, with programs on it.</summary>
internal sealed class VirtualDisplay : IDisposable
{
    private readonly Process server;
    private readonly List<Process> programs = [];

    private VirtualDisplay(Process server, string name)
    {
        this.server = server;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Starts a server at a free number, or skips the test.</summary>
    public static async Task<VirtualDisplay> StartAsync()
    {
        foreach (var program in new[] { "Xvfb", "xdotool", "xinput", "zenity", "openbox", "ffmpeg" })
            Assert.SkipWhen(!File.Exists($"/usr/bin/{program}"), $"{program} is not installed.");
        var server = Process.Start(
            new ProcessStartInfo("Xvfb", ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp", "-noreset"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var number = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var display = new VirtualDisplay(server, $":{int.Parse(number!, CultureInfo.InvariantCulture)}");
        display.Run("openbox"); // gives windows the focus
        return display;
    }

    /// <summary>Starts a program whose output can be read.</summary>
    public Process Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8
        };
        start.Environment["DISPLAY"] = Name;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["NO_AT_BRIDGE"] = "1"; // no accessibility bus to wait for
        start.Environment["GTK_USE_PORTAL"] = "0";
        var process = Process.Start(start)!;
        programs.Add(process);
        return process;
    }

    public void Dispose()
    {
        foreach (var process in programs.Append(server))
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
