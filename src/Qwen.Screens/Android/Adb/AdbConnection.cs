using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Android.Adb;

/// <summary>
/// One connection to the adb server: requests of four hexadecimal digits and a text, answered with OKAY, or with FAIL and a reason.
/// </summary>
/// <remarks>One user at a time. Closing it ends what it runs on the device.</remarks>
internal sealed class AdbConnection : IDisposable
{
    /// <summary>Bytes of an answer after which it is taken for a fault: a picture of a large screen has a few MB.</summary>
    public const int MaxAnswer = 256 << 20;

    private readonly TcpClient socket;
    private readonly NetworkStream stream;

    private AdbConnection(TcpClient socket)
    {
        this.socket = socket;
        stream = socket.GetStream();
    }

    /// <summary>Connects to a server.</summary>
    /// <exception cref="QwenException">There is none.</exception>
    public static async Task<AdbConnection> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new AdbConnection(socket);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new QwenException($"No adb server answers at {host}:{port}: {error.Message}. Start one with 'adb start-server'.", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and waits until the server takes it.</summary>
    /// <exception cref="QwenException">The server refuses it, or is gone.</exception>
    public async Task RequestAsync(string service, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetBytes(service);
        if (text.Length > ushort.MaxValue)
            throw new QwenException(
                $"A request of {text.Length} bytes is more than the adb server takes ({ushort.MaxValue}). Send less at a time.");
        byte[] request = [.. Encoding.ASCII.GetBytes(text.Length.ToString("x4", CultureInfo.InvariantCulture)), .. text];
        await Guard(stream.WriteAsync(request, cancellationToken).AsTask()).ConfigureAwait(false);

        var status = Encoding.ASCII.GetString(await ReadAsync(4, cancellationToken).ConfigureAwait(false));
        if (status == "OKAY")
            return;
        var reason = status == "FAIL"
            ? await ReadTextAsync(cancellationToken).ConfigureAwait(false)
            : $"an answer that begins with '{status}'";
        throw new QwenException($"The adb server refuses '{Shorten(service)}': {reason}.");
    }

    /// <summary>Reads a text behind its length in four hexadecimal digits.</summary>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        var digits = await ReadAsync(4, cancellationToken).ConfigureAwait(false);
        return int.TryParse(Encoding.ASCII.GetString(digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
            ? Encoding.UTF8.GetString(await ReadAsync(length, cancellationToken).ConfigureAwait(false))
            : throw new QwenException("The adb server's answer does not begin with its length: something else may be listening there.");
    }

    /// <summary>Reads exactly so many bytes.</summary>
    public async Task<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        if (count is < 0 or > MaxAnswer)
            throw new QwenException($"The adb server announces {count} bytes, more than the {MaxAnswer} that an answer may have.");
        var bytes = new byte[count];
        await Guard(stream.ReadExactlyAsync(bytes, cancellationToken).AsTask()).ConfigureAwait(false);
        return bytes;
    }

    /// <summary>Reads to the end of the connection.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var read = stream.ReadAsync(buffer, cancellationToken).AsTask();
            await Guard(read).ConfigureAwait(false);
            var count = await read.ConfigureAwait(false);
            if (count == 0)
                return all.ToArray();
            if (all.Length + count > MaxAnswer)
                throw new QwenException($"The device sent more than the {MaxAnswer} bytes that an answer may have.");
            all.Write(buffer, 0, count);
        }
    }

    /// <summary>Reads a length, little endian.</summary>
    public async Task<int> ReadLengthAsync(CancellationToken cancellationToken) =>
        BinaryPrimitives.ReadInt32LittleEndian(await ReadAsync(4, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    private static async Task Guard(Task transfer)
    {
        try
        {
            await transfer.ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new QwenException("The connection to the adb server broke: the server was stopped, or the device was unplugged.", error);
        }
    }

    private static string Shorten(string service) => service.Length <= 80 ? service : service[..80] + "…";
}
