namespace Qwen.Shared.Media;

/// <summary>What a file is, judged by its first bytes.</summary>
internal enum MediaKind
{
    /// <summary>No known signature.</summary>
    Unknown,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A video.</summary>
    Video,

    /// <summary>Sound without pictures.</summary>
    Audio,

    /// <summary>A PDF document.</summary>
    Pdf,

    /// <summary>Text, by what is declared: bytes alone do not tell.</summary>
    Text,
}
