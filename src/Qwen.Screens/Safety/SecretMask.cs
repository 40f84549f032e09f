using Qwen.Shared.Natives;
using SkiaSharp;

namespace Qwen.Screens.Safety;

/// <summary>
/// Hides what holds a secret in every picture that leaves the guard: the fields that one was typed into, in every later picture of that
/// app or page; the whole picture where they may have moved. Thread-safe.
/// </summary>
internal sealed class SecretMask(IScreen device)
{
    private readonly Lock gate = new();
    private readonly List<SecretVeil> veils = [];

    // pictures of other apps may be shown side by side
    private bool showsOverview;

    /// <summary>A secret is about to be typed into a field.</summary>
    /// <param name="shot">The screen.</param>
    /// <param name="field">The field; null where nobody knows where the text goes.</param>
    public void Add(ScreenShot shot, ScreenControl? field)
    {
        lock (gate)
        {
            var veil = veils.Find(veil => veil.Covers(shot));
            if (veil is null)
                veils.Add(veil = new SecretVeil(shot));
            if (field?.Bounds is null)
                veil.HidesAll = true;
            else if (!veil.Fields.Contains(field))
                veil.Fields.Add(field);
        }
    }

    /// <summary>An action is about to be done, which may move what was typed.</summary>
    /// <param name="shot">The screen.</param>
    /// <param name="action">The action.</param>
    public void Move(ScreenShot shot, ScreenAction action)
    {
        lock (gate)
        {
            var covering = veils.FindAll(veil => veil.Covers(shot));
            var isSwipe = action is ScrollAction or DragAction;
            foreach (var veil in covering)
            {
                veil.HidesAll |= isSwipe;
                veil.IsInDoubt |= FocusKeys.Move(action, device.Capabilities.Kind);
            }

            // the apps in a row, by their button or by a swipe from the edge
            if (FocusKeys.ShowOverview(action) || (isSwipe && covering.Count > 0))
                showsOverview = true;
            else if (!isSwipe && action is not (WaitAction or MovePointerAction))
                showsOverview = false;
        }
    }

    /// <summary>The shot as it may be seen.</summary>
    public async Task<ScreenShot> HideAsync(ScreenShot shot, CancellationToken cancellationToken)
    {
        List<SecretVeil> covering;
        bool hidesAll;
        lock (gate)
        {
            foreach (var veil in veils)
                veil.Follow(shot);
            covering = veils.FindAll(veil => veil.Covers(shot));
            hidesAll = covering.Exists(veil => veil.HidesAll) || (veils.Count > 0 && showsOverview);
        }

        foreach (var veil in covering.Where(veil => veil.IsInDoubt && !hidesAll))
        {
            if (await LieWhereTheyLayAsync(veil.Fields, cancellationToken).ConfigureAwait(false))
                veil.IsInDoubt = false;
            else
                hidesAll = true;
        }

        return hidesAll ? Paint(shot, null) : covering.Count > 0 ? Paint(shot, covering.SelectMany(veil => veil.Fields)) : shot;
    }

    private async Task<bool> LieWhereTheyLayAsync(IEnumerable<ScreenControl> fields, CancellationToken cancellationToken)
    {
        foreach (var field in fields)
        {
            var (left, top, right, bottom) = field.Bounds!.Value;
            var found = await device.FindControlAsync(new ScreenPoint((left + right) / 2, (top + bottom) / 2),
                cancellationToken).ConfigureAwait(false);
            if (found is null || found.Bounds != field.Bounds || found.Role != field.Role || found.IsSecret != field.IsSecret)
                return false;
        }

        return true;
    }

    // fields in grey, or everything where there are none to paint
    private static ScreenShot Paint(ScreenShot shot, IEnumerable<ScreenControl>? fields)
    {
        PictureLibrary.Require();
        using var picture = fields is null ? null : SKBitmap.Decode(shot.Png.Span);
        using var bitmap = picture ?? new SKBitmap(shot.Size.Width, shot.Size.Height);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Gray };
        if (picture is null)
            canvas.Clear(SKColors.Gray);
        foreach (var field in fields ?? [])
        {
            var (left, top, right, bottom) = field.Bounds!.Value;
            canvas.DrawRect(SKRect.Create(left, top, right - left, bottom - top), paint);
        }

        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return shot with { Png = data.ToArray() };
    }
}
