using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Screens.Agent;
using Qwen.Screens.Contract;
using Qwen.Shared.Asking;
using Qwen.Shared.Functions;
using Qwen.VisionLanguage;

namespace Qwen.Screens;

/// <summary>
/// Lets another agent see a screen and act on it, step by step or a whole task at once. Every action goes through the guard: its policy
/// says what is allowed, and a refusal comes back as a result.
/// </summary>
/// <remarks>
/// Coordinates are pixels of the picture that <c>see_screen</c> returned last, which is small enough to be seen as it is. One caller at a
/// time, as on any screen.
/// </remarks>
public sealed class ScreensTasks
{
    private const string X = "Pixels from the left edge of the picture that see_screen returned last.";
    private const string Y = "Pixels from the top edge of that picture.";
    private const string Result = "What became of it. Look at the screen again to see the effect.";

    private readonly GuardedScreen screen;
    private readonly ActionAsker asker;
    private readonly ScreenAgent agent;
    private readonly ScreenAgentOptions options;
    private CoordinateMap? shown;

    /// <summary>Makes the tasks.</summary>
    /// <param name="client">The client that finds things and carries out tasks; it stays the caller's.</param>
    /// <param name="screen">The screen behind its guard; it stays the caller's.</param>
    /// <param name="options">How the model is asked, and sizes; null for the defaults.</param>
    public ScreensTasks(IChatClient client, GuardedScreen screen, ScreenAgentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(screen);
        this.screen = screen;
        this.options = options ??= new ScreenAgentOptions();
        agent = new ScreenAgent(client, screen, options);
        asker = new ActionAsker(client, options);
    }

    /// <summary>
    /// The functions as tools of a chat client, an agent or an MCP server: <c>screens_…</c>. Mistakes come back as
    /// <see cref="ErrorContent"/>.
    /// </summary>
    /// <param name="requireApproval">
    /// Whether each call that changes something is handed over for approval first, as <see cref="ApprovalRequiredAIFunction"/>.
    /// </param>
    /// <returns>One for each method that a model can call; pictures they return are <see cref="DataContent"/>, all else is JSON.</returns>
    public IReadOnlyList<AIFunction> AsTools(bool requireApproval = false) => TaskTools.Create(this, "screens", requireApproval);

