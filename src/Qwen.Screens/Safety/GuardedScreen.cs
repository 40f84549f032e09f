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
    private readonly IScreen inner;
    private readonly ScreenGuardOptions options;
    private readonly LabelFinder labels;
    private readonly TimeProvider clock;
    private readonly SecretMask mask = new();
    private readonly SemaphoreSlim turn = new(1);
    private ScreenPoint? lastTouched;
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
        mask.Hide(await inner.CaptureAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) =>
        inner.FindControlAsync(point, cancellationToken);

    /// <summary>Carries an action out if it may be; see <see cref="AttemptAsync"/> for one that tells instead of throwing.</summary>
    /// <exception cref="QwenException">It may not, or the screen cannot.</exception>
    public async Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        var attempt = await AttemptAsync(action, cancellationToken).ConfigureAwait(false);
        if (!attempt.Succeeded)
            throw new QwenException($"{action} was not carried out: {attempt.Reason}");
    }

    /// <summary>Judges an action, asks for approval where that is needed, carries it out, and keeps a record of all of it.</summary>
    /// <param name="action">The action, in pixels of the newest shot.</param>
    /// <param name="cancellationToken">Stops the action; what it holds down is released by the screen.</param>
    /// <returns>What became of it. A refusal is no exception.</returns>
    public async Task<ScreenAttempt> AttemptAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var attempt = new ScreenAttempt
            {
                Screen = inner.Capabilities.Name,
                Number = ++count,
                Time = clock.GetUtcNow(),
                Action = action,
                Outcome = AttemptOutcome.Denied,
                Risk = ScreenRisk.Unknown,
            };
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.EmergencyStop);
            try
            {
                attempt = await RunAsync(attempt, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (IsStopped)
            {
                attempt = attempt with { Outcome = AttemptOutcome.Stopped, Reason = "The emergency stop was used." };
            }
            catch (OperationCanceledException)
            {
                await RecordAsync(attempt with { Outcome = AttemptOutcome.Failed, Reason = "It was cancelled." }).ConfigureAwait(false);
                throw;
            }
            catch (QwenException error)
            {
                attempt = attempt with { Outcome = AttemptOutcome.Failed, Reason = error.Message };
            }
            catch (Exception error)
            {
                // a fault of the device: what was begun is on record all the same
                await RecordAsync(attempt with { Outcome = AttemptOutcome.Failed, Reason = $"The device failed ({error.GetType().Name})." }).ConfigureAwait(false);
                throw;
            }

            await RecordAsync(attempt).ConfigureAwait(false);
            return attempt;
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

    private async Task<ScreenAttempt> RunAsync(ScreenAttempt attempt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!inner.Capabilities.Supports(attempt.Action))
            return attempt with { Outcome = AttemptOutcome.Failed, Reason = $"{inner.Capabilities.Name} cannot do {attempt.Action.GetType().Name}." };

        var context = await LookAsync(attempt.Action, cancellationToken).ConfigureAwait(false);
        var verdict = options.Policy.Judge(attempt.Action, context);
        attempt = attempt with
        {
            Before = mask.Hide(context.Shot),
            Risk = verdict.Risk,
            Label = context.Controls.FirstOrDefault(control => control is { Label.Length: > 0 })?.Label,
            Reason = verdict.Reason,
        };
        if (!verdict.IsAllowed)
            return attempt;
        if (verdict.Risk > options.Policy.Unasked)
        {
            if (options.Approve is null)
                return attempt with { Outcome = AttemptOutcome.Declined, Reason = $"It may {Describe(verdict.Risk)}, and there is nobody to approve that." };
            if (await AskAsync(attempt, context, cancellationToken).ConfigureAwait(false) is { } refusal)
                return attempt with { Outcome = AttemptOutcome.Declined, Reason = refusal };
        }

        var filled = await FillAsync(verdict.Action, context.Shot, cancellationToken).ConfigureAwait(false);
        if (filled.Missing is { } missing)
            return attempt with { Reason = $"There is no secret \"{missing}\" for this place." };
        return options.DryRun
            ? attempt with { Outcome = AttemptOutcome.DryRun }
            : await PerformAsync(attempt, filled.Action!, hidesText: filled.Action != verdict.Action, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ScreenAttempt> PerformAsync(ScreenAttempt attempt, ScreenAction action, bool hidesText, CancellationToken cancellationToken)
    {
        try
        {
            await inner.PerformAsync(action, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (hidesText && error is not OperationCanceledException)
        {
            // a device names the action in its complaint, and this one holds a secret
            throw new QwenException("A text that holds a secret could not be typed.");
        }

        if (ActionPoints.Of(action) is [.., var touched])
            lastTouched = touched;
        if (action is Scroll or Drag)
            mask.Moved();

        var after = await inner.CaptureAsync(cancellationToken).ConfigureAwait(false);
        var inside = options.Policy.Allows(after.Place);
        return attempt with
        {
            Outcome = AttemptOutcome.Performed,
            After = mask.Hide(after),
            IsInside = inside,
            Reason = inside ? null : "It led to where the policy allows nothing but leaving.",
        };
    }

    private async Task<ScreenContext> LookAsync(ScreenAction action, CancellationToken cancellationToken)
    {
        var shot = await inner.CaptureAsync(cancellationToken).ConfigureAwait(false);
        var controls = new List<ScreenControl?>();
        foreach (var point in ActionPoints.Of(action))
            controls.Add(await labels.FindAsync(shot, point, cancellationToken).ConfigureAwait(false));
        return new ScreenContext(shot, controls, inner.Capabilities.KnowsControls);
    }

    // a person takes time, and the screen may use it: what was approved must still be what is there
    private async Task<string?> AskAsync(ScreenAttempt attempt, ScreenContext approved, CancellationToken cancellationToken)
    {
        var request = new ApprovalRequest { Action = attempt.Action, Risk = attempt.Risk, Label = attempt.Label, Shot = attempt.Before! };
        if (!await options.Approve!(request, cancellationToken).ConfigureAwait(false))
            return $"It may {Describe(attempt.Risk)}, and that was not approved.";
        var now = await LookAsync(attempt.Action, cancellationToken).ConfigureAwait(false);
        return now.Shot.Place == approved.Shot.Place && now.Shot.Size == approved.Shot.Size && now.Controls.SequenceEqual(approved.Controls)
            && ScreenSpots.LookAlike(approved.Shot, now.Shot, ActionPoints.Of(attempt.Action))
            ? null
            : "The screen changed while approval was awaited: look again.";
    }

    private async Task<(ScreenAction? Action, string? Missing)> FillAsync(ScreenAction action, ScreenShot shot, CancellationToken cancellationToken)
    {
        if (action is not TypeText typed || !SecretPlaceholders.Occur(typed.Text))
            return (action, null);
        var (text, missing) = await SecretPlaceholders.FillAsync(typed.Text, options.Secrets, shot.Place, cancellationToken).ConfigureAwait(false);
        if (text is null)
            return (null, missing);

        // masked before it is typed: a picture may be taken while it is
        if (!options.DryRun)
        {
            var field = lastTouched is { } point ? await inner.FindControlAsync(point, cancellationToken).ConfigureAwait(false) : null;
            mask.Add(shot, field);
        }

        return (typed with { Text = text }, null);
    }

    // kept even where the caller gave up
    private async Task RecordAsync(ScreenAttempt attempt)
    {
        if (options.Audit is { } audit)
            await audit.WriteAsync(attempt, CancellationToken.None).ConfigureAwait(false);
    }

    private static string Describe(ScreenRisk risk) => risk switch
    {
        ScreenRisk.Unknown => "do something that nobody can tell",
        ScreenRisk.Confirm => "confirm what stands elsewhere on the screen",
        ScreenRisk.Grant => "grant a permission or sign in",
        ScreenRisk.Reversible => "change something",
        _ => risk.ToString().ToLowerInvariant(),
    };
}
