using System.Text;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Android.Adb;

/// <summary>
/// A client of the adb server's protocol: no program is started, and every command is a line of quoted words. Thread-safe; each call is a
/// connection of its own, so a server that was restarted is found again by the next call.
/// </summary>
/// <param name="host">Where the server listens. It has no password: anything but this machine should be reached through a tunnel.</param>
/// <param name="port">Its port.</param>
internal sealed class AdbClient(string host = "127.0.0.1", int port = AdbClient.DefaultPort)
{
    /// <summary>The port that adb servers listen at.</summary>
    public const int DefaultPort = 5037;

    /// <summary>The devices that the server knows, ready or not.</summary>
    /// <exception cref="QwenException">There is no server.</exception>
    public async Task<IReadOnlyList<AdbDevice>> GetDevicesAsync(CancellationToken cancellationToken = default)
    {
        var lines = await AskAsync("host:devices-l", cancellationToken).ConfigureAwait(false);
        return [.. lines.Split('\n').Select(AdbDevice.Parse).OfType<AdbDevice>()];
    }

    /// <summary>Runs a line in the device's shell. Cancelling hangs up, which ends what runs.</summary>
    internal async Task<AdbOutput> RunAsync(string serial, string line, CancellationToken cancellationToken)
    {
        using var connection = await OpenDeviceAsync(serial, $"shell,v2,raw:{line}", cancellationToken).ConfigureAwait(false);
        using var output = new MemoryStream();
        using var complaint = new MemoryStream();
        while (true)
        {
            // packets of shell protocol 2: what it is, its length, its bytes
            var kind = (await connection.ReadAsync(1, cancellationToken).ConfigureAwait(false))[0];
            var bytes = await connection.ReadAsync(
                await connection.ReadLengthAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if (output.Length + complaint.Length + bytes.Length > AdbConnection.MaxAnswer)
                throw new QwenException("A command on the device writes without end and was stopped.");
            switch (kind)
            {
                case 1:
                    output.Write(bytes);
                    break;
                case 2:
                    complaint.Write(bytes);
                    break;
                case 3:
                    return new AdbOutput(
                        bytes is [var code, ..] ? code : -1, output.ToArray(), Encoding.UTF8.GetString(complaint.ToArray()).Trim());
            }
        }
    }

    /// <summary>Runs a program on the device and takes its output byte for byte.</summary>
    internal async Task<byte[]> ExecuteAsync(string serial, string line, CancellationToken cancellationToken)
    {
        using var connection = await OpenDeviceAsync(serial, $"exec:{line}", cancellationToken).ConfigureAwait(false);
        return await connection.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<AdbConnection> OpenDeviceAsync(string serial, string service, CancellationToken cancellationToken)
    {
        var connection = await AdbConnection.OpenAsync(host, port, cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.RequestAsync($"host:transport:{serial}", cancellationToken).ConfigureAwait(false);
            await connection.RequestAsync(service, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task<string> AskAsync(string service, CancellationToken cancellationToken)
    {
        using var connection = await AdbConnection.OpenAsync(host, port, cancellationToken).ConfigureAwait(false);
        await connection.RequestAsync(service, cancellationToken).ConfigureAwait(false);
        return await connection.ReadTextAsync(cancellationToken).ConfigureAwait(false);
    }
}
