using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>Draws what a plan says.</summary>
internal sealed class FindingsPen(SKCanvas canvas, FindingsPlan plan) : IDisposable
{
    private readonly SKPaint paint = new() { IsAntialias = true };

    /// <inheritdoc/>
    public void Dispose() => paint.Dispose();

    /// <summary>Draws everything: outlines first, so that none hides a label.</summary>
    public void Draw()
    {
        foreach (var finding in plan.Findings)
        {
            if (finding.Mark is { } mark)
                DrawPoint(mark, finding.Colour);
            else
                DrawBox(finding.Place, finding.Colour);
        }

        foreach (var finding in plan.Findings)
        {
            if (finding.Label?.Leader is { } leader)
                DrawLeader(leader.From, leader.To, finding.Colour);
        }

        foreach (var finding in plan.Findings)
            DrawLabel(finding);
        plan.Legend.Draw(canvas, plan.Picture.Height, plan.Picture.Width);
    }

    // an outline on a wider one that it shows against, which shows on any ground
    private void DrawBox(SKRect box, SKColor colour)
    {
        Stroke(Ground(colour), plan.Line * 2);
        canvas.DrawRect(box, paint);
        Stroke(colour, plan.Line);
        canvas.DrawRect(box, paint);
    }

    private void DrawPoint(SKPoint point, SKColor colour)
    {
        paint.Style = SKPaintStyle.Fill;
        paint.Color = Ground(colour);
        canvas.DrawCircle(point, 4 * plan.Line, paint);
        paint.Color = colour;
        canvas.DrawCircle(point, 2.8f * plan.Line, paint);
    }

    private void DrawLeader(SKPoint from, SKPoint to, SKColor colour)
    {
        Stroke(Ground(colour), plan.Line * 1.6f);
        canvas.DrawLine(from, to, paint);
        Stroke(colour, plan.Line * 0.8f);
        canvas.DrawLine(from, to, paint);
    }

    private void DrawLabel(LabelledFinding finding)
    {
        if (finding.Label is not { } label)
            return;
        var text = label.IsNumber ? FindingsPlan.NumberOf(finding) : finding.Lettered!;
        paint.Style = SKPaintStyle.Fill;
        paint.Color = finding.Colour;
        canvas.DrawRect(label.Plate, paint);
        paint.Color = FindingColours.IsBright(finding.Colour) ? SKColors.Black : SKColors.White;
        text.Draw(canvas, label.Plate.Left + plan.TextSize * 0.3f, label.Plate.Top + plan.TextSize * 1.02f, plan.TextSize, paint);
    }

    private static SKColor Ground(SKColor colour) => FindingColours.IsBright(colour) ? new SKColor(40, 40, 40) : SKColors.White;

    private void Stroke(SKColor colour, float width)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = width;
        paint.Color = colour;
    }
}
