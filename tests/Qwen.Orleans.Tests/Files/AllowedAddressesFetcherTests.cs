using System.Net;
using System.Net.Sockets;
using System.Text;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Tests.Files;

/// <summary>Addresses are fetched below what the host allows, and nowhere else.</summary>
public sealed class AllowedAddressesFetcherTests : IAsyncLifetime
{
    private readonly HttpListener server = new();
    private readonly List<string> asked = [];
    private Uri home = null!;

    public ValueTask InitializeAsync()
    {
        home = new Uri($"http://127.0.0.1:{FreePorts.Find(1)[0]}/");
        server.Prefixes.Add(home.ToString());
        server.Start();
        _ = ServeAsync();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        server.Close();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_is_allowed_is_fetched_also_behind_a_redirect()
    {
        using var fetcher = new AllowedAddressesFetcher([new Uri(home, "scans/")]);
        foreach (var name in new[] { "scans/a", "scans/x/../a", "scans/moved" })
            Assert.Equal("bytes of /scans/a", await ReadAsync(fetcher, new Uri(home, name)));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("scans/../secret")]
    [InlineData("scans/leads-out")]
    [InlineData("scans/endless")]
    [InlineData("scans/large")]
    [InlineData("scans/none")]
    [InlineData("scans/..%2fsecret")]
    [InlineData("scans/%2e%2e%2fsecret")]
    [InlineData("scans/..%5csecret")]
    [InlineData("scans/..%252fsecret")]
    [InlineData("scans/a/%2e%2e/%2e%2e/secret")]
    [InlineData("scans-of-others/a")]
    [InlineData("SCANS/a")]
    public async Task What_is_not_allowed_is_refused_without_being_asked_for(string name)
    {
        using var fetcher = new AllowedAddressesFetcher([new Uri(home, "scans/")], maxBytes: 100);
        var error = await Assert.ThrowsAsync<QwenException>(() => ReadAsync(fetcher, new Uri(home, name + "?sig=hidden")));
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/secret", asked);
    }

    [Fact]
    public async Task An_address_that_was_named_without_a_last_bar_holds_what_lies_below_only()
    {
        using var fetcher = new AllowedAddressesFetcher([new Uri(home, "scans")]);
        Assert.Equal("bytes of /scans/a", await ReadAsync(fetcher, new Uri(home, "scans/a")));
        foreach (var address in new[] { new Uri(home, "scans-of-others/a"), new Uri($"http://user@127.0.0.1:{home.Port}/scans/a") })
            await Assert.ThrowsAsync<QwenException>(() => ReadAsync(fetcher, address));
    }

    [Fact]
    public async Task A_server_that_fails_for_a_while_is_no_fault_of_the_item()
    {
        using var fetcher = new AllowedAddressesFetcher([home]);
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(fetcher, new Uri(home, "scans/busy")));
    }

    private static async Task<string> ReadAsync(AllowedAddressesFetcher fetcher, Uri address) =>
        Encoding.UTF8.GetString((await fetcher.FetchAsync(address, TestContext.Current.CancellationToken)).Data.Span);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await server.GetContextAsync();
                var path = context.Request.Url!.AbsolutePath;
                asked.Add(path);
                if (path is "/scans/moved" or "/scans/leads-out" or "/scans/endless")
                {
                    context.Response.StatusCode = 302;
                    context.Response.RedirectLocation = path switch
                    {
                        "/scans/moved" => "/scans/a", "/scans/leads-out" => "/secret", _ => path,
                    };
                }
                else if (path is "/scans/none" or "/scans/busy")
                    context.Response.StatusCode = path == "/scans/none" ? 404 : 503;
                else
                    await context.Response.OutputStream.WriteAsync(
                        path == "/scans/large" ? new byte[1000] : Encoding.UTF8.GetBytes($"bytes of {path}"));
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or SocketException)
        {
            // the test is over
        }
    }
}
