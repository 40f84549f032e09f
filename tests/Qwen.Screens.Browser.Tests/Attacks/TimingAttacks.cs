using Qwen.Screens;

namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>
/// Pages that become another one between the look and the touch: while a person is asked, or a secret is waited for, the pointer enters
/// their corner and they change, which their title says when it is done.
/// </summary>
internal static class TimingAttacks
{
    /// <summary>The corner that changes the page.</summary>
    public static ScreenPoint Corner { get; } = new(630, 470);

    /// <summary>
    /// The page before: markup and a script that changes it, what is done on it, and what it comes to where the first question is answered
    /// with yes.
    /// </summary>
    public static IReadOnlyList<(string Name, string Html, string Change, ScreenAction Action, string Expected)> Asked { get; } =
    [
        ("other words", Button("OK"), "b.textContent = 'Pay'", Press, "asked"),
        ("other words for those who hear", Button("OK"), "b.setAttribute('aria-label', 'Pay')", Press, "asked"),
        ("another element", Button("OK"), "b.outerHTML = `<a href='/did/2' id=b class=big>Pay</a>`", Press, "asked"),
        ("another button moves there", Button("OK")
            + "<button id=c class=big style='left:400px' onclick='did(2)'>Pay</button>", "c.style.left = '40px'", Press, "asked"),
        ("a layer over it", Button("OK"), "b.insertAdjacentHTML('afterend', `<div class=big onclick='did(2)'></div>`)", Press, "asked"),
        ("another picture", Button("OK"), "b.style.background = 'red'", Press, "asked"),
        ("another address", Button("OK"), "history.pushState(0, 0, '/elsewhere')", Press, "asked"),
        ("another page", Button("OK"), "later = 1; location = '/second'", Press, "asked"),
        ("a scroll", Button("OK") + "<div style='position:absolute;top:2000px'>x</div>", "scrollTo(0, 60)", Press, "asked"),
        (
            "a frame over it",
            Button("OK"),
            "document.body.insertAdjacentHTML('beforeend', `<iframe class=big src='{0}inner' onload='document.title = "
            + "\"changed\"'></iframe>`)",
            Press,
            "refused"),
        ("the focus moves", Focus("Notes") + Button("Pay"), "b.focus()", new PressKeysAction(["enter"]), "asked"),
        ("the focus goes into a frame", Focus("Notes")
            + "<iframe id=b class=big src='{0}inner'></iframe>", "b.focus()", new PressKeysAction(["enter"]), "refused"),
        (
            "a question over it",
            Focus("Notes"),
            "document.body.insertAdjacentHTML('beforeend', `<div style='position:absolute;inset:40px;background:#000'></div>`)",
            new PressKeysAction(["enter"]),
            "asked"),
        ("only a title that counts", Button("OK"), "document.title = 'now ' + Math.random()", Press, "performed"),
        ("only a clock elsewhere", Button("OK"), "k.textContent = Math.random()", Press, "performed"),
    ];

    /// <summary>The same for a text with a secret, that is changed while the secret is waited for.</summary>
    public static IReadOnlyList<(string Name, string Html, string Change, string Expected)> Secret { get; } =
    [
        ("nothing", Field("Password", "a", 1), "0", "performed"),
        ("another field", Field("Password", "a", 1) + Field("Comment", "c", 2), "c.focus()", "asked again"),
        ("a field of another site", Field("Password", "a", 1) + "<iframe id=b class=big src='{0}field'></iframe>", "b.focus()", "refused"),
        ("another page", Field("Password", "a", 1), "later = 1; location = '/second'", "asked again"),
        ("another address", Field("Password", "a", 1), "history.pushState(0, 0, '/elsewhere')", "asked again"),
        ("the field turns into another", Field(
            "Password", "a", 1), "a.outerHTML = `<textarea id=a oninput='did(2)'></textarea>`; a.focus()", "asked again"),
    ];

    private static TapAction Press => new(new(100, 115));

    /// <summary>A page with its corner.</summary>
    public static string Write(string html, string change) => $$"""
        <style>.big { position: absolute; left: 40px; top: 100px; width: 150px; height: 32px; border: 0; z-index: 1 }</style>
        <span id=k style='position:absolute;right:4px;top:4px'>0</span>{{html}}
        <div style='position:fixed;right:0;bottom:0;width:30px;height:30px' onmousemove='change()'></div>
        <script>let changed = 0, later = 0; function change() { if (changed++) return; {{change}}; if (!later) document.title = 'changed' }</script>
        """;

    private static string Button(string label) => $"<button id=b class=big onclick='did(1)'>{label}</button>";

    private static string Focus(string label) =>
        $"<button id=f autofocus style='position:absolute;left:300px;top:100px' onclick='did(1)'>{label}</button>";

    private static string Field(string label, string id, int n) =>
        $"<label style='position:absolute;left:300px;top:{n * 60}px'>{label}<input id={id} {(n == 1 ? "autofocus" : "")} "
        + $"oninput='did({n})'></label>";
}
