namespace Qwen.VisionLanguage.Runtime;

/// <summary>Why devices do not run, told in one sentence: those that are missing for the same cause together.</summary>
internal sealed class DeviceAbsences
{
    /// <summary>What a device is that the native library was built without.</summary>
    public const string NotBuilt = "not in this ONNX Runtime";

    private readonly List<(string Cause, List<string> Devices)> missing = [];
    private readonly List<string> failed = [];

    /// <summary>Whether another native library may have one of them.</summary>
    public bool AreOfLibrary => missing.Exists(group => group.Cause == NotBuilt);

    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsEmpty => missing.Count == 0 && failed.Count == 0;

    /// <summary>A device is not there.</summary>
    /// <param name="device">The device.</param>
    /// <param name="cause">What it is, without the verb, such as <see cref="NotBuilt"/>.</param>
    public void AddMissing(DeviceProfile device, string cause)
    {
        var group = missing.Find(group => group.Cause == cause);
        if (group.Devices is null)
            missing.Add(group = (cause, []));
        group.Devices.Add(device.IsProcessor ? "ONNX Runtime's cpu" : device.Name);
    }

    /// <summary>A device is there and was tried.</summary>
    public void AddFailed(DeviceProfile device, string cause) => failed.Add($"{device.Name} failed ({cause})");

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        "; ", [.. missing.Select(group => $"{List(group.Devices)} {(group.Devices.Count > 1 ? "are" : "is")} {group.Cause}"), .. failed]);

    private static string List(List<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
