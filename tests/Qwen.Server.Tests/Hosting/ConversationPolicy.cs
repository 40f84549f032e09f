using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Qwen.Server.Tests.Hosting;

/// <summary>The policy that docs/reverse-proxy.md shows.</summary>
internal sealed class ConversationPolicy : ILoadBalancingPolicy
{
    public string Name => "Conversation";

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> available)
    {
        if (available.Count == 0)
            return null;
        var headers = context.Request.Headers;
        var name = headers.TryGetValue("X-Conversation", out var given)
            ? given.ToString()
            : $"{headers.Authorization}{context.Connection.RemoteIpAddress}";

        // the highest of the hashes with each replica's name: when one comes or goes, only its own conversations move
        return available.MaxBy(
            replica => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {replica.DestinationId}"))));
    }
}
