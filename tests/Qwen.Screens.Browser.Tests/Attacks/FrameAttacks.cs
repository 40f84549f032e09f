namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>Buttons and fields that stand in frames, and what a touch of them is to come to.</summary>
internal static class FrameAttacks
{
    private const string Inner =
        "<body style='margin:0'><button style='width:150px;height:32px' onclick=\"fetch('/did/{1}',{{method:'POST'}})\">{0}</button>";

    /// <summary>Markup for the two sites' addresses and a number; who gets the touch is the frame, whatever the page calls it.</summary>
    public static IReadOnlyList<(string Name, string Expected, Func<AttackBench, int, string> Write)> All { get; } =
    [
        ("own frame, harmless", "performed", (bench, n) => Frame(Page(bench.Site, $"/own{n}", "Notes", n))),
        ("own frame, Pay", "asked", (bench, n) => Frame(Page(bench.Site, $"/own{n}", "Pay", n))),
        ("own frame called Notes", "asked", (bench, n) => Frame(Page(bench.Site, $"/own{n}", "Pay", n), "title=Notes aria-label=Notes")),
        ("another port", "refused", (bench, n) => Frame(Page(bench.Friend, $"/f{n}", "Notes", n))),
        ("another port, Pay", "refused", (bench, n) => Frame(Page(bench.Friend, $"/f{n}", "Pay", n))),
        ("another port called Notes", "refused", (bench, n) =>
            Frame(Page(bench.Friend, $"/f{n}", "Pay", n), "title=Notes aria-label=Notes")),
        ("another name of the host", "refused", (bench, n) =>
            Frame(Page(bench.Friend, $"/f{n}", "Notes", n).Replace("127.0.0.1", "localhost", StringComparison.Ordinal))),
        ("another name, called Notes", "refused", (bench, n) =>
            Frame(
                Page(bench.Friend, $"/f{n}", "Pay", n).Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
                "title=Notes aria-label=Notes")),
        ("another name, half seen through", "refused", (bench, n) =>
            "<div>Notes</div>" + Frame(
                Page(bench.Friend, $"/f{n}", "Pay", n).Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
                "style='position:absolute;left:0;top:0;opacity:0.01'")),
        ("another port in an own frame", "refused", (bench, n) =>
            Frame(Wrap(bench.Site, $"/w{n}", Frame(Page(bench.Friend, $"/f{n}", "Notes", n))))),
        ("another name in an own frame", "refused", (bench, n) =>
            Frame(Wrap(
                bench.Site,
                $"/w{n}",
                Frame(Page(bench.Friend, $"/f{n}", "Notes", n).Replace("127.0.0.1", "localhost", StringComparison.Ordinal))))),
        ("own frame in another name", "performed", (bench, n) =>
            Frame(Wrap(bench.Friend, $"/w{n}", Frame(Page(bench.Site, $"/own{n}", "Notes", n)))
                .Replace("127.0.0.1", "localhost", StringComparison.Ordinal))),
        ("written frame", "performed", (_, n) => $"<iframe width=150 height=32 style='border:0' srcdoc=\"{Quoted("Notes", n)}\"></iframe>"),
        ("written frame, Pay", "asked", (_, n) => $"<iframe width=150 height=32 style='border:0' srcdoc=\"{Quoted("Pay", n)}\"></iframe>"),
        ("written frame, shut off", "refused", (_, n) =>
            $"<iframe sandbox=allow-scripts width=150 height=32 style='border:0' srcdoc=\"{Quoted("Notes", n)}\"></iframe>"),
        ("frame of data", "refused", (_, n) =>
            $"<iframe width=150 height=32 style='border:0' src=\"data:text/html,{Quoted("Notes", n)}\"></iframe>"),
        ("empty frame that is written", "asked", (_, n) =>
            $"<iframe id=e{n} width=150 height=32 style='border:0'></iframe>"
                + $"<script>e{n}.contentDocument.write(\"{Quoted("Pay", n)}\");e{n}.contentDocument.close()</script>"),
        ("object", "refused", (bench, n) =>
            $"<object data='{Page(bench.Friend, $"/f{n}", "Notes", n)}' type='text/html' width=150 height=32></object>"),
        ("embedded", "refused", (bench, n) =>
            $"<embed src='{Page(bench.Friend, $"/f{n}", "Notes", n)}' type='text/html' width=150 height=32>"),
        ("another name, turned", "refused", (bench, n) =>
            Frame(
                Page(bench.Friend, $"/f{n}", "Notes", n).Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
                "style='border:0;transform:scale(1.2) rotate(2deg)'")),
        ("another port in a button", "refused", (bench, n) =>
            $"<button style='padding:0;border:0'>{Frame(Page(bench.Friend, $"/f{n}", "Pay", n))}Notes</button>"),
        ("another port in a label", "refused", (bench, n) =>
            $"<label>Notes{Frame(Page(bench.Friend, $"/f{n}", "Pay", n), "style='border:0;position:absolute;left:0;top:0'")}</label>"),
    ];

    /// <summary>Frames whose field has the focus by itself; what is typed goes there.</summary>
    public static IReadOnlyList<(string Name, string Expected, Func<AttackBench, int, string> Write)> Focused { get; } =
    [
        ("field of the page", "performed", (_, n) => Field(n, "autofocus")),
        ("field of an own frame", "performed", (bench, n) => Frame(Wrap(bench.Site, $"/t{n}", Field(n, "autofocus"))) + FocusFrame),
        ("field of another port", "refused", (bench, n) => Frame(Wrap(bench.Friend, $"/t{n}", Field(n, "autofocus"))) + FocusFrame),
        ("field of another name", "refused", (bench, n) =>
            Frame(Wrap(bench.Friend, $"/t{n}", Field(n, "autofocus")).Replace("127.0.0.1", "localhost", StringComparison.Ordinal))
                + FocusFrame),
        ("field of another port within", "refused", (bench, n) =>
            Frame(Wrap(bench.Site, $"/w{n}", Frame(Wrap(bench.Friend, $"/t{n}", Field(n, "autofocus"))) + FocusFrame)) + FocusFrame),
        ("page of another port without a field", "refused", (bench, n) => Frame(Wrap(bench.Friend, $"/t{n}", "words")) + FocusFrame),
    ];

    private const string FocusFrame =
        "<script>addEventListener('load', () => setTimeout(() => document.querySelector('iframe').focus(), 30))</script>";

    private static string Field(int n, string more) =>
        $"<input id=i{n} {more} oninput=\"fetch('/did/{n}',{{method:'POST'}})\"><script>setTimeout(() => i{n}.focus(), 60)</script>";

    private static string Page(PageServer server, string path, string label, int n) =>
        server.Add(path, string.Format(System.Globalization.CultureInfo.InvariantCulture, Inner, label, n)).Origin.AbsoluteUri.TrimEnd('/')
            + path;

    private static string Wrap(PageServer server, string path, string html) =>
        server.Add(path, $"<body style='margin:0'>{html}").Origin.AbsoluteUri.TrimEnd('/') + path;

    private static string Frame(string address, string more = "style='border:0'") =>
        $"<iframe src='{address}' width=150 height=32 {more}></iframe>";

    private static string Quoted(string label, int n) =>
        ("<body style='margin:0'><button style='width:150px;height:32px' "
            + $"onclick='fetch(&quot;/did/{n}&quot;,{{method:&quot;POST&quot;}})'>{label}</button>")
            .Replace("\"", "&quot;", StringComparison.Ordinal);
}
