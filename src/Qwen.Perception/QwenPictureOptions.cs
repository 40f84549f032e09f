using System.Globalization;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception;

/// <summary>How tasks over pictures ask their model.</summary>
public sealed record QwenPictureOptions
{
    /// <summary>Area that hosted servers leave as it is: 1280 tokens.</summary>
    public const int DefaultMaxPixels = 1280 * 28 * 28;

    /// <summary>Smallest area in pixels at which the model sees a picture; null for the local model's own, else 4 tokens.</summary>
    public int? MinPixels { get; init; }

    /// <summary>
    /// Largest area in pixels at which the model sees a picture; null for <see cref="DefaultMaxPixels"/>, or what the local model
    /// allows where that is less. More pixels help small things and cost time; over a server, stay within what it takes unresized.
    /// </summary>
    public int? MaxPixels { get; init; }

    /// <summary>The system message.</summary>
    public string SystemText { get; init; } = "You are a helpful assistant.";

    /// <summary>Most tokens of an answer.</summary>
    public int MaxOutputTokens { get; init; } = 4096;

    /// <summary>Most findings, lines or fields in a result; what goes beyond is left out and said so.</summary>
    public int MaxItems { get; init; } = 300;

    /// <summary>
    /// What the coordinates mean in which the model answers: Qwen2.5-VL writes pixels, other models behind a server and some fine-tunes
    /// do not. What does not look like the convention is noted.
    /// </summary>
    public CoordinateConvention Coordinates { get; init; }

    /// <summary>
    /// The culture in which numbers on documents are printed; null for any: then their marks tell, and what the marks leave open,
    /// such as "1,250", is read as is likelier and noted.
    /// </summary>
    public CultureInfo? NumberCulture { get; init; }

    /// <summary>
    /// The three-letter code of the currency that amounts on documents are in, such as EUR; null for any. An amount that is printed in
    /// another one is left unread.
    /// </summary>
    public string? Currency { get; init; }

    /// <summary>
    /// Whether lists, fields and tables are held to their form by a grammar, which a local model obeys and other clients pass over.
    /// </summary>
    public bool EnforceForm { get; init; } = true;

    /// <summary>
    /// Whether a server is sent the JSON schema of lists and fields as its response format; never a local model, which has the grammar.
    /// Off unless set: the model writes lists in a fence, which a schema forbids, and several servers take objects only.
    /// </summary>
    public bool SendSchema { get; init; }

    /// <summary>The parts in which a large picture is looked at where a call asks for that.</summary>
    public PictureTiles Tiles { get; init; } = new();

    /// <summary>Told before each question, and at the end, where a call asks several; of all calls at once. Null for nobody.</summary>
    public IProgress<QwenProgress>? Progress { get; init; }

    /// <summary>
    /// Whether findings and fields say how sure the model was of them, where the client can tell, as a local model can. Such a model
    /// then runs every token of an answer by itself, also those that its form leaves no choice about.
    /// </summary>
    public bool ReportConfidence { get; init; } = true;

    /// <summary>What a picture file may cost.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>Folders whose pictures may be named by path or <c>file:</c> address, subfolders included. Empty: none.</summary>
    public IReadOnlyList<string> AllowedFolders { get; init; } = [];

    /// <summary>Gets pictures from <c>http</c> and <c>https</c> addresses; null: such addresses are refused.</summary>
    public IMediaFetcher? MediaFetcher { get; init; }
}