    /// <summary>Takes a picture of the screen once it is still.</summary>
    [DisplayName("see_screen")]
    [ToolHints(readsOnly: true, destructive: false, reachesOut: false)]
    [Description("Looks at the screen: returns a picture of what it shows now, with its size and what is in the foreground.")]
    [return: Description("A description of the screen, then the picture.")]
    public async Task<IReadOnlyList<AIContent>> SeeScreenAsync(CancellationToken cancellationToken = default)
    {
        var shot = await LookAsync(cancellationToken).ConfigureAwait(false);
        var picture = await ShowAsync(shot, cancellationToken).ConfigureAwait(false);
        var view = new ScreenView
        {
            Width = picture.Map.Model.Width,
            Height = picture.Map.Model.Height,
            Screen = screen.Capabilities.Name,
            App = shot.Place?.App,
            Address = shot.Place?.Address,
            ActionsAllowed = screen.Policy.Allows(shot.Place) && !shot.IsProtected,
            Protected = shot.IsProtected,
        };
        return
        [
            new TextContent(JsonSerializer.Serialize(view, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ScreenView)))),
            picture.ToContent(),
        ];
    }

    /// <summary>Taps or clicks.</summary>
    [DisplayName("tap")]
    [ToolHints(readsOnly: false, destructive: true, reachesOut: true)]
    [Description("Taps a point of the screen, or clicks it.")]
    [return: Description(Result)]
    public async Task<ScreenActionResult> TapAsync(
        [Description(X)] int x,
        [Description(Y)] int y,
        [Description("Which button of a mouse: Left, Right or Middle.")] MouseButton button = MouseButton.Left,
        CancellationToken cancellationToken = default) =>
        await AttemptAsync(
            new TapAction(await PointAsync(x, y, cancellationToken).ConfigureAwait(false), button),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Taps twice or double-clicks.</summary>
    [DisplayName("double_tap")]
    [ToolHints(readsOnly: false, destructive: true, reachesOut: true)]
    [Description("Taps a point of the screen twice, or double-clicks it.")]
    [return: Description(Result)]
    public async Task<ScreenActionResult> DoubleTapAsync(
        [Description(X)] int x, [Description(Y)] int y, CancellationToken cancellationToken = default) =>
        await AttemptAsync(
            new DoubleTapAction(await PointAsync(x, y, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);

    /// <summary>Touches and holds.</summary>
    [DisplayName("long_press")]
    [ToolHints(readsOnly: false, destructive: true, reachesOut: true)]
    [Description("Touches a point of the screen and holds it.")]
    [return: Description(Result)]
    public async Task<ScreenActionResult> LongPressAsync(
        [Description(X)] int x,
        [Description(Y)] int y,
        [Description("How long, in seconds: 0.1 to 10.")] double seconds = 1,
        CancellationToken cancellationToken = default)
    {
        var point = await PointAsync(x, y, cancellationToken).ConfigureAwait(false);
        return await AttemptAsync(new LongPressAction(point, Seconds(seconds, 0.1, 10)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Swipes or drags.</summary>
    [DisplayName("swipe")]
    [ToolHints(readsOnly: false, destructive: true, reachesOut: true)]
    [Description("Swipes, or drags, from one point of the screen to another. To see what lies further down, swipe up.")]
    [return: Description(Result)]
    public async Task<ScreenActionResult> SwipeAsync(
        [Description("Where it starts. " + X)] int x1,
        [Description("Where it starts. " + Y)] int y1,
        [Description("Where it ends. " + X)] int x2,
        [Description("Where it ends. " + Y)] int y2,
        CancellationToken cancellationToken = default)
    {
        var from = await PointAsync(x1, y1, cancellationToken).ConfigureAwait(false);
        var to = await PointAsync(x2, y2, cancellationToken).ConfigureAwait(false);
        return await AttemptAsync(new DragAction(from, to, TimeSpan.FromMilliseconds(300)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Scrolls.</summary>
    [DisplayName("scroll")]
    [ToolHints(readsOnly: false, destructive: false, reachesOut: false)]
    [Description("Scrolls what lies under a point of the screen.")]
    [return: Description(Result)]
    public async Task<ScreenActionResult> ScrollAsync(
        [Description(X)] int x,
        [Description(Y)] int y,
        [Description("How far, in pixels of the picture: positive shows what lies below, negative what lies above.")] int down,
        CancellationToken cancellationToken = default)
    {
        var point = await PointAsync(x, y, cancellationToken).ConfigureAwait(false);
        var pixels = (int)Math.Clamp(Math.Round((double)down * shown!.Picture.Height / shown.Model.Height), -10_000, 10_000);
        return await AttemptAsync(new ScrollAction(point, 0, pixels), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Types.</summary>
    [DisplayName("type_text")]
    [ToolHints(readsOnly: false, destructive: true, reachesOut: true)]
    [Description("Types text into what has the focus. Write {{secret:name}} for a secret that the host keeps.")]
    [return: Description(Result)]
    public Task<ScreenActionResult> TypeTextAsync(
        [Description("The text, in any script, at most 4000 characters.")] string text, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 4000)
            throw new QwenException($"'text' has {text?.Length ?? 0} characters: 1 to 4000 can be typed at once.");
        return AttemptAsync(new TypeTextAction(text), cancellationToken);
    }

    /// <summary>Presses a system button or keys.</summary>
    [DisplayName("press")]
    [ToolHints(readsOnly: false, destructive: true, reachesOut: true)]
    [Description("Presses a button of a phone (Back, Home, Menu, Enter) or keys of a keyboard, joined by plus signs.")]
    [return: Description(Result)]
    public Task<ScreenActionResult> PressAsync(
        [Description("For example 'Back', 'volume_up', 'ctrl+c'.")] string keys, CancellationToken cancellationToken = default)
    {
        keys = PromptText.Require(keys, nameof(keys), "'Back' or 'ctrl+c'", maxLength: 60);
        return AttemptAsync(ToPress(keys), cancellationToken);
    }

    /// <summary>Opens an app or address.</summary>
    [DisplayName("open_app")]
    [ToolHints(readsOnly: false, destructive: false, reachesOut: true)]
    [Description("Opens an app by its exact name or identifier, or an address. Only what the policy names can be opened.")]
    [return: Description(Result)]
    public Task<ScreenActionResult> OpenAppAsync(
        [Description("The app's name or identifier, or an address that starts with https://.")] string target,
        CancellationToken cancellationToken = default) =>
        AttemptAsync(new OpenAction(PromptText.Require(target, nameof(target), "'Notes'")), cancellationToken);

    /// <summary>Waits.</summary>
    [DisplayName("wait")]
    [ToolHints(readsOnly: true, destructive: false, reachesOut: false)]
    [Description("Waits for the screen to change.")]
    [return: Description(Result)]
    public Task<ScreenActionResult> WaitAsync(
        [Description("How long, in seconds: at most 60.")] double seconds = 1, CancellationToken cancellationToken = default) =>
        AttemptAsync(new WaitAction(Seconds(seconds, 0, 60)), cancellationToken);

    /// <summary>Finds something to tap.</summary>
    [DisplayName("find_on_screen")]
    [ToolHints(readsOnly: true, destructive: false, reachesOut: false)]
    [Description(
        "Finds something on the screen as it is now and returns the point to tap. Does not say whether it is there at all: look first.")]
    [return: Description("The point, for tap and the other functions.")]
    public async Task<FoundPoint> FindOnScreenAsync(
        [Description("What to find, for example 'the Save button'.")] string what, CancellationToken cancellationToken = default)
    {
        var (point, problem) = await agent.FindAsync(what, cancellationToken).ConfigureAwait(false);
        var map = (await ShowAsync(await LookAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)).Map;
        var result = new FoundPoint { Width = map.Model.Width, Height = map.Model.Height, Problem = problem };
        if (point is not { } found)
            return result;
        var (x, y) = map.ToModel(found.X, found.Y);
        var control = await screen.FindControlAsync(found, cancellationToken).ConfigureAwait(false);
        return result with { X = x, Y = y, Label = control is { Label.Length: > 0 } ? control.Label : null };
    }

    /// <summary>Carries out a task.</summary>
    [DisplayName("do_task")]
    [ToolHints(readsOnly: false, destructive: true, reachesOut: true)]
    [Description("Carries out a whole task on the screen, looking and acting step by step.")]
    [return: Description("What was done and why it ended. That the model calls it done is no proof: look at the screen.")]
    public async Task<TaskResult> DoTaskAsync(
        [Description("The task in words, with everything that is needed to do it.")] string task,
        CancellationToken cancellationToken = default)
    {
        var steps = new List<string>();
        string? answer = null;
        await foreach (var step in agent.RunAsync(task, cancellationToken).ConfigureAwait(false))
        {
            if (step.Attempt is { } attempt)
                steps.Add(
                    $"{ActionText.Describe(attempt.Action)}: {attempt.Outcome}{(attempt.Reason is null ? "" : $" ({attempt.Reason})")}");
            answer = step.Reply ?? answer;
            if (step.Stop is { } stop)
                return new TaskResult { Stop = stop, Reason = step.StopReason, Steps = steps, Answer = answer };
        }

        throw new InvalidOperationException("An agent's last step says why it stopped.");
    }

    private Task<ScreenShot> LookAsync(CancellationToken cancellationToken) =>
        screen.CaptureStillAsync(options.StillInterval, options.StillLimit, options.Clock, cancellationToken);

    private async Task<SeenPicture> ShowAsync(ScreenShot shot, CancellationToken cancellationToken)
    {
        var picture = await asker.SeeAsync(shot, QwenPictureOptions.DefaultMaxPixels, cancellationToken).ConfigureAwait(false);
        shown = picture.Map;
        return picture;
    }

    // what a caller names are pixels of the picture it was shown
    private async Task<ScreenPoint> PointAsync(int x, int y, CancellationToken cancellationToken)
    {
        var map = shown ?? (await ShowAsync(
            await screen.CaptureAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)).Map;
        if (x < 0 || x >= map.Model.Width)
            throw new QwenException($"x = {x} lies outside the {map.Model.Width} px wide picture of the screen.");
        if (y < 0 || y >= map.Model.Height)
            throw new QwenException($"y = {y} lies outside the {map.Model.Height} px high picture of the screen.");
        var (right, down) = map.PointToPicture(x, y);
        return new ScreenPoint(right, down);
    }

    private async Task<ScreenActionResult> AttemptAsync(ScreenAction action, CancellationToken cancellationToken)
    {
        var attempt = await screen.AttemptAsync(action, cancellationToken).ConfigureAwait(false);
        if (shown is { } map && attempt.After is { } after && after.Size != map.Picture)
            shown = null; // the screen turned: places of the old picture mean nothing now
        return ScreenActionResult.Of(attempt);
    }

    private ScreenAction ToPress(string keys)
    {
        var phone = screen.Capabilities.Kind == ScreenKind.Phone;
        if (phone && Enum.TryParse<SystemButton>(keys, ignoreCase: true, out var button))
            return new PressButtonAction(button);
        try
        {
            string[] parts = keys.Length == 1
                ? [keys]
                : keys.Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return new PressKeysAction([.. parts.Select(part => phone ? KeyNames.Mobile(part) : KeyNames.Computer(part))]);
        }
        catch (CallProblemException problem)
        {
            throw new QwenException(problem.Message, problem);
        }
    }

    private static TimeSpan Seconds(double seconds, double least, double most) => seconds >= least && seconds <= most
        ? TimeSpan.FromSeconds(seconds)
        : throw new QwenException(string.Create(CultureInfo.InvariantCulture, $"'seconds' is {seconds}: give {least} to {most}."));
}
