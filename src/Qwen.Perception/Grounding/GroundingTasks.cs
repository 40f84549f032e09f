using System.ComponentModel;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception.Forms;
using Qwen.Perception.Grounding;
using Qwen.Perception.Parsing.Counts;
using Qwen.Perception.Pictures;
using Qwen.Shared.Asking;
using Qwen.Shared.Functions;

namespace Qwen.Perception;

/// <summary>Finds, points at, counts and describes things in a picture. All coordinates are pixels of the caller's picture.</summary>
/// <remarks>
/// Safe for concurrent use. A picture is whatever converts to a <see cref="MediaSource"/>: the bytes of a file, <see cref="DataContent"/>,
/// decoded pixels, a data URI, or, where the options allow it, a path or address. A mistake of the caller ends in a
/// <see cref="VisionLanguage.QwenException"/>; what the model answers never does. For functions that report mistakes as text to a
/// calling model, use <see cref="AsTools"/>.
/// </remarks>
public sealed class GroundingTasks
{
    private const string CentresTaken = "The model answered with boxes: their centres were taken.";

    private readonly PictureAsker asker;

    /// <summary>Makes the tasks over a client.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Sizes and limits; null for the defaults.</param>
    public GroundingTasks(IChatClient client, QwenPictureOptions? options = null) =>
        asker = new PictureAsker(client ?? throw new ArgumentNullException(nameof(client)), options ?? new QwenPictureOptions());

    /// <summary>
    /// The functions as tools of a chat client, an agent or an MCP server: <c>grounding_…</c>. Mistakes come back as
    /// <see cref="ErrorContent"/>.
    /// </summary>
    /// <returns>One for each method that a model can call; pictures they return are <see cref="DataContent"/>, all else is JSON.</returns>
    public IReadOnlyList<AIFunction> AsTools() => TaskTools.Create(this, "grounding");

