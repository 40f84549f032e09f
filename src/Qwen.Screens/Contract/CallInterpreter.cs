namespace Qwen.Screens.Contract;

/// <summary>Turns a call's arguments into a decision; other names of actions and arguments that models use are understood.</summary>
/// <param name="contract">The contract.</param>
/// <param name="read">The arguments.</param>
/// <param name="pointer">Where the pointer is; null where nobody moved it yet.</param>
internal sealed class CallInterpreter(ActionContract contract, ArgumentReader read, ScreenPoint? pointer)
{
    private const double MaxSeconds = 60;
    private const int MaxScroll = 10_000;
    private static readonly TimeSpan SwipeDuration = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan DragDuration = TimeSpan.FromMilliseconds(500);

    private static readonly Dictionary<string, string> MobileAliases = new()
    {
        ["left_click"] = "click", ["tap"] = "click", ["open_app"] = "open", ["scroll"] = "swipe",
    };

    private static readonly Dictionary<string, string> ComputerAliases = new()
    {
        ["click"] = "left_click", ["left_double"] = "double_click", ["drag"] = "left_click_drag", ["move"] = "mouse_move",
    };

    /// <summary>The decision.</summary>
    /// <exception cref="CallProblemException">The call cannot be carried out; the message says why.</exception>
    public ScreenDecision Interpret()
    {
        var action = read.Text("action", contract.Name).Trim();
        action = (contract.Kind == ScreenKind.Phone ? MobileAliases : ComputerAliases).GetValueOrDefault(action, action);
        switch (action)
        {
            case "terminate":
                return new FinishDecision(read.Word("status", action, ["success", "failure"]) == "success");
            case "answer":
                return new ReplyDecision(read.Text("text", action));
            case "wait":
                return new ActDecision(new WaitAction(Seconds(action)));
            case "type":
                return new ActDecision(new TypeTextAction(read.Text("text", action)));
        }

        var done = contract.Kind == ScreenKind.Phone ? Mobile(action) : Computer(action);
        return new ActDecision(done ?? throw new CallProblemException(
            $"There is no action \"{action}\": {contract.Name} knows {string.Join(", ", contract.Actions.Select(known => known.Name))}."));
    }

    private ScreenAction? Mobile(string action) => action switch
    {
        "click" => new TapAction(read.Point("coordinate", action)),
        "long_press" => new LongPressAction(read.Point("coordinate", action), Seconds(action)),
        "swipe" => new DragAction(read.Point("coordinate", action), read.Point("coordinate2", action), SwipeDuration),
        "key" => new PressKeysAction([KeyNames.Mobile(read.Text("text", action))]),
        "system_button" => new PressButtonAction(Enum.Parse<SystemButton>(read.Word("button", action, Enum.GetNames<SystemButton>()))),
        "open" => new OpenAction(read.Text("text", action).Trim()),
        _ => null,
    };

    // by the schema a click happens where the pointer is; models name the place all the same
    private ScreenAction? Computer(string action) => action switch
    {
        "left_click" => new TapAction(Place(action)),
        "right_click" => new TapAction(Place(action), MouseButton.Right),
        "middle_click" => new TapAction(Place(action), MouseButton.Middle),
        "double_click" => new DoubleTapAction(Place(action)),
        "mouse_move" => new MovePointerAction(read.Point("coordinate", action)),
        "left_click_drag" => Drag(action),
        "key" => new PressKeysAction([.. read.Texts("keys", action).Select(KeyNames.Computer)]),
        "scroll" => new ScrollAction(PointOrCentre(action), 0, -(int)Math.Round(read.Number("pixels", action, -MaxScroll, MaxScroll))),
        _ => null,
    };

    private DragAction Drag(string action) => read.Has("coordinate2")
        ? new DragAction(read.Point("coordinate", action), read.Point("coordinate2", action), DragDuration)
        : new DragAction(Pointer(action), read.Point("coordinate", action), DragDuration);

    private ScreenPoint Place(string action) => read.Has("coordinate") ? read.Point("coordinate", action) : Pointer(action);

    private ScreenPoint PointOrCentre(string action) => read.Has("coordinate")
        ? read.Point("coordinate", action)
        : pointer ?? new ScreenPoint(read.Map.Picture.Width / 2, read.Map.Picture.Height / 2);

    private ScreenPoint Pointer(string action) => pointer
        ?? throw new CallProblemException(
            $"`{action}` happens at the cursor, which was not moved yet: give \"coordinate\", or use `mouse_move` first.");

    private TimeSpan Seconds(string action) => TimeSpan.FromSeconds(read.Number("time", action, 0, MaxSeconds, fallback: 1));
}
