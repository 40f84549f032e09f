using System.Net;
using System.Net.Sockets;
using Qwen.Shared.Network;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Redirects of a public server do not lead into the inner network, also where a name changes what it stands for.</summary>
public class HubConnectorTests
{
    private readonly List<string> asked = [];
    private readonly List<string> connected = [];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("::ffff:0:10.0.0.1")]
    [InlineData("2001:0:1414:1::1")]
    public async Task A_public_endpoint_does_not_redirect_to_the_inner_network(string address)
    {
        Assert.True(InnerNetwork.Holds(IPAddress.Parse(address)));
        var error = await Assert.ThrowsAsync<QwenException>(() => OpenAsync("target", "hub", ("hub", ["20.1.1.1"]), ("target", [address])));
        Assert.Contains("inner network", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<QwenException>(() => OpenAsync("target", "hub", ("hub", ["20.1.1.1"]), ("target", ["20.1.1.2", address])));
        Assert.Empty(connected);
    }

    [Theory]
    [InlineData("20.1.1.2")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2600::1")]
    [InlineData("64:ff9b::1401:102")]
    public async Task To_public_addresses_it_does(string address)
    {
        await OpenAsync("target", "hub", ("hub", ["20.1.1.1"]), ("target", [address]));
        Assert.Equal([address], connected);
    }

    [Fact]
    public async Task A_name_is_asked_for_once_and_the_address_that_was_judged_is_taken()
    {
        await OpenAsync("target", "hub", ("target", ["20.1.1.2"]), ("target", ["127.0.0.1"]));
        Assert.Equal(["target"], asked);
        Assert.Equal(["20.1.1.2"], connected);
    }

    [Fact]
    public async Task What_the_user_named_may_lie_inside_and_so_may_what_it_redirects_to()
    {
        await OpenAsync("mirror", null, ("mirror", ["10.0.0.1"]));
        await OpenAsync("files", "mirror", ("files", ["10.0.0.2"]), ("mirror", ["10.0.0.1"]));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], connected);
    }

    [Fact]
    public async Task Where_one_address_does_not_answer_the_next_one_is_taken()
    {
        await OpenAsync("hub", null, ("hub", ["20.0.0.99", "20.0.0.1"]));
        Assert.Equal(["20.0.0.99", "20.0.0.1"], connected);
        await Assert.ThrowsAsync<SocketException>(() => OpenAsync("hub", null, ("hub", ["20.0.0.99"])));
        await Assert.ThrowsAsync<SocketException>(() => OpenAsync("hub", null, ("hub", [])));
    }

    private Task<Stream> OpenAsync(string host, string? from, params (string Name, string[] Addresses)[] answers)
    {
        var left = answers.ToList();
        var connector = new HubConnector(
            (name, _) =>
            {
                asked.Add(name);
                var answer = left.First(entry => entry.Name == name);
                left.Remove(answer);
                return Task.FromResult<IPAddress[]>([.. answer.Addresses.Select(IPAddress.Parse)]);
            },
            (target, _) =>
            {
                connected.Add($"{target.Address}");
                return target.Address.ToString().EndsWith(".99", StringComparison.Ordinal)
                    ? throw new SocketException((int)SocketError.ConnectionRefused)
                    : Task.FromResult(Stream.Null);
            });
        return connector.OpenAsync(host, 443, from, TestContext.Current.CancellationToken);
    }
}
