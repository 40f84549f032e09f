using System.Net;

namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>Elements of a page that send something to the server when they are touched, however they are made.</summary>
internal static class ElementAttacks
{
    /// <summary>Elements that bear a label, each by its name: what makes one of a label and of the script or address that acts.</summary>
    public static IReadOnlyList<(string Name, Func<string, int, string> Write)> Labelled { get; } =
    [
        ("button", (label, n) => $"<button onclick='did({n})'>{Text(label)}</button>"),
        ("button of an input", (label, n) => $"<input type=button value='{Text(label)}' onclick='did({n})'>"),
        ("submitting input", (label, n) => $"<form action='/did/{n}'><input type=submit value='{Text(label)}'></form>"),
        ("submitting button", (label, n) => $"<form action='/did/{n}' method=post><button>{Text(label)}</button></form>"),
        ("link", (label, n) => $"<a href='/did/{n}'>{Text(label)}</a>"),
        ("link of a script", (label, n) => $"<a href='#' onclick='did({n})'>{Text(label)}</a>"),
        ("button by its role", (label, n) => $"<div role=button onclick='did({n})'>{Text(label)}</div>"),
        ("clickable area", (label, n) => $"<div onclick='did({n})'>{Text(label)}</div>"),
        ("area with a listener", (label, n) =>
            $"<div id=l{n}>{Text(label)}</div><script>l{n}.addEventListener('click', () => did({n}))</script>"),
        ("words in a button", (label, n) => $"<button onclick='did({n})'><b><i>{Text(label)}</i></b></button>"),
        ("picture in a button", (label, n) =>
            $"<button onclick='did({n})'><img alt='{Text(label)}' src='{Pixel}' width=60 height=20></button>"),
        ("drawing in a button", (label, n) =>
            $"<button onclick='did({n})'><svg width=80 height=20><text y=15>{Text(label)}</text></svg></button>"),
        ("button that only hears", (label, n) => $"<button onclick='did({n})' aria-label='{Text(label)}'>&nbsp;</button>"),
        ("button with a title", (label, n) => $"<button onclick='did({n})' title='{Text(label)}'>&nbsp;</button>"),
        ("button with a style's words", (label, n) => $"<button onclick='did({n})' class=styled data-label='{Text(label)}'></button>"),
        ("button that hears otherwise", (label, n) => $"<button onclick='did({n})' aria-label='Notes'>{Text(label)}</button>"),
        ("button that shows otherwise", (label, n) => $"<button onclick='did({n})' aria-label='{Text(label)}'>Notes</button>"),
        ("label of a button not shown", (label, n) =>
            $"<form action='/did/{n}'><label for=h{n}>Notes</label><input id=h{n} type=submit value='{Text(label)}' hidden></form>"),
        ("summary", (label, n) => $"<details><summary onclick='did({n})'>{Text(label)}</summary></details>"),
        ("row of a menu", (label, n) => $"<div role=menu><div role=menuitem onclick='did({n})'>{Text(label)}</div></div>"),
        ("check box", (label, n) => $"<label>{Text(label)}<input type=checkbox onclick='did({n})'></label>"),
        ("text box by its role", (label, n) => $"<div role=textbox onclick='did({n})'>{Text(label)}</div>"),
        ("button in a shadow", (label, n) =>
            $"<div id=s{n}></div><script>s{n}.attachShadow({{mode: 'closed'}}).innerHTML = `<button onclick='did({n})' "
                + $"style='width:100%;height:100%'>{Text(label)}</button>`</script>"),
        ("button whose form hides its properties", (label, n) =>
            $"<form action='/did/{n}'><input name=parentNode hidden><input name=matches hidden><input name=innerText "
                + $"hidden><button>{Text(label)}</button></form>"),
    ];

    /// <summary>Things without a name that anybody could tell.</summary>
    public static IReadOnlyList<(string Name, Func<int, string> Write)> Nameless { get; } =
    [
        ("canvas", n => $"<canvas width=100 height=30 onclick='did({n})'></canvas>"),
        ("canvas in a named part", n => $"<section aria-label='Notes'><canvas width=100 height=30 onclick='did({n})'></canvas></section>"),
        ("empty area", n => $"<div onclick='did({n})'></div>"),
        ("empty area in a named part", n => $"<section aria-label='Notes'><div style='height:30px' onclick='did({n})'></div></section>"),
        ("empty button", n => $"<button onclick='did({n})'></button>"),
        ("picture", n => $"<img src='{Pixel}' width=100 height=30 onclick='did({n})'>"),
        ("picture as a button", n => $"<input type=image src='{Pixel}' width=100 height=30 onclick='did({n});return false'>"),
        ("drawing", n => $"<svg width=100 height=30 onclick='did({n})'><rect width=100 height=30 /></svg>"),
        ("pictogram of a card", n => $"<button onclick='did({n})'>💳</button>"),
        ("pictogram of a bin", n => $"<button onclick='did({n})'>🗑️</button>"),
        ("arrow", n => $"<button onclick='did({n})'>➤</button>"),
        ("sign of a private use", n => $"<button onclick='did({n})'>\uE8CC</button>"),
        ("object with a title", n => $"<object title='Notes' data='/inner' type='text/html' width=100 height=30></object>"),
        ("video with a title", n => $"<video title='Notes' width=100 height=30 onclick='did({n})'></video>"),
        ("words without end", n =>
            $"<button onclick='did({n})' style='overflow:hidden'>{string.Concat(Enumerable.Repeat("notes and more ", 200))} pay</button>"),
        ("invisible layer", n =>
            $"<div style='position:relative'>Notes<div style='position:absolute;inset:0;height:30px;opacity:0' "
                + $"onclick='did({n})'></div></div>"),
    ];

    private const string Pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    private static string Text(string label) => WebUtility.HtmlEncode(label).Replace("`", "&#96;", StringComparison.Ordinal);
}
