using Microsoft.Extensions.Logging;
using Qwen.Constraints;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI;

/// <summary>
/// What a <see cref="QwenChatClient"/> may read, and how it treats pictures and videos that say nothing about it themselves.
/// </summary>
/// <remarks>Set them before the client is made and leave them alone afterwards: its requests read them at any time.</remarks>
public sealed class QwenChatClientOptions
{
    /// <summary>Whether disposing the client disposes the model it was given. Off: a model is usually shared.</summary>
    public bool DisposesModel { get; set; }

    /// <summary>Folders whose files a conversation may name by <c>file:</c> address, subfolders included. Empty: none.</summary>
    public IList<string> AllowedFolders { get; set; } = [];

    /// <summary>Gets media from <c>http</c> and <c>https</c> addresses; null: such addresses are refused.</summary>
    public IMediaFetcher? MediaFetcher { get; set; }

    /// <summary>Sizes and limits of pictures; a part's own hints win.</summary>
    public ImageOptions Image { get; set; } = new();

    /// <summary>Sampling, sizes and limits of videos; a part's own hints win.</summary>
    public VideoOptions Video { get; set; } = new();

    /// <summary>How pages of PDF files become pictures, and what they may cost.</summary>
    public PdfOptions Pdf { get; set; } = new();

    /// <summary>Most pages that a PDF file may have (20 unless set): each is a picture of the question.</summary>
    public int MaxPdfPages { get; set; } = 20;

    /// <summary>Where the client says what it cannot enforce; null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Makes what restricts an answer instead of the request's own shape, once per request; the seam of tests.</summary>
    internal Func<GenerationRequest, ITokenConstraint?>? ConstraintFactory { get; set; }

    /// <summary>
    /// Turns a function result of another framework into content of Microsoft.Extensions.AI, and returns null for what it does not know;
    /// null: such results reach the model as JSON.
    /// </summary>
    public Func<object, object?>? ResultConverter { get; set; }

    /// <summary>A copy to change; what the options refer to is shared.</summary>
    internal QwenChatClientOptions Clone() => (QwenChatClientOptions)MemberwiseClone();
}
