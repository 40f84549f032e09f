namespace Qwen.Screens.Browser;

/// <summary>What the pages of an origin may do beyond being shown and used. Whatever is not named here, no page may.</summary>
[Flags]
public enum PagePowers
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Save files in <see cref="BrowserScreenOptions.DownloadFolder"/>.</summary>
    Download = 1 << 0,

    /// <summary>Ask where the machine is.</summary>
    Geolocation = 1 << 1,

    /// <summary>Show notifications of the system.</summary>
    Notifications = 1 << 2,

    /// <summary>See by the camera.</summary>
    Camera = 1 << 3,

    /// <summary>Hear by the microphone.</summary>
    Microphone = 1 << 4,

    /// <summary>Read the clipboard.</summary>
    ReadClipboard = 1 << 5,

    /// <summary>Write to the clipboard.</summary>
    WriteClipboard = 1 << 6,

    /// <summary>Keep a worker that answers in the page's place. It reaches the allowed origins only, as pages do.</summary>
    ServiceWorkers = 1 << 7,

    /// <summary>Connections from peer to peer. They reach the allowed origins only, over TCP, as pages do.</summary>
    PeerConnections = 1 << 8,
}
