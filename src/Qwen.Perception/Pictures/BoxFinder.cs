using Qwen.Extensions.AI.Media;
using Qwen.Perception.Forms;
using Qwen.Perception.Tiles;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Pictures;

/// <summary>Asks a question that is answered with boxes, about a whole picture or about its parts.</summary>
/// <param name="asker">Asks.</param>
/// <param name="text">Whether the boxes are lines of text.</param>
internal sealed class BoxFinder(PictureAsker asker, bool text)
{
    /// <summary>Said where an answer holds no list.</summary>
    public const string OnlyWords = "The model answered in words that name no place.";
    private const string Points = "The model answered with points where boxes were asked for: they were left out.";
    private const string NoLines = "The answer holds no list of lines.";

    /// <summary>Share of a tile's edge by which a box may miss it and still be cut by it.</summary>
    private const double Slack = 0.02;

    private readonly QwenPictureOptions options = asker.Options;

    /// <summary>Asks and maps the boxes to the caller's pixels.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="form">How the answer is written.</param>
    /// <param name="tiles">Whether to look at parts of a picture that is larger than one.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    public async Task<(PictureAnswer Answer, IReadOnlyList<LocatedBox> Boxes)> FindAsync(
        MediaSource? picture, string question, AnswerForm form, bool tiles, CancellationToken cancellationToken)
    {
        var (image, note) = await asker.OpenAsync(picture, cancellationToken).ConfigureAwait(false);
        if (!tiles)
        {
            var answer = await asker.AskAsync(image, question, form, cancellationToken).ConfigureAwait(false);
            if (note is not null)
                answer.Notes.Add(note);
            return (answer, Read(answer));
        }

        var size = options.Tiles.Size ?? await asker.TileSizeAsync(cancellationToken).ConfigureAwait(false);
        var grid = TileGrid.Lay(image.Size, size, options.Tiles.Overlap, options.Tiles.MaxCount);
        List<PictureTile> parts = grid.Count == 1 ? [.. grid] : [PictureTile.Whole(image.Size), .. grid];
        var merger = text ? new LineMerger((int)(size * Slack)) : new TileMerger((int)(size * Slack));
        var answers = new List<(PictureTile, PictureAnswer)>();
        for (var i = 0; i < parts.Count; i++)
        {
            options.Progress?.Report(new QwenProgress($"Looking at part {i + 1} of {parts.Count}", i, parts.Count));
            var answer = await asker.AskAsync(parts[i].Cut(image), question, form, cancellationToken).ConfigureAwait(false);
            foreach (var box in Read(answer))
                merger.Add(TileFinding.Of(box, i - 1, parts[i], image.Size, (int)(size * Slack)));
            answers.Add((parts[i], answer));
        }

        options.Progress?.Report(new QwenProgress("Looked", parts.Count, parts.Count));
        var whole = PictureAnswer.Of(answers, image.Size);
        if (note is not null)
            whole.Notes.Add(note);
        var boxes = merger.Boxes;
        if (boxes.Count > options.MaxItems)
            whole.Notes.Add($"Left out what goes beyond {options.MaxItems} boxes.");
        return (whole, [.. boxes.Take(options.MaxItems)]);
    }

    private IReadOnlyList<LocatedBox> Read(PictureAnswer answer)
    {
        var parsed = answer.ReadItems(text ? NoLines : OnlyWords);

        if (parsed.Items.Any(item => !item.IsBox))
            answer.Notes.Add(Points);

        // of a line, what can be sure or not is its words
        var items = text ? parsed.Items.Select(item => item with { Places = item.LabelPlace is { } place ? [place] : [] }) : parsed.Items;
        return FindingMapper.MapBoxes(items, answer.Map, options.MaxItems, answer.Notes, answer.Tokens);
    }
}
