using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Qwen.Screens.Browser.Tests;

/// <summary>A web server on this machine that writes down what it is asked for.</summary>
internal sealed class PageServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, string> pages = [];
    private readonly List<string> asked = [];

    public PageServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Prefixes.Add($"http://localhost:{Port}/");
        listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public Uri Origin => new($"http://127.0.0.1:{Port}");

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (asked)
                return [.. asked];
        }
    }

    /// <summary>
    /// A page; one that begins with "redirect " sends elsewhere, one that begins with "attachment " is a file, and the one without a path
    /// stands for all that are missing.
    /// </summary>
    public PageServer Add(string path, string body)
    {
        pages[path] = body;
        return this;
    }

    /// <summary>Forgets what was asked for.</summary>
    public void Forget()
    {
        lock (asked)
            asked.Clear();
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or InvalidOperationException)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
            {
                // a page that goes away takes no answer, and the next one asks, too
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        lock (asked)
            asked.Add($"{context.Request.Url.Host} {path}");
        var page = pages.GetValueOrDefault(path);
        if (path == "/hop")
            context.Response.Redirect(context.Request.Url.Query.TrimStart('?')); // to wherever is asked for
        else if (page?.StartsWith("redirect ", StringComparison.Ordinal) == true)
            context.Response.Redirect(page["redirect ".Length..]);
        else if (page is null)
            (context.Response.StatusCode, page) = (404, pages.GetValueOrDefault(""));
        if (page?.StartsWith("attachment ", StringComparison.Ordinal) == true)
            context.Response.AddHeader("Content-Disposition", "attachment; filename=file.txt");
        var isScript = path.EndsWith(".js", StringComparison.Ordinal);
        context.Response.ContentType = isScript ? "text/javascript" : "text/html; charset=utf-8";
        var head = isScript ? "" : "<!doctype html><style>body { margin: 0; font: 20px sans-serif }</style>";
        context.Response.Close(Encoding.UTF8.GetBytes(head + page), willBlock: true);
    }
}