    /// <summary>Finds things and returns their boxes.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="what">What to look for, in the singular.</param>
    /// <param name="every">Every such thing, or only the one that fits best.</param>
    /// <param name="tiles">Whether to look at a large picture part by part, for things that are small in it; see
    /// <see cref="QwenPictureOptions.Tiles"/>.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("locate")]
    [Description("Finds things in a picture and returns a box around each.")]
    [return: Description("Boxes in pixels of the picture; an empty list when there is no such thing.")]
    public async Task<LocateResult> LocateAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("What to look for, in the singular, for example 'red circle' or 'person with an umbrella'.")] string what,
        [Description("True for every such thing, false for only the one that is described.")] bool every = true,
        [Description("True to look at a large picture part by part: slower, for things that are small in it.")] bool tiles = false,
        CancellationToken cancellationToken = default)
    {
        what = PromptText.Require(what, nameof(what), "'red circle'");
        var question = every ? GroundingPrompts.LocateEvery(what) : GroundingPrompts.LocateOne(what);
        return await FindAsync(picture, question, Boxes, tiles, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds things and draws them on the picture.</summary>
    /// <returns>A PNG picture with the boxes and their labels.</returns>
    /// <inheritdoc cref="LocateAsync"/>
    [DisplayName("locate_and_draw")]
    [Description("Finds things in a picture and returns the picture with a labelled box around each.")]
    [return: Description("The picture with the boxes drawn on it.")]
    public async Task<DataContent> LocateAndDrawAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("What to look for, in the singular, for example 'red circle' or 'person with an umbrella'.")] string what,
        [Description("True for every such thing, false for only the one that is described.")] bool every = true,
        [Description("True to look at a large picture part by part: slower, for things that are small in it.")] bool tiles = false,
        CancellationToken cancellationToken = default)
    {
        var image = await asker.DecodeAsync(picture, cancellationToken).ConfigureAwait(false);
        var found = await LocateAsync(image, what, every, tiles, cancellationToken).ConfigureAwait(false);
        return new DataContent(FindingsDrawing.DrawPng(image, found.Boxes), "image/png");
    }

    /// <summary>Finds things and returns a point on each.</summary>
    /// <inheritdoc cref="LocateAsync"/>
    [DisplayName("point")]
    [Description("Points at things in a picture: returns a point on each.")]
    [return: Description("Points in pixels of the picture; an empty list when there is no such thing.")]
    public async Task<PointResult> PointAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("What to point at, in the singular, for example 'red circle' or 'handle of the door'.")] string what,
        [Description("True for every such thing, false for only the one that is described.")] bool every = true,
        [Description("True to look at a large picture part by part: slower, for things that are small in it.")] bool tiles = false,
        CancellationToken cancellationToken = default)
    {
        what = PromptText.Require(what, nameof(what), "'red circle'");
        if (tiles)
        {
            // what a tile's edge cuts has a point on each part: boxes can be joined
            var found = await LocateAsync(picture, what, every, true, cancellationToken).ConfigureAwait(false);
            return FromBoxes(found);
        }

        var question = every ? GroundingPrompts.PointToEvery(what) : GroundingPrompts.PointToOne(what);
        var answer = await asker.AskAsync(
            picture, question, FindingForms.Points(asker.Options.MaxItems), cancellationToken).ConfigureAwait(false);
        var parsed = answer.ReadItems(BoxFinder.OnlyWords);
        if (parsed.Items.Any(item => item.IsBox))
            answer.Notes.Add(CentresTaken);
        var centres = FindingMapper.ToCentres(parsed.Items);
        return answer.Complete(new PointResult
        {
            Points = FindingMapper.MapPoints(centres, answer.Map, asker.Options.MaxItems, answer.Notes, answer.Tokens),
        });
    }

    /// <summary>Counts things.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="what">What to count, in the plural.</param>
    /// <param name="detectFirst">Whether the model finds each before it counts: slower, more exact for many things, and with boxes.</param>
    /// <param name="tiles">Whether to look at a large picture part by part and to count the boxes found, for things that are small in
    /// it.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("count")]
    [Description("Counts things in a picture.")]
    [return: Description("The count, and what was counted where that was asked for.")]
    public async Task<CountResult> CountAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("What to count, in the plural, for example 'red circles'.")] string what,
        [Description("True to find each thing before counting: slower, better for many things, and returns their boxes.")]
        bool detectFirst = false,
        [Description("True to look at a large picture part by part and count what is found: slower, for things that are small in it.")]
        bool tiles = false,
        CancellationToken cancellationToken = default)
    {
        what = PromptText.Require(what, nameof(what), "'red circles'");
        if (tiles)
        {
            var (whole, counted) = await new BoxFinder(asker, text: false)
                .FindAsync(picture, GroundingPrompts.LocateEvery(what), Boxes, tiles, cancellationToken).ConfigureAwait(false);
            return whole.Complete(new CountResult { Count = counted.Count, Boxes = counted, Points = [] });
        }

        var question = detectFirst ? GroundingPrompts.DetectAndCount(what) : GroundingPrompts.Count(what);
        var form = detectFirst ? FindingForms.Counted(asker.Options.MaxItems) : null;
        var answer = await asker.AskAsync(picture, question, form, cancellationToken).ConfigureAwait(false);
        var parsed = answer.ReadItems();
        var boxes = FindingMapper.MapBoxes(parsed.Items, answer.Map, asker.Options.MaxItems, answer.Notes, answer.Tokens);
        var points = FindingMapper.MapPoints(parsed.Items, answer.Map, asker.Options.MaxItems, answer.Notes, answer.Tokens);
        int? found = parsed.Understood ? boxes.Count + points.Count : null;
        var (stated, note) = CountReader.Read(parsed.Rest, what);
        if (note is not null && (found is null || stated is not null))
            answer.Notes.Add(note);
        if (found is not null && stated is not null && found != stated)
            answer.Notes.Add($"The stated number ({stated}) differs from the number of findings ({found}).");
        return answer.Complete(new CountResult
        {
            Count = stated ?? found,
            Boxes = boxes,
            Points = points,
        });
    }

    /// <summary>Finds things and says of each what it is like.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="what">What to describe, in the singular.</param>
    /// <param name="attributes">Keys of <see cref="LocatedBox.Attributes"/> to fill in for each; null for a description in the
    /// label.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("describe_each")]
    [Description("Finds things in a picture and describes each of them.")]
    [return: Description("Boxes in pixels of the picture, each with its description or the attributes asked for.")]
    public async Task<LocateResult> DescribeEachAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("What to describe, in the singular, for example 'cake'.")] string what,
        [Description("Attributes to report for each, for example ['colour', 'wears_helmet']. Leave it out for a description in words.")]
        IReadOnlyList<string>? attributes = null,
        CancellationToken cancellationToken = default)
    {
        what = PromptText.RequireKeys([PromptText.Require(what, nameof(what), "'cake'")], nameof(what), 1)[0];
        if (attributes is null or { Count: 0 })
            return await FindAsync(
                picture, GroundingPrompts.DescribeEach(what), Boxes, tiles: false, cancellationToken).ConfigureAwait(false);
        var keys = PromptText.RequireKeys(attributes, nameof(attributes), 20);
        var form = FindingForms.Boxes(keys, asker.Options.MaxItems);
        return await FindAsync(
            picture, GroundingPrompts.DescribeEach(what, keys), form, tiles: false, cancellationToken).ConfigureAwait(false);
    }

    private AnswerForm Boxes => FindingForms.Boxes(asker.Options.MaxItems);

    private async Task<LocateResult> FindAsync(
        MediaSource picture, string question, AnswerForm form, bool tiles, CancellationToken cancellationToken)
    {
        var (answer, boxes) =
            await new BoxFinder(asker, text: false).FindAsync(picture, question, form, tiles, cancellationToken).ConfigureAwait(false);
        return answer.Complete(new LocateResult { Boxes = boxes });
    }

    private static PointResult FromBoxes(LocateResult found) => new()
    {
        Points = [.. found.Boxes.Select(box => new LocatedPoint
        {
            X = (box.X1 + box.X2) / 2, Y = (box.Y1 + box.Y2) / 2,
            Label = box.Label,
            Attributes = box.Attributes,
            Confidence = box.Confidence,
        })],
        PictureSize = found.PictureSize,
        ModelSize = found.ModelSize,
        Notes = found.Notes,
        RawText = found.RawText,
        Parts = found.Parts,
    };
}
