using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;
using SkiaSharp;

namespace Qwen.DemoModel.Evaluation;

/// <summary>Shows what is drawn and asked: pictures with their things outlined, question and answer below.</summary>
internal static class ContactSheet
{
    private const int Columns = 5, Margin = 8, TextLines = 9, LineHeight = 13, CellWidth = 300;

    /// <summary>Draws a sheet.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="buckets">Kinds of batches.</param>
    /// <param name="each">Pictures of each.</param>
    /// <param name="heldOut">Whether held-out material is shown.</param>
    /// <param name="seed">Which pictures.</param>
    public static void Write(string path, IReadOnlyList<string> buckets, int each, bool heldOut, int seed)
    {
        var cells = new List<(Picture Picture, Question Question)>();
        var number = 0;
        foreach (var bucket in buckets.Select(name => Bucket.All[name]).Where(bucket => bucket.Kinds.Count > 0))
        {
            for (var i = 0; i < each; i++, number++)
            {
                var dice = new Dice(seed * 1000 + number, heldOut);
                var (task, sizes) = dice.Weighted([.. bucket.Kinds.Select(kind => (kind.Weight, (kind.Task, kind.Sizes)))]);
                var (width, height) = dice.Pick(sizes);
                var picture = task.Draw(dice, width, height);
                if (task.Ask(dice, picture) is { } question)
                    cells.Add((picture, question));
            }
        }

        var rowHeights = cells.Chunk(Columns)
            .Select(row => row.Max(cell => cell.Picture.Height) + TextLines * LineHeight + 2 * Margin)
            .ToList();
        using var bitmap = new SKBitmap(Columns * CellWidth, rowHeights.Sum());
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        for (var i = 0; i < cells.Count; i++)
            DrawCell(
                canvas, i % Columns * CellWidth + Margin, rowHeights.Take(i / Columns).Sum() + Margin, cells[i].Picture, cells[i].Question);
        Bitmaps.SavePng(bitmap, path);
    }

    private static void DrawCell(SKCanvas canvas, float x, float y, Picture picture, Question question)
    {
        for (var frame = 0; frame < picture.Frames.Count; frame += 2)
        {
            using var bitmap = Bitmaps.FromRgb([picture.Frames[frame]], picture.Width, picture.Height);
            canvas.DrawBitmap(bitmap, x + frame / 2 * (picture.Width / 2f), y);
        }

        using var outline = new SKPaint { Color = new SKColor(255, 0, 255, 150), Style = SKPaintStyle.Stroke };
        foreach (var thing in picture.Things)
            canvas.DrawRect(
                x + thing.Box.Left, y + thing.Box.Top, thing.Box.Right - thing.Box.Left, thing.Box.Bottom - thing.Box.Top, outline);
        using var dot = new SKPaint { Color = SKColors.Lime };
        foreach (var (cx, cy) in picture.Rows.SelectMany(row => row.Centres))
            canvas.DrawRect(x + cx - 0.5f, y + cy - 0.5f, 1.5f, 1.5f, dot);

        using var font = new SKFont(SKTypeface.Default, 10);
        using var ink = new SKPaint { Color = SKColors.Black };
        var text = $"[{question.Kind}] {question.Prompt} => {question.AnswerText}".Replace('\n', '|').Replace('\t', ' ');
        const int PerLine = 56;
        for (var line = 0; line < TextLines && line * PerLine < text.Length; line++)
            canvas.DrawText(
                text.Substring(line * PerLine, Math.Min(PerLine, text.Length - line * PerLine)),
                x,
                y + picture.Height + (line + 1) * LineHeight,
                font,
                ink);
    }
}
