using System.Net;
using System.Net.Sockets;
using Qwen.Shared.Network;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Tests.Files;

/// <summary>What is connected to is the address that was judged, whatever a name stands for a moment later.</summary>
public sealed class NameConnectorTests
{
    private readonly Queue<string[]> answers = [];
    private readonly List<string> connected = [];
    private int asked;

    [Fact]
    public async Task A_public_name_that_turns_into_an_inner_one_is_not_connected_to()
    {
        var connector = Create(["20.1.1.1"], ["127.0.0.1"], ["169.254.169.254", "10.0.0.1"], ["20.1.1.2"]);
        await OpenAsync(connector);
        for (var time = 0; time < 2; time++)
            await Assert.ThrowsAsync<QwenException>(() => OpenAsync(connector));
        await OpenAsync(connector);
        Assert.Equal(["20.1.1.1:80", "20.1.1.2:80"], connected);
        Assert.Equal(4, asked);
    }

    [Fact]
    public async Task Of_a_name_that_has_both_kinds_of_addresses_only_the_public_ones_are_tried()
    {
        await Assert.ThrowsAsync<SocketException>(() => OpenAsync(Create(["127.0.0.1", "20.0.0.99", "::1"])));
        Assert.Equal(["20.0.0.99:80"], connected);
    }

    [Fact]
    public async Task A_host_of_the_inner_network_that_its_owner_named_is_reached()
    {
        var connector = Create(["10.0.0.99", "10.0.0.5"], ["10.0.0.6"]);
        await OpenAsync(connector);
        await OpenAsync(connector);
        Assert.Equal(["10.0.0.99:80", "10.0.0.5:80", "10.0.0.6:80"], connected);
    }

    private static Task<Stream> OpenAsync(NameConnector connector) =>
        connector.OpenAsync("files.example", 80, TestContext.Current.CancellationToken);

    private NameConnector Create(params string[][] told)
    {
        foreach (var answer in told)
            answers.Enqueue(answer);
        return new NameConnector(
            (_, _) =>
            {
                asked++;
                return Task.FromResult<IPAddress[]>([.. answers.Dequeue().Select(IPAddress.Parse)]);
            },
            (target, _) =>
            {
                connected.Add($"{target}");
                return target.Address.ToString().EndsWith("99", StringComparison.Ordinal)
                    ? throw new SocketException((int)SocketError.ConnectionRefused)
                    : Task.FromResult(Stream.Null);
            });
    }
}
