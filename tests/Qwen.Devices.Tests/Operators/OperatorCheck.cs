using Qwen.Devices.Tests.Results;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Operators;

/// <summary>Every operator of the product's graphs on the device against the CPU, in the device's own float type.</summary>
internal static class OperatorCheck
{
    /// <summary>Runs all probes that concern the device.</summary>
    public static void Run(DeviceProfile device, CheckLog log)
    {
        // relative to the largest value
        var tolerance = device.Half ? 0.005 : 1e-5;
        foreach (var (name, build) in OperatorProbes.For(device))
        {
            log.Run($"{device.Name} {name}", () =>
            {
                var probe = new Probe(device.Half);
                build(probe);
                var (difference, placement) = probe.Compare(device);
                if (!(difference <= tolerance))
                    throw new CheckFailedException(
                        $"differs by {difference:g2} of the largest value, {tolerance:g2} is allowed ({placement})");
                if (placement.OperatorsOff(device.ProviderId).Any() || placement.CountOn(device.ProviderId) == 0)
                    throw new CheckFailedException($"did not run on the device alone ({placement})");
                return $"differs by {difference:g2} of the largest value ({placement})";
            });
        }
    }
}
