using System.Text;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>What <see cref="LoopbackServer"/> sends back, with the faults that real servers and networks have.</summary>
internal sealed record HubReply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The connection is closed after this many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The length is not announced; the end of the connection ends the body.</summary>
    public bool HideLength { get; init; }

    /// <summary>Nothing is sent after the headers, and the connection stays open.</summary>
    public bool Stall { get; init; }

    public static HubReply Text(int status, string text, string type = "application/json")
        => new(status, Encoding.UTF8.GetBytes(text)) { Headers = { ["Content-Type"] = type } };

    public static HubReply Redirect(string location, int status = 302) => new(status, []) { Headers = { ["Location"] = location } };

    /// <summary>The file, or the end of it where a range was asked for.</summary>
    public static HubReply File(byte[] content, HubRequest request)
    {
        if (request.From is not { } from)
            return new HubReply(200, content);
        return from < content.Length
            ? new HubReply(206, content[from..]) { Headers = { ["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}" } }
            : new HubReply(416, []);
    }
}
