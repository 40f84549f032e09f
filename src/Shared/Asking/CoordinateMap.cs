using Qwen.VisionLanguage.Images;

namespace Qwen.Shared.Asking;

/// <summary>Between the caller's picture and the size at which the model saw it; each axis has its own factor.</summary>
/// <param name="Picture">Size of the caller's picture.</param>
/// <param name="Model">Size the model saw.</param>
internal sealed record CoordinateMap(PixelSize Picture, PixelSize Model)
{
    /// <summary>A point for a prompt: whole pixels, inside what the model sees.</summary>
    public (int X, int Y) ToModel(double x, double y) =>
        (Fit(x * Model.Width / Picture.Width, Model.Width - 1), Fit(y * Model.Height / Picture.Height, Model.Height - 1));

    /// <summary>A point that the model named, inside the picture.</summary>
    public (int X, int Y) PointToPicture(double x, double y) =>
        (Fit(x * Picture.Width / Model.Width, Picture.Width - 1), Fit(y * Picture.Height / Model.Height, Picture.Height - 1));

    /// <summary>An edge that the model named: the picture's own edges are allowed.</summary>
    public (int X, int Y) EdgeToPicture(double x, double y) =>
        (Fit(x * Picture.Width / Model.Width, Picture.Width), Fit(y * Picture.Height / Model.Height, Picture.Height));

    private static int Fit(double value, int largest) => (int)Math.Round(Math.Clamp(value, 0, largest));
}
