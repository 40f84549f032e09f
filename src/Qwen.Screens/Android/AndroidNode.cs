using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Qwen.Screens.Android;

/// <summary>A control of the tree that <c>uiautomator dump</c> writes.</summary>
internal sealed class AndroidNode
{
    private static readonly string[] ActingFlags = ["clickable", "long-clickable", "checkable"];
    private static readonly string[] ActingRoles = ["Button", "ImageButton", "EditText", "CheckBox", "RadioButton", "Switch",
        "ToggleButton", "SeekBar", "Spinner"];
    private static readonly string[] Containers = ["Layout", "ViewGroup", "ScrollView", "RecyclerView", "ListView", "GridView",
        "ViewPager", "Pager"];

    private readonly XElement element;

    private AndroidNode(XElement element, (int Left, int Top, int Right, int Bottom) bounds) => (this.element, Bounds) = (element, bounds);

    /// <summary>Left, top, right and bottom in the space of touches.</summary>
    public (int Left, int Top, int Right, int Bottom) Bounds { get; }

    /// <summary>Class of the control, without its package.</summary>
    public string Role => Read("class").Split('.')[^1];

    /// <summary>Whether a touch does something to it, as far as the app says so.</summary>
    public bool IsActing => ActingFlags.Any(flag => Read(flag) == "true") || ActingRoles.Contains(Role);

    /// <summary>Whether it has the focus.</summary>
    public bool IsFocused => Read("focused") == "true";

    /// <summary>Whether it is made to hold others, and not to be touched itself.</summary>
    public bool IsContainer => Containers.Any(end => Role.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Reads a node; null where it takes no place.</summary>
    public static AndroidNode? Of(XElement element)
    {
        var numbers = Regex.Matches((string?)element.Attribute("bounds") ?? "", @"-?\d{1,6}");
        if (numbers.Count != 4)
            return null;
        var edges = numbers.Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray();
        return new AndroidNode(element, (edges[0], edges[1], edges[2], edges[3]));
    }

    /// <summary>Whether it holds a point.</summary>
    public bool Holds(ScreenPoint point) => point.X >= Bounds.Left && point.X < Bounds.Right && point.Y >= Bounds.Top
        && point.Y < Bounds.Bottom;

    /// <summary>Whether another one stands in it.</summary>
    public bool Contains(AndroidNode other) => other.element.Ancestors().Contains(element);

    /// <summary>The control: what it shows and what it is announced as, with all that stands in it if it is one that acts.</summary>
    public ScreenControl ToControl()
    {
        var words = IsActing ? element.DescendantsAndSelf().SelectMany(Words) : Words(element);
        return new ScreenControl(string.Join(" | ", words.Distinct()), Role, Read("password") == "true") { Bounds = Bounds };
    }

    private static IEnumerable<string> Words(XElement node) =>
        new[] { (string?)node.Attribute("text"), (string?)node.Attribute("content-desc") }.OfType<string>().Where(text => text.Length > 0);

    private string Read(string name) => (string?)element.Attribute(name) ?? "";
}
