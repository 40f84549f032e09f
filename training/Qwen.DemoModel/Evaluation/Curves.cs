using System.Globalization;
using Qwen.DemoModel.Drawing;
using SkiaSharp;

namespace Qwen.DemoModel.Evaluation;

/// <summary>Draws a run's log: what was trained, and what held-out batches say.</summary>
internal static class Curves
{
    private const int PanelWidth = 460, PanelHeight = 240, Left = 46, Top = 26, Bottom = 24, Right = 110;

    private static readonly SKColor[] Inks =
        [
            new(31, 119, 180), new(255, 127, 14), new(44, 160, 44), new(214, 39, 40), new(148, 103, 189), new(140, 86, 75),
            new(227, 119, 194), new(90, 90, 90)
        ];

    private static readonly (string Title, Func<string, bool> Wants)[] Panels =
    [
        ("right tokens of the answer, training", name => !Held(name) && name.EndsWith(".right", StringComparison.Ordinal)),
        ("right tokens of the answer, held out", name => Held(name) && name.EndsWith(".right", StringComparison.Ordinal)),
        ("lookup: -log attention on the place", name => !Held(name) && name.EndsWith(".lookup", StringComparison.Ordinal)),
        ("letters of a unit, cross-entropy", name => !Held(name) && name.EndsWith("u.letters", StringComparison.Ordinal)),
        ("edges of boxes, in units", name => !Held(name) && name.EndsWith("u.edge", StringComparison.Ordinal)),
        ("digits on picture tokens, cross-entropy", name => !Held(name) && name.EndsWith("m.digits", StringComparison.Ordinal)),
    ];

    /// <summary>Draws the panels.</summary>
    /// <param name="log">A run's <c>log.csv</c>.</param>
    /// <param name="path">The PNG file.</param>
    public static void Write(string log, string path)
    {
        var points = File.ReadLines(log).Skip(1).Select(line => line.Split(','))
            .Select(row => (Name: row[3], Hours: Number(row[0]), Value: Number(row[4]))).ToList();
        const int Columns = 2;
        using var bitmap = new SKBitmap(Columns * PanelWidth, (Panels.Length + 1) / Columns * PanelHeight);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        var hours = Math.Max(points.Max(point => point.Hours), 0.01);
        for (var i = 0; i < Panels.Length; i++)
        {
            canvas.Save();
            canvas.Translate(i % Columns * PanelWidth, i / Columns * PanelHeight);
            var curves = points.Where(point => Panels[i].Wants(point.Name)).GroupBy(point => point.Name)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, Smooth([.. group.Select(point => (point.Hours, point.Value))])))
                .ToList();
            DrawPanel(canvas, Panels[i].Title, hours, curves);
            canvas.Restore();
        }

        Bitmaps.SavePng(bitmap, path);
    }

    private static bool Held(string name) => name.StartsWith("heldout.", StringComparison.Ordinal);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // at most a hundred points a curve: means of neighbours
    private static List<(double Hours, double Value)> Smooth(List<(double Hours, double Value)> points)
        => [.. points.Chunk(Math.Max(1, points.Count / 100))
            .Select(piece => (piece.Average(point => point.Hours), piece.Average(point => point.Value)))];

    private static void DrawPanel(
        SKCanvas canvas, string title, double hours, List<(string Name, List<(double Hours, double Value)> Points)> curves)
    {
        using var font = new SKFont(SKTypeface.Default, 11);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var grid = new SKPaint { Color = new SKColor(220, 220, 220) };
        canvas.DrawText(title, Left, 16, font, ink);
        float width = PanelWidth - Left - Right, height = PanelHeight - Top - Bottom;
        var highest = Math.Max(curves.SelectMany(curve => curve.Points).Select(point => point.Value).DefaultIfEmpty(1).Max(), 1e-3);
        for (var i = 0; i <= 4; i++)
        {
            var y = Top + height * (1 - i / 4f);
            canvas.DrawLine(Left, y, Left + width, y, grid);
            canvas.DrawText((highest * i / 4).ToString("0.00", CultureInfo.InvariantCulture), 6, y + 4, font, ink);
            canvas.DrawText(
                (hours * i / 4).ToString("0.00", CultureInfo.InvariantCulture) + (i == 4 ? " h" : ""),
                Left + width * i / 4f - 10,
                PanelHeight - 6,
                font,
                ink);
        }

        for (var c = 0; c < curves.Count; c++)
        {
            using var line =
                new SKPaint { Color = Inks[c % Inks.Length], IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1.5f };
            using var path = new SKPath();
            foreach (var (at, value) in curves[c].Points)
            {
                var point = new SKPoint(Left + (float)(at / hours) * width, Top + height * (1 - (float)(value / highest)));
                if (path.IsEmpty)
                    path.MoveTo(point);
                else
                    path.LineTo(point);
            }

            canvas.DrawPath(path, line);
            using var label = new SKPaint { Color = Inks[c % Inks.Length], IsAntialias = true };
            canvas.DrawText(
                curves[c].Name.Replace("heldout.", "", StringComparison.Ordinal), Left + width + 8, Top + 10 + 14 * c, font, label);
        }
    }
}
