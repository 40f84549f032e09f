using System.Net;
using Microsoft.Extensions.Logging;

namespace Qwen.Orleans;

/// <summary>Where a program takes part in a cluster.</summary>
public sealed record QwenFarmHostOptions
{
    /// <summary>How to reach the PostgreSQL database by which silos find each other; null to keep jobs in this process only.</summary>
    public string? Connection { get; init; }

    /// <summary>Name of the cluster: several may share a database.</summary>
    public string Cluster { get; init; } = "qwen";

    /// <summary>The silo's name, as results give it; null for the machine's.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Address by which other silos and clients reach this one. Whoever reaches its ports may do what it likes there: give an address of a
    /// network that is closed to others. This machine only unless set.
    /// </summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for other silos; 0 for any that is free.</summary>
    public int Port { get; init; } = 11111;

    /// <summary>Port for clients; 0 for any that is free.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Where warnings go; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
