using Qwen.Screens.Actions;
using Qwen.Screens.Safety;

namespace Qwen.Screens;

/// <summary>
/// What may be done to a screen. Says no unless told otherwise: without apps or origins nothing is touched at all. Immutable.
/// </summary>
public sealed record ScreenPolicy
{
    /// <summary>Allows looking only.</summary>
    public static ScreenPolicy LookOnly { get; } = new();

    /// <summary>Apps in which actions may take place, and which may be opened.</summary>
    public IReadOnlyList<AllowedApp> Apps { get; init; } = [];

    /// <summary>Origins of pages on which actions may take place, and which may be opened.</summary>
    public IReadOnlyList<WebOrigin> Origins { get; init; } = [];

    /// <summary>
    /// Whether actions may take place where the device cannot tell what is in the foreground. Such a screen belongs to the model
    /// alone, or to nobody who minds.
    /// </summary>
    public bool AllowUnknownPlace { get; init; }

    /// <summary>Types of actions, subclasses of <see cref="ScreenAction"/>; all by default, inside the places that are allowed.</summary>
    public IReadOnlySet<Type> Actions { get; init; } = new HashSet<Type>
    {
        typeof(TapAction), typeof(DoubleTapAction), typeof(LongPressAction), typeof(DragAction), typeof(ScrollAction),
        typeof(MovePointerAction), typeof(TypeTextAction),
        typeof(PressKeysAction), typeof(PressButtonAction), typeof(OpenAction), typeof(WaitAction),
    };

    /// <summary>Parts of the screen that nothing touches.</summary>
    public IReadOnlyList<ForbiddenRegion> ForbiddenRegions { get; init; } = [];

    /// <summary>The most serious risk that is run without asking anybody.</summary>
    public ScreenRisk Unasked { get; init; } = ScreenRisk.Reversible;

    /// <summary>Whether actions may take place on what is in the foreground.</summary>
    internal bool Allows(ScreenPlace? place)
    {
        if (place is null || (place.App is null && place.Address is null))
            return AllowUnknownPlace;
        if (place.Address is { } address && (WebOrigin.Of(address) is not { } origin || !Origins.Contains(origin)))
            return false;

        // a browser that shows an allowed page need not be an allowed app itself
        return place.App is null || place.Address is not null || Apps.Any(app => app.Id == place.App);
    }

    /// <summary>Judges an action before it is carried out.</summary>
    /// <param name="action">The action.</param>
    /// <param name="context">What it would be done to.</param>
    internal ScreenVerdict Judge(ScreenAction action, ScreenContext context)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(context);
        if (action is WaitAction)
            return ScreenVerdict.Allow(action, ScreenRisk.Observe);
        return DenyAction(action) ?? DenyText(action) ?? DenyPlace(action, context) ?? DenyPoints(action, context)
            ?? JudgeTarget(action, context);
    }

    private ScreenVerdict? DenyAction(ScreenAction action) => Actions.Contains(action.GetType())
        ? null
        : ScreenVerdict.Deny(action, $"The policy does not allow {ActionText.NameOf(action)}.");

    private static ScreenVerdict? DenyText(ScreenAction action) =>
        action is TypeTextAction typed && TypedLines.FindProblem(typed.Text) is { } problem ? ScreenVerdict.Deny(action, problem) : null;

    private ScreenVerdict? DenyPlace(ScreenAction action, ScreenContext context)
    {
        // leaving is possible from everywhere
        if (action is OpenAction or PressButtonAction { Button: SystemButton.Back or SystemButton.Home })
            return null;
        if (context.Shot.IsProtected)
            return ScreenVerdict.Deny(action, "The device hides what it shows: nothing is done to what cannot be seen.");
        return Allows(context.Shot.Place)
            ? null
            : ScreenVerdict.Deny(
                action, $"{Describe(context.Shot.Place)} is not allowed: only Back, Home and opening what is allowed are possible here.");
    }

    private ScreenVerdict? DenyPoints(ScreenAction action, ScreenContext context)
    {
        var size = context.Shot.Size;
        var points = ActionPoints.Way(action, context.Kind, size);
        if (points.Any(point => point.X < 0 || point.Y < 0 || point.X >= size.Width || point.Y >= size.Height))
            return ScreenVerdict.Deny(action, $"A point lies outside the screen of {size} pixels.");
        var touched = ForbiddenRegions.Any(
            region => points.Any(region.Contains) || (points is [var from, var to] && region.Crosses(from, to)));
        if (touched)
            return ScreenVerdict.Deny(action, "This part of the screen must not be touched.");

        // what has the focus is touched by keys
        return context.Focus?.Bounds is { } bounds && ForbiddenRegions.Any(region => region.Overlaps(bounds))
            ? ScreenVerdict.Deny(action, "What has the focus lies in a part of the screen that must not be touched.")
            : null;
    }

    private ScreenVerdict JudgeTarget(ScreenAction action, ScreenContext context)
    {
        if (action is OpenAction open)
            return JudgeOpen(open);
        foreach (var control in context.Controls.Append(context.Focus))
        {
            if (control is not null && DenyTarget(control) is { } reason)
                return ScreenVerdict.Deny(action, reason);
        }

        return ScreenVerdict.Allow(action, RiskRules.Classify(action, context));
    }

    // what is opened is what was judged, written so that the device cannot read it differently
    private ScreenVerdict JudgeOpen(OpenAction open)
    {
        if (Apps.FirstOrDefault(app => app.Id == open.Target || app.Name == open.Target) is { } app)
            return ScreenVerdict.Allow(open with { Target = app.Id }, ScreenRisk.Reversible);
        if (WebOrigin.TryRead(open.Target, out var address) is { } origin && Origins.Contains(origin))
            return ScreenVerdict.Allow(open with { Target = address.AbsoluteUri }, ScreenRisk.Reversible);
        return ScreenVerdict.Deny(open, $"{ScreenText.Quote(open.Target)} is neither an app nor an address that is allowed.");
    }

    private string? DenyTarget(ScreenControl control)
    {
        if (control.Frame is { } frame && (WebOrigin.Of(frame) is not { } origin || !Origins.Contains(origin)))
        {
            return $"The {control.Role} stands in a frame of {ScreenText.Quote(WebOrigin.Of(frame)?.ToString() ?? frame.Scheme + ":")}, "
                + "which is not allowed.";
        }

        if (control.Target is { Length: > 0 } target && !LeadsToAllowed(target))
            return $"The {control.Role} leads to {ScreenText.Quote(target)}, which is not allowed.";
        if (control.Target is null && control.Role is "app" or "app icon"
            && !Apps.Any(app => app.Name == control.Label || app.Id == control.Label))
            return $"The app icon {ScreenText.Quote(control.Label)} is not of an app that is allowed.";
        return null;
    }

    private bool LeadsToAllowed(string target) =>
        Apps.Any(app => app.Id == target) || (WebOrigin.TryRead(target, out _) is { } origin && Origins.Contains(origin));

    private static string Describe(ScreenPlace? place) => place switch
    {
        { Address: { } address } => $"The page {address.GetLeftPart(UriPartial.Authority)}",
        { App: { } app } => $"The app {app}",
        _ => "What the device cannot name",
    };
}
