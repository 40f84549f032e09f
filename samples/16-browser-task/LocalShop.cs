using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Qwen.Samples;

/// <summary>A page on this machine: two buttons, and a link that leads away.</summary>
internal sealed class LocalShop : IDisposable
{
    private const string Page = """
        <!doctype html><title>Shop</title>
        <style>
          body { margin: 0; background: #f4f4f6; font: 14px 'DejaVu Sans', sans-serif }
          h1 { margin: 0; padding: 7px; background: #f4f4f6; color: #191919; font-size: 14px }
          button, a { display: block; box-sizing: border-box; width: 200px; height: 30px; margin: 10px 12px 0; border: 0; border-radius: 8px; background: #1e6ee6; color: #fafafa; font: inherit; line-height: 30px; text-align: center; text-decoration: none }
        </style>
        <h1>Shop</h1>
        <button onclick="document.title = 'Searching'">Search</button>
        <a href="https://example.com/prize">Weather</a>
        <button onclick="document.title = 'Bought'">Buy now</button>
        """;

    private readonly HttpListener listener = new();

    public LocalShop()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.ContentType = "text/html; charset=utf-8";
                context.Response.Close(Encoding.UTF8.GetBytes(Page), willBlock: false);
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // the sample is over
        }
    }
}
