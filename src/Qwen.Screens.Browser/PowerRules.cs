using System.Text.Json;

namespace Qwen.Screens.Browser;

/// <summary>Who may do what beyond being shown, in the forms that the browser asks for.</summary>
internal sealed class PowerRules(IReadOnlyDictionary<WebOrigin, PagePowers> powers)
{
    // what reaches other machines without asking for an address, and what would ask in a page's place, where the origin has no leave
    private const string Withdraw = """
        {
          const take = names => {
            for (const name of names) Object.defineProperty(globalThis, name, { value: undefined, configurable: false, writable: false });
          };
          take(['WebTransport']);
          if (!PEERS.includes(globalThis.origin)) take(['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel']);
          if (!WORKERS.includes(globalThis.origin)) {
            take(['ServiceWorkerContainer']);
            if (globalThis.Navigator)
              Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined, configurable: false, writable: false });
          }
        }
        """;

    private static readonly (PagePowers Power, string Name)[] Names =
    [
        (PagePowers.Geolocation, "geolocation"), (PagePowers.Notifications, "notifications"), (PagePowers.Camera, "camera"),
        (PagePowers.Microphone, "microphone"), (PagePowers.ReadClipboard, "clipboard-read"),
        (PagePowers.WriteClipboard, "clipboard-write"),
    ];

    /// <summary>Whether pages of an origin may do it.</summary>
    public bool Has(WebOrigin? origin, PagePowers power) =>
        origin is not null && (powers.GetValueOrDefault(origin) & power) != 0;

    /// <summary>Whether pages of any origin may do it.</summary>
    public bool HasAny(PagePowers power) => powers.Values.Any(held => (held & power) != 0);

    /// <summary>The permissions of each origin, by the browser's names.</summary>
    public IEnumerable<(string Origin, string[] Names)> Permissions => powers
        .Select(pair => (ToBrowser(pair.Key), Names.Where(name => (pair.Value & name.Power) != 0).Select(name => name.Name).ToArray()))
        .Where(pair => pair.Item2.Length > 0);

    /// <summary>What runs in every document before its own scripts do.</summary>
    public string Script => Withdraw
        .Replace("PEERS", List(PagePowers.PeerConnections), StringComparison.Ordinal)
        .Replace("WORKERS", List(PagePowers.ServiceWorkers), StringComparison.Ordinal);

    private string List(PagePowers power) => "[" + string.Join(", ", powers.Where(pair => (pair.Value & power) != 0)
        .Select(pair => $"\"{JsonEncodedText.Encode(ToBrowser(pair.Key))}\"")) + "]";

    // without the port that is usual
    private static string ToBrowser(WebOrigin origin) =>
        new UriBuilder(origin.Scheme, origin.Host, origin.Port).Uri.GetLeftPart(UriPartial.Authority);
}
