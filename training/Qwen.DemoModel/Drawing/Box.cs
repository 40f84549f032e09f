namespace Qwen.DemoModel.Drawing;

/// <summary>A rectangle in pixels of the picture that the model sees.</summary>
internal readonly record struct Box(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Centre, as answers give it.</summary>
    public int CentreX => (Left + Right) / 2;

    /// <inheritdoc cref="CentreX"/>
    public int CentreY => (Top + Bottom) / 2;

    /// <summary>Whether a point lies inside or on the edge.</summary>
    public bool Contains(double x, double y) => x >= Left && x <= Right && y >= Top && y <= Bottom;

    /// <summary>Intersection over union.</summary>
    public double Overlap(Box other)
    {
        double width =
            Math.Min(Right, other.Right) - Math.Max(Left, other.Left), height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0)
            return 0;
        return width * height / (Area + other.Area - width * height);
    }

    /// <summary>The box in a picture of another size.</summary>
    public Box Scaled(double x, double y) =>
        new((int)Math.Round(Left * x), (int)Math.Round(Top * y), (int)Math.Round(Right * x), (int)Math.Round(Bottom * y));

    /// <summary>The box as far as it lies in a picture: coordinates at most width − 1 and height − 1.</summary>
    public Box Inside(int width, int height)
        => new(Math.Clamp(
            Left, 0, width - 1), Math.Clamp(Top, 0, height - 1), Math.Clamp(Right, 0, width - 1), Math.Clamp(Bottom, 0, height - 1));

    /// <summary>The smallest box around both.</summary>
    public Box With(Box other)
        => new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    private double Area => (double)(Right - Left) * (Bottom - Top);
}
