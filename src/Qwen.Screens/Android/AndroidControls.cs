using System.Xml;
using System.Xml.Linq;

namespace Qwen.Screens.Android;

/// <summary>Reads what <c>uiautomator dump</c> tells of the controls on the screen.</summary>
internal static class AndroidControls
{
    private const int MaxCharacters = 16 << 20;

    /// <summary>Says that nobody can tell: an app's own texts can break the tree, and an app that never rests gives none.</summary>
    public static ScreenControl Unknown { get; } = new("", "unknown");

    /// <summary>All controls, those that lie above others behind them; null where the text is no tree.</summary>
    /// <param name="dump">The program's output.</param>
    public static IReadOnlyList<AndroidNode>? Read(string dump)
    {
        var start = dump.IndexOf("<hierarchy", StringComparison.Ordinal);
        var end = dump.LastIndexOf("</hierarchy>", StringComparison.Ordinal);
        if (start < 0 || end < start)
            return null;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            MaxCharactersInDocument = MaxCharacters,
            CheckCharacters = false
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(dump[start..(end + "</hierarchy>".Length)]), settings);
            return [.. XDocument.Load(reader).Descendants("node").Select(AndroidNode.Of).OfType<AndroidNode>()];
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>
    /// What a touch of a point reaches: the innermost control that acts, with all that stands on or over it; where several lie over each
    /// other, all of their words, and none if one that acts has none. Where nothing acts, the topmost. Null for bare ground.
    /// </summary>
    /// <param name="nodes">The controls.</param>
    /// <param name="point">In the space of touches.</param>
    public static ScreenControl? Find(IReadOnlyList<AndroidNode> nodes, ScreenPoint point)
    {
        var holding = nodes.Where(node => node.Holds(point)).ToList();
        var acting = holding.FindAll(node => node.IsActing);
        acting.RemoveAll(node => acting.Exists(node.Contains));
        if (acting.Count == 0)
        {
            var top = holding.FindLast(node => node.ToControl().Label.Length > 0 && !holding.Exists(node.Contains))
                ?? holding.LastOrDefault();
            return top is null || (top.IsContainer && top.ToControl().Label.Length == 0) ? null : top.ToControl() with { IsPassive = true };
        }

        // what is painted over it without being part of it is what a person reads
        var beside = holding.Where(node => !node.IsActing && !acting.Exists(node.Contains) && !acting.Exists(other => other.Contains(node)))
            .Select(node => node.ToControl().Label);
        var controls = acting.ConvertAll(node => node.ToControl());
        return controls[^1] with { Label = controls.Exists(control => control.Label.Length == 0) ? ""
            : string.Join(" | ", controls.Select(control => control.Label).Concat(beside).Where(label => label.Length > 0).Distinct()) };
    }

    /// <summary>What has the focus; null where nothing has.</summary>
    public static ScreenControl? FindFocus(IReadOnlyList<AndroidNode> nodes) => nodes.LastOrDefault(node => node.IsFocused)?.ToControl();
}
