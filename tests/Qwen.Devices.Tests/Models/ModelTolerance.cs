using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Models;

/// <summary>What a device's arithmetic may change.</summary>
/// <param name="Features">Relative error of the features.</param>
/// <param name="Logits">Relative error of the logits.</param>
/// <param name="Lead">Lead of the CPU's token over the next one from which on the device has to prefer it too.</param>
internal sealed record ModelTolerance(double Features, double Logits, float Lead)
{
    /// <summary>The tolerance for a device's float type and the form of the weights.</summary>
    public static ModelTolerance For(DeviceProfile device, QwenPrecision precision) => (device.Half, precision) switch
    {
        // 11 bits of every activation
        (true, _) => new(0.01, 0.02, 0.2f),
        (false, QwenPrecision.Float32) => new(1e-5, 1e-4, 1e-3f),

        // this device rounds activations to 8 bits before it multiplies them with integers
        (false, _) => new(0.05, 0.15, 1),
    };

    /// <summary>Whether a difference is within it.</summary>
    public bool Covers(ModelDifference difference)
        => difference.Features <= Features && difference.Logits <= Logits && difference.FlippedLead <= Lead;
}
