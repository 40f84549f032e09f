using Qwen.VisionLanguage;

namespace Qwen.Screens.Dialects;

/// <summary>The words and the form in which a fine-tune of the family acts on a screen. Data: one reader reads them all.</summary>
/// <param name="Name">What a profile calls it.</param>
/// <param name="Syntax">How an action is written.</param>
/// <param name="Words">Its words.</param>
internal sealed record Dialect(string Name, DialectSyntax Syntax, IReadOnlyList<DialectWord> Words)
{
    /// <summary>Actions of UI-TARS 1.5, in both spellings of its published prompts.</summary>
    public static Dialect UiTars { get; } = new("ui-tars", DialectSyntax.Calls,
    [
        new("click", Deed.Tap), new("left_single", Deed.Tap), new("left_double", Deed.DoubleTap), new("right_single", Deed.RightTap),
        new("hover", Deed.Move), new("drag", Deed.Drag), new("select", Deed.Drag), new("hotkey", Deed.Press), new("press", Deed.Press),
        new("type", Deed.Type), new("scroll", Deed.Scroll), new("wait", Deed.Wait) { Seconds = 5 }, new("finished", Deed.Finish),
        new("call_user", Deed.GiveUp), new("long_press", Deed.Hold), new("open_app", Deed.Open), new("press_home", Deed.Home),
        new("press_back", Deed.Back), new("keydown", Deed.Press),
    ]);

    /// <summary>Actions of Fara 7B, and the other names under which its own program takes them.</summary>
    public static Dialect Fara { get; } = new("fara", DialectSyntax.Tool,
    [
        new("key", Deed.Press), new("type", Deed.Fill), new("mouse_move", Deed.Move), new("left_click", Deed.Tap),
        new("scroll", Deed.Scroll), new("visit_url", Deed.Open), new("web_search", Deed.Search), new("history_back", Deed.Back),
        new("pause_and_memorize_fact", Deed.Note), new("wait", Deed.Wait) { Seconds = 3 },
        new("terminate", Deed.Finish), new("keypress", Deed.Press), new("input_text", Deed.Fill), new("hover", Deed.Move),
        new("click", Deed.Tap), new("sleep", Deed.Wait) { Seconds = 3 }, new("stop", Deed.Finish),
    ]);

    /// <summary>Actions of Holo1 and Holo1.5.</summary>
    public static Dialect Holo { get; } = new("holo", DialectSyntax.Step,
    [
        new("click_element", Deed.Tap), new("click_absolute", Deed.Tap), new("click", Deed.Tap), new("write_element_abs", Deed.Fill),
        new("scroll", Deed.Scroll), new("go_back", Deed.Back), new("refresh", Deed.Reload), new("goto", Deed.Open),
        new("wait", Deed.Wait) { Seconds = 2 }, new("answer", Deed.Finish), new("restart", Deed.GiveUp),
    ]);

    private static IReadOnlyList<Dialect> All { get; } = [UiTars, Fara, Holo];

    /// <summary>The dialect of a name.</summary>
    /// <exception cref="QwenException">There is none.</exception>
    public static Dialect Find(string name) => All.FirstOrDefault(dialect => dialect.Name == name)
        ?? throw new QwenException(
            $"The profile's contract of screens is '{name}': known are {string.Join(", ", All.Select(dialect => dialect.Name))}.");
}
