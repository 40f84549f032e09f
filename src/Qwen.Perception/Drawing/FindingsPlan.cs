using Qwen.Shared.Lettering;
using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>What is drawn where, decided before anything is drawn.</summary>
internal sealed class FindingsPlan
{
    // a label says what it is; whoever wants a whole paragraph has it in the list
    private const float LongestText = 0.6f;

    private static readonly float[] Scales = [1, 0.8f, 0.65f, 0.5f];

    private FindingsPlan(SKSizeI picture, float line, float textSize, LabelledFinding[] findings)
    {
        (Picture, Line, TextSize, Findings) = (picture, line, textSize, findings);
        Legend = new FindingsLegend(findings, picture.Width, textSize, Math.Max(480, picture.Height) * 1.5f);
    }

    /// <summary>Size of the picture, pixels of the drawing.</summary>
    public SKSizeI Picture { get; }

    /// <summary>Width of an outline.</summary>
    public float Line { get; }

    /// <summary>Letters' size.</summary>
    public float TextSize { get; }

    /// <summary>The findings in the order of the list: boxes, then points.</summary>
    public IReadOnlyList<LabelledFinding> Findings { get; }

    /// <summary>What stands below the picture.</summary>
    public FindingsLegend Legend { get; }

    /// <summary>Plans a drawing.</summary>
    /// <param name="width">Width of the drawing, without legend.</param>
    /// <param name="height">Height of the same.</param>
    /// <param name="factor">Pixels of the drawing for one of the picture.</param>
    /// <param name="boxes">Boxes in the picture's pixels.</param>
    /// <param name="points">Points in the picture's pixels.</param>
    public static FindingsPlan Create(
        int width, int height, int factor, IReadOnlyList<LocatedBox> boxes, IReadOnlyList<LocatedPoint> points)
    {
        var line = Math.Max(2, Math.Max(width, height) / 400f);
        var texts = boxes.Select(box => (box.Label, Describe(box.Label, box.Attributes)))
            .Concat(points.Select(point => (point.Label, Describe(point.Label, point.Attributes))))
            .ToList();
        var colours = FindingColours.Choose(texts);
        var places = boxes
            .Select(box => (Place: new SKRect(box.X1 * factor, box.Y1 * factor, box.X2 * factor, box.Y2 * factor), Mark: (SKPoint?)null))
            .Concat(points.Select(point => Mark((point.X + 0.5f) * factor, (point.Y + 0.5f) * factor)))
            .ToList();
        var findings = places
            .Select((place, i) => new LabelledFinding(i + 1, place.Place, place.Mark, texts[i].Item2, colours[i]))
            .ToArray();

        // letters as large as the picture's area suggests, smaller where they do not fit all
        var whole = Math.Max(13, MathF.Sqrt((float)width * height) / 48);
        FindingsPlan? best = null;
        foreach (var scale in findings.Length > LabelPlacer.MostTexts ? Scales[^1..] : Scales)
        {
            var plan = Place(new SKSizeI(width, height), line, Math.Max(11, whole * scale), findings);
            if (best is null || plan.Score > best.Score)
                best = plan;
            if (plan.Findings.All(finding => finding.Lettered is null || finding.Label is { IsNumber: false, Leader: null }))
                break;
        }

        return best!;

        (SKRect Place, SKPoint? Mark) Mark(float x, float y)
        {
            var place = new SKRect(x - 4 * line, y - 4 * line, x + 4 * line, y + 4 * line);
            return (SKRect.Intersect(place, new SKRect(0, 0, width, height)), new SKPoint(x, y));
        }
    }

    /// <summary>Size of the plate for a line of text.</summary>
    public static SKSize PlateSize(LetteredText text, float textSize) => new(text.Width(textSize) + textSize * 0.6f, textSize * 1.35f);

    private static FindingsPlan Place(SKSizeI picture, float line, float textSize, LabelledFinding[] findings)
    {
        var lettered = findings
            .Select(finding => finding.Text.Length == 0
                ? null
                : LetteredText.TryPrepare(finding.Text, textSize, LongestText * picture.Width))
            .ToArray();
        var targets = findings.Select((finding, i) => new LabelTarget(
            finding.Place,
            lettered[i] is { } text ? PlateSize(text, textSize) : SKSize.Empty,
            finding.Text.Length > 0 ? PlateSize(NumberOf(finding), textSize) : SKSize.Empty,
            finding.Mark is not null)).ToArray();
        var labels = LabelPlacer.Place(new SKRect(0, 0, picture.Width, picture.Height), line, targets);
        return new FindingsPlan(
            picture, line, textSize,
            [.. findings.Select((finding, i) => finding with { Lettered = lettered[i], Label = labels[i] })]);
    }

    /// <summary>The finding's number, ready to be drawn.</summary>
    public static LetteredText NumberOf(LabelledFinding finding) =>
        LetteredText.TryPrepare(finding.Number.ToString(System.Globalization.CultureInfo.InvariantCulture))!;

    // texts rather than numbers, and nothing covered
    private int Score => Findings.Sum(finding => finding.Label switch
    {
        { IsForced: true } => -2,
        { IsNumber: false } => 1,
        _ => 0,
    });

    private static string Describe(string label, IReadOnlyDictionary<string, string> attributes) =>
        string.Join(" · ", new[] { label }.Concat(attributes.Values).Where(text => !string.IsNullOrWhiteSpace(text)));
}
