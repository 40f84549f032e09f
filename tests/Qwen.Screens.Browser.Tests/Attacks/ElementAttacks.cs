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
        ("words of a style within", (label, n) =>
            $"<button onclick='did({n})' aria-label=Notes><span class=styled data-label='{Text(label)}'></span></button>"),
        ("words that a style turns round", (label, n) =>
            $"<button onclick='did({n})' style='unicode-bidi:bidi-override;direction:rtl'>{Text(Reverse(label))}</button>"),
        ("words turned round within", (label, n) => $"<button onclick='did({n})'><bdo dir=rtl>{Text(Reverse(label))}</bdo></button>"),
        ("letters in boxes the other way round", (label, n) =>
            $"<button onclick='did({n})' style='display:flex;flex-direction:row-reverse'>"
                + string.Concat(Reverse(label).Select(letter => $"<span>{letter}</span>")) + "</button>"),
        ("words over many elements", (label, n) =>
            $"<button onclick='did({n})'>{string.Concat(label.Select(letter => $"<i><b>{letter}</b></i>"))}</button>"),
        ("words slotted into a button that hears otherwise", (label, n) => Shadow(
            n, "open", $"<button onclick='did({n})' aria-label=Notes style='width:100%;height:100%'><slot></slot></button>", Text(label))),
        ("word slotted into a button with another", (label, n) => Shadow(
            n, "open", $"<button onclick='did({n})' style='width:100%;height:100%'><slot></slot> {Text(label)}</button>", "Notes for all")),
        ("word slotted into a closed button with another", (label, n) => Shadow(
            n, "closed", $"<button onclick='did({n})' style='width:100%;height:100%'><slot></slot> {Text(label)}</button>",
            "Notes for all")),
        ("closed button with a style's words", (label, n) => Shadow(
            n, "closed",
            $"<style>b::before{{content:'{Text(label)}'}}</style>"
                + $"<button aria-label=Notes onclick='did({n})' style='width:100%;height:100%'><b></b></button>", "")),
        ("button labelled by what is hidden", (label, n) =>
            $"<span id=h{n} hidden>{Text(label)}</span><button aria-labelledby=h{n} onclick='did({n})'>Notes</button>"),
        ("button described by what is hidden", (label, n) =>
            $"<span id=h{n} hidden>{Text(label)}</span><button aria-describedby=h{n} onclick='did({n})'>Notes</button>"),
        ("foreign words in a drawing", (label, n) =>
            $"<svg onclick='did({n})'><foreignObject width=150 height=32><p style='margin:0'>{Text(label)}</p></foreignObject></svg>"),
        ("link around a drawing", (label, n) =>
            $"<svg width=150 height=32><a href='/did/{n}'><rect width=150 height=32 /><text y=15>{Text(label)}</text></a></svg>"),
        ("switch by its role", (label, n) => $"<div role=switch aria-checked=false onclick='did({n})'>{Text(label)}</div>"),
        ("words beside others in an area that listens", (label, n) =>
            $"<div id=l{n}><span>Notes for all</span> <b>{Text(label)}</b></div>"
                + $"<script>l{n}.addEventListener('pointerdown', () => did({n}))</script>"),
        ("button whose form hides its properties", (label, n) =>
            $"<form action='/did/{n}'><input name=parentNode hidden><input name=matches hidden><input name=innerText "
                + $"hidden><button>{Text(label)}</button></form>"),
    ];

    /// <summary>Links and forms that are called "Notes" and lead to what is no address of a page that may be reached.</summary>
    public static IReadOnlyList<(string Name, Func<int, string> Write)> Leading { get; } =
    [
        ("script", n => $"<a href='javascript:did({n})'>Notes</a>"),
        ("script in capitals with a line end", n => $"<a href=' JAVA&#10;SCRIPT:did({n})'>Notes</a>"),
        ("script behind a control character", n => $"<a href='&#1;javascript:did({n})'>Notes</a>"),
        ("script of a form", n => $"<form action='javascript:did({n})'><button>Notes</button></form>"),
        ("script of a button", n => $"<form action='/'><button formaction='javascript:did({n})'>Notes</button></form>"),
        ("script of a drawing", n =>
            $"<svg width=150 height=32><a href='javascript:did({n})'><text y=15>Notes</text></a></svg>"),
        ("script of a drawing, old", n =>
            $"<svg width=150 height=32><a xlink:href='javascript:did({n})'><text y=15>Notes</text></a></svg>"),
        ("script by another base", n => $"<a id=b{n}>Notes</a><script>b{n}.href = 'javascript:did({n})'</script>"),
        ("data", n => $"<a href='data:text/html,<script>parent.did({n})</script>'>Notes</a>"),
        ("data that are kept", n => "<a href='/' download>Notes</a>".Replace("/'", $"data:,{n}'", StringComparison.Ordinal)),
        ("bytes of the page", n =>
            $"<a id=b{n}>Notes</a><script>b{n}.href = URL.createObjectURL(new Blob(['<script>0</scr' + 'ipt>']))</script>"),
        ("file", _ => "<a href='file:///etc/passwd'>Notes</a>"),
        ("telephone", _ => "<a href='tel:+491234567'>Notes</a>"),
        ("mail", _ => "<a href='mailto:a@b.example'>Notes</a>"),
        ("app", _ => "<a href='intent://pay#Intent;scheme=bank;end'>Notes</a>"),
        ("the browser itself", _ => "<a href='chrome://settings'>Notes</a>"),
        ("its source", _ => "<a href='view-source:http://127.0.0.1/'>Notes</a>"),
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

    private static string Shadow(int n, string mode, string inside, string given) =>
        $"<div id=s{n}>{given}</div><script>s{n}.attachShadow({{mode: '{mode}'}}).innerHTML = `{inside}`</script>";

    private static string Reverse(string label) => new([.. label.Reverse()]);

    private static string Text(string label) => WebUtility.HtmlEncode(label).Replace("`", "&#96;", StringComparison.Ordinal);
}
