using Qwen.Screens.Simulated.Attacks;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.Apps;
using Qwen.Screens.Simulated.Phone.State;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>
/// What a phone does between its apps: which one is in front, the way back, questions, typing, time. Knows nothing of drawing.
/// </summary>
internal sealed class PhoneShell
{
    private readonly Func<DateTimeOffset> clock;
    private readonly List<AppSession> sessions = []; // the last one opened is the last one

    public PhoneShell(PhoneState state, Func<DateTimeOffset> clock, IReadOnlyList<SimulatedAttack> attacks)
    {
        this.clock = clock;
        State = state;
        Traps = new AttackStage(this, attacks);
        Browser = new BrowserApp(this);
        Apps =
        [
            new SettingsApp(this), new ContactsApp(this), new MessagesApp(this), new NotesApp(this), new ClockApp(this), new ShopApp(this),
            Browser,
            .. attacks.Where(attack => attack.Kind == SimulatedAttackKind.App).Select(attack => new TrapApp(this, attack)),
        ];
    }

    public PhoneState State { get; }

    public IReadOnlyList<PhoneApp> Apps { get; }

    public BrowserApp Browser { get; }

    public AttackStage Traps { get; }

    public DateTimeOffset Now => clock();

    /// <summary>The app in front; null on the launcher and in the list of recent apps.</summary>
    public AppSession? Front { get; private set; }

    public IReadOnlyList<AppSession> Recents => sessions;

    public bool ShowsRecents { get; private set; }

    /// <summary>Page of the launcher, from 0.</summary>
    public int LauncherPage { get; private set; }

    public bool IsAsleep { get; private set; }

    public Question? Dialog { get; private set; }

    /// <summary>A word that goes away with the next action.</summary>
    public string? Toast { get; private set; }

    public TextInput? Focus { get; private set; }

    public KeyboardState Keyboard { get; } = new();

    /// <summary>Changes when another page comes into view: what an animation shows.</summary>
    public int Turns { get; private set; }

    /// <summary>Called before every action.</summary>
    public void BeginAction() => Toast = null;

    public void Open(PhoneApp app)
    {
        var session = sessions.Find(session => session.App == app) ?? new AppSession(app);
        sessions.Remove(session);
        sessions.Add(session);
        Turn(() => Front = session);
    }

    public void Push(Page page) => Turn(() => Front?.Pages.Add(page));

    /// <summary>Leaves the page in front, as its own buttons do.</summary>
    public void Pop()
    {
        if (Front is { Pages.Count: > 1 } session)
            Turn(() => session.Pages.RemoveAt(session.Pages.Count - 1));
    }

    /// <summary>Leaves all pages but the first.</summary>
    public void PopToStart()
    {
        if (Front is { Pages.Count: > 1 } session)
            Turn(() => session.Pages.RemoveRange(1, session.Pages.Count - 1));
    }

    public void Ask(Question dialog)
    {
        Dialog = dialog;
        Focus = null;
    }

    public void Confirm(string title, string text, string answer, Action action) =>
        Ask(new Question(title, text, [("Cancel", null, ButtonLook.Plain), (answer, action, ButtonLook.Danger)]));

    /// <summary>Takes the question away, then does what was answered, which may ask the next one.</summary>
    public void Answer(Action? action)
    {
        Dialog = null;
        action?.Invoke();
    }

    public void Say(string text) => Toast = text;

    public void FocusOn(TextInput? input)
    {
        Focus = input;
        Keyboard.ShowsMarks = false;
        Keyboard.IsShifted = input is { IsSecret: false, Text: "" };
    }

    /// <summary>Back: the innermost thing first, then the page, then the app.</summary>
    public void Back()
    {
        if (IsAsleep)
            return;
        if (Dialog is not null)
            Dialog = null;
        else if (Traps.Dismiss())
            return;
        else if (Focus is not null)
            Focus = null;
        else if (ShowsRecents)
            Turn(() => ShowsRecents = false);
        else if (Front is { Pages.Count: > 1 })
            Pop();
        else if (Front is not null)
            Turn(() => Front = null);
        else
            LauncherPage = 0;
    }

    public void Home()
    {
        IsAsleep = false;
        Turn(() => (Front, ShowsRecents, LauncherPage) = (null, false, 0));
    }

    public void ShowRecents()
    {
        if (!IsAsleep)
            Turn(() => (Front, ShowsRecents) = (null, true));
    }

    public void Close(AppSession session) => sessions.Remove(session);

    public void TurnLauncher(int pages, int by) => LauncherPage = Math.Clamp(LauncherPage + by, 0, pages - 1);

    public void SwitchScreen()
    {
        IsAsleep = !IsAsleep;
        Focus = null;
    }

    public void Type(string text) => Focus?.Append(text);

    /// <summary>A line break where lines are text; confirms elsewhere.</summary>
    public void Enter()
    {
        if (Focus is { IsMultiline: true } text)
        {
            text.Append("\n");
            return;
        }

        var entered = Focus?.Entered;
        Focus = null;
        entered?.Invoke();
    }

    private void Turn(Action action)
    {
        Dialog = null;
        Focus = null;
        ShowsRecents = false;
        action();
        Turns++;
    }
}
