using System.Net;
using System.Net.Sockets;

namespace Qwen.Orleans.Tests;

/// <summary>Ports that are free now, none of them twice.</summary>
internal static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    public static int[] Find(int count)
    {
        var ports = new List<int>();
        while (ports.Count < count)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Given)
            {
                if (Given.Add(port))
                    ports.Add(port);
            }
        }

        return [.. ports];
    }
}
