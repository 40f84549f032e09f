using Qwen.Screens.Safety;
using Qwen.VisionLanguage;

namespace Qwen.Screens;

/// <summary>
/// A screen behind a policy: the only kind that agents and kernel functions take, so that nothing reaches the device unjudged. Right
/// before an action it looks at the screen again and judges by what is shown then; right after, it looks where the action led.
/// Pictures taken through it hide the fields that secrets were typed into.
/// </summary>
/// <remarks>Actions take turns; taking pictures is safe at any time that the inner screen allows it.</remarks>
public sealed class GuardedScreen : IScreen
{
    // how often an action is judged anew because the screen changed under it
    private const int MostRounds = 3;

    private readonly IScreen inner;
    private readonly ScreenGuardOptions options;
    private readonly LabelFinder labels;
    private readonly TimeProvider clock;
    private readonly SecretMask mask;
    private readonly SecretWords words = new();
    private readonly SemaphoreSlim turn = new(1);
    private ScreenPoint? lastTouched;
    private ScreenPoint? pointer;
    private bool focusMovedByKeys;
    private int count;

    /// <summary>Puts a guard before a screen.</summary>
    /// <param name="inner">The screen; disposed with the guard.</param>
    /// <param name="options">Policy, approval, audit and the like.</param>
    public GuardedScreen(IScreen inner, ScreenGuardOptions options)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(options);
        this.inner = inner;
        this.options = options;
        clock = options.Clock ?? TimeProvider.System;
        labels = new LabelFinder(inner, options.LabelReader);
        mask = new SecretMask(inner);
    }

    /// <inheritdoc/>
    public ScreenCapabilities Capabilities => inner.Capabilities;

    /// <summary>Whether the emergency stop was used: nothing will be carried out any more.</summary>
    public bool IsStopped => options.EmergencyStop.IsCancellationRequested;

    /// <summary>What may be done.</summary>
    public ScreenPolicy Policy => options.Policy;

    internal CancellationToken EmergencyStop => options.EmergencyStop;

    /// <inheritdoc/>
    public async Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default) =>
        await HideAsync(await inner.CaptureAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) =>
        words.Clean(await inner.FindControlAsync(point, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<ScreenControl?> FindFocusAsync(CancellationToken cancellationToken = default) =>
        words.Clean(await inner.FindFocusAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Carries an action out if it may be; see <see cref="AttemptAsync"/> for one that tells instead of throwing.</summary>
    /// <exception cref="QwenException">It may not, or the screen cannot.</exception>
    public async Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        var attempt = await AttemptAsync(action, cancellationToken).ConfigureAwait(false);
        if (!attempt.Succeeded)
            throw new QwenException($"{action} was not carried out: {attempt.Reason}");
    }

    /// <summary>Judges an action, asks for approval where that is needed, carries it out, and keeps a record of all of it.</summary>
    /// <remarks>
    /// What is risky, needs approval or carries a secret is done only to the screen that it was judged by: right before, the guard looks
    /// once more, and a change is judged and asked about anew, three times at most. The record says that an action begins before it does.
    /// </remarks>
    /// <param name="action">The action, in pixels of the newest shot.</param>
    /// <param name="cancellationToken">Stops the action; what it holds down is released by the screen.</param>
    /// <returns>What became of it. A refusal is no exception.</returns>
    public async Task<ScreenAttempt> AttemptAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var run = new AttemptInProgress(new ScreenAttempt
            {
                Screen = inner.Capabilities.Name,
                Number = ++count,
                Time = clock.GetUtcNow(),
                Action = Hold(action),
                Outcome = AttemptOutcome.Denied,
                Risk = ScreenRisk.Unknown,
            });
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.EmergencyStop);
            try
            {
                await RunAsync(run, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (IsStopped)
            {
                run.Break(AttemptOutcome.Stopped, "The emergency stop was used.");
            }
            catch (OperationCanceledException)
            {
                await RecordAsync(run.Break(AttemptOutcome.Failed, "It was cancelled.")).ConfigureAwait(false);
                throw;
            }
            catch (QwenException error)
            {
                run.Break(AttemptOutcome.Failed, error.Message);
            }
            catch (Exception error)
            {
                await RecordAsync(run.Break(AttemptOutcome.Failed, $"The device failed ({error.GetType().Name}).")).ConfigureAwait(false);
                throw;
            }

            await RecordAsync(run.Attempt).ConfigureAwait(false);
            return Clean(run.Attempt);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    private async Task RunAsync(AttemptInProgress run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var action = run.Attempt.Action;
        if (!inner.Capabilities.Supports(action))
        {
            run.End(AttemptOutcome.Failed, $"The {inner.Capabilities.Name} cannot do this: {ActionText.Describe(action)}.");
            return;
        }

        var context = await LookAsync(action, cancellationToken).ConfigureAwait(false);
        var wasAsked = false;
        for (var round = 1; ; round++)
        {
            // who said yes to another screen is asked again, however harmless this one is
            if (await PrepareAsync(run, context, wasAsked, cancellationToken).ConfigureAwait(false) is not { } prepared)
                return;
            wasAsked |= run.Attempt.Risk > options.Policy.Unasked;

            // on record before anything is done: what cannot be recorded is not done
            await RecordAsync(run.Attempt with { Outcome = AttemptOutcome.Begun, Reason = null }).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var isSecret = SecretPlaceholders.Occur(action);

            // asked for before the last look: a device takes its time to tell
            var field = isSecret ? context.Focus ?? await FindTouchedAsync(cancellationToken).ConfigureAwait(false) : null;
            var isSerious = wasAsked || run.Attempt.Risk > ScreenRisk.Reversible || isSecret;
            if (await FindChangeAsync(context, action, isSerious, cancellationToken).ConfigureAwait(false) is not { } changed)
            {
                await PerformAsync(run, prepared, context, field, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (round == MostRounds)
            {
                run.End(AttemptOutcome.Declined, "The screen changed again and again before it could be carried out: look again.");
                return;
            }

            context = changed;
        }
    }

    // what is there now, where it is not what was judged: people, sources of secrets and records take time, and the screen may use it
    private async Task<ScreenContext?> FindChangeAsync(
        ScreenContext judged, ScreenAction action, bool isSerious, CancellationToken cancellationToken)
    {
        if (isSerious)
        {
            var now = await LookAsync(action, cancellationToken).ConfigureAwait(false);
            return ScreenLook.IsSame(judged, now, action, lastTouched) && await IsStillAsync(now, action, cancellationToken)
                .ConfigureAwait(false) ? null : now;
        }

        // so does a model that reads what stands at a point
        return !labels.Reads || await IsStillAsync(judged, action, cancellationToken).ConfigureAwait(false)
            ? null
            : await LookAsync(action, cancellationToken).ConfigureAwait(false);
    }

    // to find what stands at a point takes a device or a model seconds: place and picture are looked at again behind it
    private async Task<bool> IsStillAsync(ScreenContext now, ScreenAction action, CancellationToken cancellationToken)
    {
        var shot = await inner.CaptureAsync(cancellationToken).ConfigureAwait(false);
        return ScreenLook.IsSame(now, now with { Shot = shot }, action, lastTouched);
    }

    // judged, approved and with its secrets filled in; null where the attempt ends here
    private async Task<ScreenAction?> PrepareAsync(
        AttemptInProgress run, ScreenContext context, bool mustAsk, CancellationToken cancellationToken)
    {
        var verdict = options.Policy.Judge(run.Attempt.Action, context);
        run.Attempt = run.Attempt with
        {
            Before = await HideAsync(context.Shot, cancellationToken).ConfigureAwait(false),
            Risk = verdict.Risk,
            Label = context.Controls.Append(context.Focus).FirstOrDefault(control => control is { Label.Length: > 0 })?.Label,
            Reason = verdict.Reason,
        };
        if (!verdict.IsAllowed)
        {
            run.End(AttemptOutcome.Denied);
            return null;
        }

        if ((mustAsk || verdict.Risk > options.Policy.Unasked)
            && await AskAsync(run.Attempt, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            run.End(AttemptOutcome.Declined, context.IsBareGround(run.Attempt.Action) ? $"{Bare(run.Attempt.Action)} {refusal}" : refusal);
            return null;
        }

        var (action, problem) = await FillAsync(verdict.Action, context.Shot.Place, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            run.End(AttemptOutcome.Denied, problem);
            return null;
        }

        if (!options.DryRun)
            return action;
        if (context.IsBareGround(action!))
            run.Attempt = run.Attempt with { HitNothing = true, Reason = Bare(action!) };
        run.End(AttemptOutcome.DryRun);
        return null;
    }

    private async Task PerformAsync(
        AttemptInProgress run, ScreenAction action, ScreenContext context, ScreenControl? field, CancellationToken cancellationToken)
    {
        // hidden before it is typed or moves: a picture may be taken while it is
        var secret = (action as TypeTextAction)?.Filled;
        if (secret is not null)
            mask.Add(context.Shot, field);
        mask.Move(context.Shot, action);
        run.IsTold = true;
        try
        {
            await inner.PerformAsync(action, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (secret is not null)
        {
            // a device names in its complaint what it was to do, and this was to type a secret
            throw error is OperationCanceledException
                ? new OperationCanceledException(cancellationToken)
                : new QwenException("A text that holds a secret could not be typed.");
        }

        run.End(AttemptOutcome.Performed);
        lastTouched = ActionPoints.Focused(action) ?? (FocusKeys.Move(action, inner.Capabilities.Kind) ? null : lastTouched);
        focusMovedByKeys = FocusKeys.Move(action, inner.Capabilities.Kind) || (focusMovedByKeys && ActionPoints.Focused(action) is null);
        var after = await inner.CaptureAsync(cancellationToken).ConfigureAwait(false);
        var inside = options.Policy.Allows(after.Place);
        var hitNothing = inside && context.IsBareGround(action) && IsUnchanged(context.Shot, after, action);
        if (ActionPoints.Of(action) is [.., var last])
            pointer = last;
        run.Attempt = run.Attempt with
        {
            After = await HideAsync(after, cancellationToken).ConfigureAwait(false),
            IsInside = inside,
            HitNothing = hitNothing,
            Reason = !inside ? "It led to where the policy allows nothing but leaving."
                : hitNothing ? $"{Bare(action)} Nothing changed."
                : null,
        };
    }

    // a mouse leaves its pointer behind, at first from where nobody knows
    private bool IsUnchanged(ScreenShot before, ScreenShot after, ScreenAction action)
    {
        if (inner.Capabilities.Kind == ScreenKind.Phone)
            return ScreenSpots.IsUnchanged(before, after, [], 0);
        var points = ActionPoints.Of(action);
        return pointer is { } old
            ? ScreenSpots.IsUnchanged(before, after, [.. points, old], 0)
            : ScreenSpots.IsUnchanged(before, after, points, 4);
    }

    private static string Bare(ScreenAction action) =>
        ActionPoints.Of(action) is [var point, ..] ? $"No control stands at ({point.X}, {point.Y})." : "No control stands there.";

    private async Task<ScreenContext> LookAsync(ScreenAction action, CancellationToken cancellationToken)
    {
        var shot = await inner.CaptureAsync(cancellationToken).ConfigureAwait(false);
        var controls = new List<ScreenControl?>();
        var seen = await HideAsync(shot, cancellationToken).ConfigureAwait(false);
        foreach (var point in ActionPoints.Of(action))
            controls.Add(await labels.FindAsync(seen, point, cancellationToken).ConfigureAwait(false));
        return new ScreenContext(shot, controls, inner.Capabilities.KnowsControls)
        {
            Kind = inner.Capabilities.Kind,
            Focus = action is TypeTextAction or PressKeysAction or PressButtonAction { Button: SystemButton.Enter }
                ? await inner.FindFocusAsync(cancellationToken).ConfigureAwait(false)
                : null,
            FocusMovedByKeys = focusMovedByKeys,
        };
    }

    // null where it was approved
    private async Task<string?> AskAsync(ScreenAttempt attempt, CancellationToken cancellationToken)
    {
        if (options.Approve is not { } approve)
            return $"It may {Describe(attempt.Risk)}, and there is nobody to approve that.";
        var request = new ApprovalRequest { Action = attempt.Action, Risk = attempt.Risk, Label = words.Clean(attempt.Label),
            Shot = attempt.Before! };
        return await approve(request, cancellationToken).ConfigureAwait(false) ? null
            : $"It may {Describe(attempt.Risk)}, and that was not approved.";
    }

    private async Task<(ScreenAction? Action, string? Problem)> FillAsync(ScreenAction action, ScreenPlace? place,
        CancellationToken cancellationToken)
    {
        if (action is not TypeTextAction typed || !SecretPlaceholders.Occur(typed))
            return (action, null);
        var (values, problem) = await SecretPlaceholders.FindAsync(typed.Text, options.Secrets, place,
            cancellationToken).ConfigureAwait(false);
        if (problem is not null)
            return (null, problem);
        foreach (var value in values.Values)
            words.Add(value);
        return (typed with { Filled = SecretPlaceholders.Fill(typed.Text, values) }, null);
    }

    // what is judged is what is done: nothing that was filled in before, and no list that changes meanwhile
    private static ScreenAction Hold(ScreenAction action) => action switch
    {
        TypeTextAction typed => typed with { Filled = null },
        PressKeysAction keys => keys with { Keys = [.. keys.Keys] },
        _ => action,
    };

    private async Task<ScreenControl?> FindTouchedAsync(CancellationToken cancellationToken) =>
        lastTouched is { } point ? await inner.FindControlAsync(point, cancellationToken).ConfigureAwait(false) : null;

    // kept even where the caller gave up
    private async Task RecordAsync(ScreenAttempt attempt)
    {
        if (options.Audit is { } audit)
            await audit.WriteAsync(Clean(attempt), CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<ScreenShot> HideAsync(ScreenShot shot, CancellationToken cancellationToken)
    {
        var hidden = await mask.HideAsync(shot, cancellationToken).ConfigureAwait(false);
        return hidden with { Place = words.Clean(shot.Place) };
    }

    // what stands on a control, or what a device complains of, may be what was typed
    private ScreenAttempt Clean(ScreenAttempt attempt) => attempt with { Label = words.Clean(attempt.Label),
        Reason = words.Clean(attempt.Reason) };

    private static string Describe(ScreenRisk risk) => risk switch
    {
        ScreenRisk.Unknown => "do something that nobody can tell",
        ScreenRisk.Confirm => "confirm what stands elsewhere on the screen",
        ScreenRisk.Grant => "grant a permission or sign in",
        ScreenRisk.Reversible => "change something",
        _ => risk.ToString().ToLowerInvariant(),
    };
}
