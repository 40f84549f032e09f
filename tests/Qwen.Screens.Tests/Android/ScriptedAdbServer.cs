using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Qwen.Screens;
using Qwen.Screens.Android.Adb;

namespace Qwen.Screens.Tests.Android;

/// <summary>A server that speaks adb's wire format, with one device whose shell is a real one.</summary>
internal sealed class ScriptedAdbServer : IAsyncDisposable
{
    public const string Serial = "emulator-5554";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;
    private readonly ConcurrentBag<Task> serving = [];

    public ScriptedAdbServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public ShellDevice Device { get; } = new();

    public string Devices { get; set; } = $"{Serial}          device product:sdk model:Pixel_8 device:emu transport_id:1\n";

    /// <summary>
    /// Set to have every line run in a shell of its own, which is sent a hang-up when the client goes, as a device does it.
    /// </summary>
    public bool HangsUp { get; set; }

    /// <summary>What reaches this server and its only device.</summary>
    public AndroidScreenOptions Options => new() { ServerPort = ((IPEndPoint)listener.LocalEndpoint).Port };

    public AdbClient CreateClient() => new("127.0.0.1", Options.ServerPort);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(serving);
        Device.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            var socket = await listener.AcceptTcpClientAsync(closing.Token);
            serving.Add(Task.Run(() => ServeAsync(socket)));
        }
    }

    private async Task ServeAsync(TcpClient socket)
    {
        using (socket)
        {
            var stream = socket.GetStream();
            try
            {
                while (await ReadRequestAsync(stream) is { } request)
                {
                    if (!await AnswerAsync(stream, request))
                        return;
                }
            }
            catch (IOException)
            {
                // the client went away
            }
        }
    }

    // whether the connection goes on
    private async Task<bool> AnswerAsync(NetworkStream stream, string request)
    {
        switch (request)
        {
            case "host:devices-l":
                await SendAsync(stream, "OKAY" + WithLength(Devices));
                return false;
            case $"host:transport:{Serial}":
                await SendAsync(stream, "OKAY");
                return true;
        }

        if (request.StartsWith("exec:", StringComparison.Ordinal))
        {
            await SendAsync(stream, "OKAY");
            using var process = Device.Start(request["exec:".Length..]);
            await process.StandardOutput.BaseStream.CopyToAsync(stream);
        }
        else if (request.StartsWith("shell,v2,raw:", StringComparison.Ordinal))
        {
            await SendAsync(stream, "OKAY");
            await ShellAsync(stream, request["shell,v2,raw:".Length..]);
        }
        else
        {
            await SendAsync(
                stream,
                "FAIL" + WithLength(request.StartsWith("host:transport:", StringComparison.Ordinal)
                    ? $"device '{request[15..]}' not found"
                    : "unknown service"));
        }

        return false;
    }

    private async Task ShellAsync(NetworkStream stream, string line)
    {
        if (!HangsUp)
        {
            var (output, exitCode) = Device.Run(line);
            await PacketAsync(stream, 1, output);
            await PacketAsync(stream, 3, [(byte)exitCode]);
            return;
        }

        using var process = Device.Start(line);
        var reading = process.StandardOutput.ReadToEndAsync();
        var gone = stream.ReadAsync(new byte[1]).AsTask();
        if (await Task.WhenAny(process.WaitForExitAsync(), gone) == gone)
        {
            using var hangUp = Process.Start("kill", ["-HUP", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
            return;
        }

        await PacketAsync(stream, 1, Encoding.Latin1.GetBytes(await reading));
        await PacketAsync(stream, 3, [(byte)process.ExitCode]);
    }

    private static async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var digits = new byte[4];
        if (await stream.ReadAtLeastAsync(digits, 4, throwOnEndOfStream: false) < 4)
            return null;
        var text = new byte[int.Parse(Encoding.ASCII.GetString(digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(text);
        return Encoding.UTF8.GetString(text);
    }

    private static string WithLength(string text) => Encoding.UTF8.GetByteCount(text).ToString("x4", CultureInfo.InvariantCulture) + text;

    private static async Task SendAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static async Task PacketAsync(NetworkStream stream, byte kind, byte[] bytes) =>
        await stream.WriteAsync((byte[])[kind, .. BitConverter.GetBytes(bytes.Length), .. bytes]);
}
