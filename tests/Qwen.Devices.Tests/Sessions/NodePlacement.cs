using System.Text.Json;

namespace Qwen.Devices.Tests.Sessions;

/// <summary>Which execution provider ran which operators, from ONNX Runtime's profile: the proof that a device did the work.</summary>
/// <param name="Nodes">Runs by provider and operator.</param>
internal sealed record NodePlacement(IReadOnlyDictionary<(string Provider, string Operator), int> Nodes)
{
    /// <summary>Reads a profile and deletes its file.</summary>
    public static NodePlacement ReadAndDelete(string profilePath)
    {
        var nodes = new Dictionary<(string, string), int>();
        using (var profile = JsonDocument.Parse(File.ReadAllBytes(profilePath)))
        {
            foreach (var entry in profile.RootElement.EnumerateArray())
            {
                if (!entry.TryGetProperty("cat", out var kind) || kind.GetString() != "Node" ||
                    !entry.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal))
                {
                    continue;
                }

                var arguments = entry.GetProperty("args");
                var key = (arguments.GetProperty("provider").GetString()!, arguments.GetProperty("op_name").GetString()!);
                nodes[key] = nodes.GetValueOrDefault(key) + 1;
            }
        }

        File.Delete(profilePath);
        return new(nodes);
    }

    /// <summary>Node runs on a provider.</summary>
    public int CountOn(string provider) => Nodes.Where(n => n.Key.Provider == provider).Sum(n => n.Value);

    /// <summary>Operators that ran elsewhere than on <paramref name="provider"/>.</summary>
    public IEnumerable<string> OperatorsOff(string provider) =>
        Nodes.Keys.Where(n => n.Provider != provider).Select(n => n.Operator).Distinct();

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        "; ",
        Nodes.GroupBy(n => n.Key.Provider.Replace("ExecutionProvider", "", StringComparison.Ordinal)).Select(
            provider =>
                $"{provider.Key}: "
                    + $"{string.Join(", ", provider.Select(n => n.Value == 1 ? n.Key.Operator : $"{n.Value} {n.Key.Operator}"))}"));
}
