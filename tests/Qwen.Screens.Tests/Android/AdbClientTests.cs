using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Qwen.Screens;
using Qwen.Screens.Android.Adb;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Tests.Android;

public sealed class AdbClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_tells_its_devices()
    {
        await using var server = new ScriptedAdbServer();
        server.Devices += "R58M12  unauthorized usb:1-1 transport_id:2\n";
        var client = server.CreateClient();

        Assert.Equal(
            [new AdbDevice(ScriptedAdbServer.Serial, "device", "Pixel 8"), new AdbDevice("R58M12", "unauthorized", null)],
            await client.GetDevicesAsync(Cancellation));
    }

    [Theory]
    [InlineData("emulator-5554          device product:sdk model:Pixel_8 device:emu transport_id:1",
        "emulator-5554", "device", "Pixel 8")]
    [InlineData("adb-28X-jr88Ab (2)._adb-tls-connect._tcp device product:lynx model:Pixel_7a device:lynx transport_id:26",
        "adb-28X-jr88Ab (2)._adb-tls-connect._tcp", "device", "Pixel 7a")]
    [InlineData("adb-28X-jr88Ab (12)._adb-tls-connect._tcp offline transport_id:26",
        "adb-28X-jr88Ab (12)._adb-tls-connect._tcp", "offline", null)]
    [InlineData("192.168.1.20:5555      device product:x model:Tab_S9 device:x transport_id:4", "192.168.1.20:5555", "device", "Tab S9")]
    [InlineData("my device              unauthorized usb:1-1 transport_id:2", "my device", "unauthorized", null)]
    [InlineData("R58M12                 no permissions (missing udev rules?); see [http://developer.android.com/x] usb:1-4 transport_id:3",
        "R58M12", "no permissions (missing udev rules?); see [http://developer.android.com/x]", null)]
    [InlineData("R58M12\tdevice\r", "R58M12", "device", null)]
    [InlineData("R58M12                 quiescent product:x", "R58M12", "quiescent", null)]
    [InlineData("", null, null, null)]
    [InlineData("List of devices attached", "List of devices", "attached", null)]
    public void A_line_of_the_list_is_a_serial_a_state_and_pairs(string line, string? serial, string? state, string? model) =>
        Assert.Equal((serial, state, model), AdbDevice.Parse(line) is { } device ? (device.Serial, device.State, device.Model) : default);

    [Fact]
    public void Devices_of_the_field_are_read_as_it_says()
    {
        foreach (var list in FieldInputs.OfKind("adb-").Select(folder => Path.Combine(folder, "devices-l.txt")).Where(File.Exists))
        {
            var right = File.ReadAllText(Path.Combine(Path.GetDirectoryName(list)!, "EXPECT.txt"));
            var device = AdbDevice.Parse(File.ReadAllText(list));
            Assert.Contains($"Serial \"{device?.Serial}\", state \"{device?.State}\"", right, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_command_gives_its_output_and_its_exit_code()
    {
        await using var server = new ScriptedAdbServer();
        var output = await server.CreateClient().RunAsync(ScriptedAdbServer.Serial, "echo hello; exit 7", Cancellation);
        Assert.Equal(("hello\n", 7), (output.Text, output.ExitCode));
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_in_its_words()
    {
        await using var server = new ScriptedAdbServer();
        var error = await Assert.ThrowsAsync<QwenException>(() => server.CreateClient().RunAsync("other", "true", Cancellation));
        Assert.Contains("device 'other' not found", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("OKAY")]
    [InlineData("OKAYzzzz")]
    [InlineData("FAIL000")]
    [InlineData("")]
    public async Task What_is_no_adb_server_is_named(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptTcpClientAsync(Cancellation);
            await socket.GetStream().ReadAtLeastAsync(new byte[8], 8, throwOnEndOfStream: false, Cancellation);
            await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), Cancellation);
        }, Cancellation);
        await Assert.ThrowsAsync<QwenException>(
            () => new AdbClient("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port).GetDevicesAsync(Cancellation));
        await serving;
    }

    [Fact]
    public async Task Without_a_server_the_error_says_how_to_start_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = await Assert.ThrowsAsync<QwenException>(() => new AdbClient("127.0.0.1", port).GetDevicesAsync(Cancellation));
        Assert.Contains("adb start-server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_server_without_a_device_understands_us()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/adb"), "adb is not installed.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await RunAdbAsync(port, "start-server");
        try
        {
            var client = new AdbClient("127.0.0.1", port);
            Assert.Empty(await client.GetDevicesAsync(Cancellation));
            var error = await Assert.ThrowsAsync<QwenException>(() => client.RunAsync("emulator-1", "true", Cancellation));
            Assert.Contains("emulator-1", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await RunAdbAsync(port, "kill-server");
        }
    }

    private static async Task RunAdbAsync(int port, string command)
    {
        using var adb = Process.Start("adb", ["-P", $"{port}", command]);
        await adb.WaitForExitAsync(Cancellation);
    }
}
