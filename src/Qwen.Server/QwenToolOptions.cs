using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Screens;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Qwen.Server;

/// <summary>Which tools a server of the Model Context Protocol offers, and what they may read and touch.</summary>
/// <remarks>Set it where the tools are added and leave it alone afterwards: calls read it at any time.</remarks>
public sealed class QwenToolOptions
{
    /// <summary>Who looks at pictures and videos; null for the registered <see cref="IChatClient"/>. It stays the caller's.</summary>
    public IChatClient? Client { get; set; }

    /// <summary>
    /// Folders whose pictures, videos and documents a call may name by path or <c>file:</c> address, subfolders included; added to those of
    /// the options below. None unless set.
    /// </summary>
    public IList<string> AllowedFolders { get; set; } = [];

    /// <summary>
    /// Whether a call may name files in the roots that its client lists as well. For clients that started this server on their own machine;
    /// a client from elsewhere would open any folder so. Off unless set.
    /// </summary>
    public bool UseClientRoots { get; set; }

    /// <summary>How the tools over pictures ask; without a receiver of progress, which each call has of its own.</summary>
    public QwenPictureOptions Pictures { get; set; } = new();

    /// <summary>How documents are parsed.</summary>
    public QwenDocumentOptions Documents { get; set; } = new();

    /// <summary>How the tools over videos sample and ask.</summary>
    public QwenVideoOptions Videos { get; set; } = new();

    /// <summary>
    /// An index of videos to search, and to add videos of allowed folders to; null for no such tools. It stays the caller's.
    /// </summary>
    public VideoIndex? Index { get; set; }

    /// <summary>
    /// A screen behind its guard; null for no such tools. Where its policy allows no place at all, only those that look are offered.
    /// Calls take turns; clients that share a screen see each other's actions. It stays the caller's.
    /// </summary>
    public GuardedScreen? Screen { get; set; }

    /// <summary>How a screen is looked at and acted on.</summary>
    public ScreenAgentOptions ScreenAgent { get; set; } = new();

    /// <summary>Drawn pictures that are kept as resources (64 unless set); the oldest go first.</summary>
    public int MaxDrawings { get; set; } = 64;
}
