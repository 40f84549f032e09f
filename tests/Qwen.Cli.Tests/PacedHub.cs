using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Qwen.Cli.Tests;

/// <summary>
/// A hub on this machine that holds one checkpoint and stands still once the weights were sent up to a limit, however many asked for them.
/// </summary>
internal sealed class PacedHub : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567", Weights = "model.safetensors";
    private const int Piece = 1 << 16;

    private readonly string folder;
    private readonly HttpListener listener;
    private readonly Lock gate = new();
    private long sent;

    public PacedHub(string folder)
    {
        this.folder = folder;
        Names = [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Where(name => name != "README.md")];
        for (var attempt = 0; ; attempt++)
        {
            // a port that is free now may be taken a moment later: try another then
            Address = $"http://127.0.0.1:{Random.Shared.Next(20000, 60000)}";
            listener = new HttpListener { Prefixes = { Address + "/" } };
            try
            {
                listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }

        _ = ServeAsync();
    }

    public string Address { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Where each download of the weights began.</summary>
    public List<long> Starts { get; } = [];

    /// <summary>The end of what is sent of the weights for now.</summary>
    public long Limit { get; set; }

    /// <summary>Waits until the weights were sent up to a place.</summary>
    public async Task WaitForAsync(long place, CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref sent) < place)
            await Task.Delay(5, cancellationToken);
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or InvalidOperationException)
        {
            // stopped
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var (path, response) = (context.Request.Url!.AbsolutePath, context.Response);
            var name = Path.GetFileName(path);
            if (path == "/api/models/Some/Demo/revision/v1")
            {
                await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Listing()));
            }
            else if (path == $"/Some/Demo/resolve/{Commit}/{name}" && Names.Contains(name))
            {
                await SendAsync(name, From(context.Request), response);
            }
            else
            {
                response.StatusCode = 404;
            }

            response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
        {
            // whoever asked is gone
        }
    }

    private async Task SendAsync(string name, long from, HttpListenerResponse response)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, name));
        if (from > 0)
        {
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        response.ContentLength64 = bytes.Length - from;
        if (name == Weights)
        {
            lock (gate)
                Starts.Add(from);
        }

        for (var at = from; at < bytes.Length;)
        {
            while (name == Weights && at >= Limit && listener.IsListening)
                await Task.Delay(5);
            var count = (int)Math.Min(Piece, bytes.Length - at);
            await response.OutputStream.WriteAsync(bytes.AsMemory((int)at, count));
            await response.OutputStream.FlushAsync();
            at += count;
            if (name == Weights && at > Interlocked.Read(ref sent))
                Interlocked.Exchange(ref sent, at);
        }
    }

    private static long From(HttpListenerRequest request) =>
        request.Headers["Range"] is { } range && range.StartsWith("bytes=", StringComparison.Ordinal)
            ? long.Parse(range[6..range.IndexOf('-', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture)
            : 0;

    // with the hashes that the hub lists of large files: only then a part is gone on with
    private string Listing() => new JsonObject
    {
        ["sha"] = Commit,
        ["siblings"] = new JsonArray([.. Names.Select(name => new JsonObject
        {
            ["rfilename"] = name,
            ["size"] = new FileInfo(Path.Combine(folder, name)).Length,
            ["lfs"] = new JsonObject
            {
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name)))),
            },
        })]),
    }.ToJsonString();
}
