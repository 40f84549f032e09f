using Qwen.Perception.Parsing;
using Qwen.Perception.Tiles;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Pictures;

/// <summary>What the model said about a picture.</summary>
/// <param name="Map">From the model's pixels to the caller's.</param>
/// <param name="Text">The answer as written.</param>
/// <param name="Notes">What a reader of the result has to know.</param>
/// <param name="Tokens">The tokens of the text with their probabilities; null where the client does not tell.</param>
internal sealed record PictureAnswer(CoordinateMap Map, string Text, RepairLog Notes, AnswerTokens? Tokens = null)
{
    /// <summary>The parts that were asked about one by one; none where the whole picture was.</summary>
    public IReadOnlyList<PicturePart> Parts { get; init; } = [];

    /// <summary>What the coordinates in the text mean.</summary>
    public CoordinateConvention Coordinates { get; init; }

    /// <summary>Size of the caller's picture.</summary>
    public PictureSize PictureSize => new(Map.Picture.Width, Map.Picture.Height);

    /// <summary>Size at which the model saw it.</summary>
    public PictureSize ModelSize => new(Map.Model.Width, Map.Model.Height);

    /// <summary>The boxes and points in the text, in pixels that the model saw; what was mended is noted.</summary>
    /// <param name="nothing">Noted where the text is only words; null where words alone are right, too.</param>
    public ParsedItems ReadItems(string? nothing = null)
    {
        var parsed = ItemParser.Parse(Text);
        Notes.AddAll(parsed.Repairs);
        if (nothing is not null && !parsed.Understood)
            Notes.Add(nothing);
        return parsed with { Items = CoordinateScale.ToPixels(parsed.Items, Coordinates, Map.Model, Notes) };
    }

    /// <summary>A result with what every result carries.</summary>
    public T Complete<T>(T result)
        where T : PictureResult =>
        (T)(result with { PictureSize = PictureSize, ModelSize = ModelSize, Notes = Notes.Sentences, RawText = Text, Parts = Parts });

    /// <summary>The answers about the parts of a picture as one; the first part says at which size the model saw it.</summary>
    public static PictureAnswer Of(IReadOnlyList<(PictureTile Tile, PictureAnswer Answer)> parts, PixelSize picture)
    {
        var notes = new RepairLog();
        foreach (var (_, answer) in parts)
            notes.AddAll(answer.Notes);
        return new PictureAnswer(
            new CoordinateMap(picture, parts[0].Answer.Map.Model), string.Join('\n', parts.Select(part => part.Answer.Text)), notes)
        {
            Parts = [.. parts.Select(part => new PicturePart(
                new DocumentBox(part.Tile.X, part.Tile.Y, part.Tile.Right, part.Tile.Bottom), part.Answer.ModelSize, part.Answer.Text))],
        };
    }
}
