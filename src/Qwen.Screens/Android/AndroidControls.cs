using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Qwen.Screens.Android;

/// <summary>Reads what <c>uiautomator dump</c> tells of the controls on the screen.</summary>
internal static class AndroidControls
{
    private const int MaxCharacters = 16 << 20;

    /// <summary>
    /// The smallest control that holds a point and is named, or else the smallest; null where the text is no tree of controls.
    /// </summary>
    /// <param name="dump">The program's output.</param>
    /// <param name="point">In the space of touches.</param>
    public static ScreenControl? Find(string dump, ScreenPoint point)
    {
        var holding =
            Read(dump).Where(control => Holds(control.Bounds!.Value, point)).OrderBy(control => Area(control.Bounds!.Value)).ToList();
        return holding.Find(control => control.Label.Length > 0) ?? holding.FirstOrDefault();
    }

    private static IEnumerable<ScreenControl> Read(string dump)
    {
        var start = dump.IndexOf("<hierarchy", StringComparison.Ordinal);
        var end = dump.LastIndexOf("</hierarchy>", StringComparison.Ordinal);
        if (start < 0 || end < start)
            return [];
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            MaxCharactersInDocument = MaxCharacters,
            CheckCharacters = false
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(dump[start..(end + "</hierarchy>".Length)]), settings);
            return [.. XDocument.Load(reader).Descendants("node").Select(ToControl).OfType<ScreenControl>()];
        }
        catch (XmlException)
        {
            return []; // an app's own texts can break the tree: then nothing is known
        }
    }

    private static ScreenControl? ToControl(XElement node)
    {
        var numbers = Regex.Matches((string?)node.Attribute("bounds") ?? "", @"-?\d{1,6}");
        if (numbers.Count != 4)
            return null;
        var edges = numbers.Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray();
        var text = (string?)node.Attribute("text") is { Length: > 0 } shown ? shown : (string?)node.Attribute("content-desc") ?? "";
        var role = ((string?)node.Attribute("class") ?? "").Split('.')[^1];
        return new ScreenControl(text, role, (string?)node.Attribute("password") == "true")
        {
            Bounds = (edges[0], edges[1], edges[2], edges[3])
        };
    }

    private static bool Holds((int Left, int Top, int Right, int Bottom) bounds, ScreenPoint point) =>
        point.X >= bounds.Left && point.X < bounds.Right && point.Y >= bounds.Top && point.Y < bounds.Bottom;

    private static long Area((int Left, int Top, int Right, int Bottom) bounds) =>
        (long)(bounds.Right - bounds.Left) * (bounds.Bottom - bounds.Top);
}
