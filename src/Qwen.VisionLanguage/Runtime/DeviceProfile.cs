using System.Collections.Immutable;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>What a device needs to run right: which graphs, which ONNX Runtime provider, where its cache lives.</summary>
/// <param name="Name">The name users give.</param>
/// <param name="Provider">Name under which the runtime adds the provider; null for the CPU, which is always there.</param>
/// <param name="ProviderId">Name under which the runtime lists the provider as available; empty where nothing of it runs.</param>
/// <param name="Half">Whether activations are fp16.</param>
/// <param name="Decoder">How the decoder attends.</param>
/// <param name="ExplicitVisionAttention">Whether the encoder's full attention is built from plain operators.</param>
/// <param name="Serial">Whether the device takes one run at a time.</param>
/// <param name="MemoryName">The runtime's name for the device's memory, where keys and values stay; null for host memory.</param>
internal sealed record DeviceProfile(
    string Name, string? Provider, string ProviderId, bool Half, DecoderForm Decoder, bool ExplicitVisionAttention, bool Serial,
    string? MemoryName)
{
    private const string Processor = "cpu";

    /// <summary>The processor with ONNX Runtime's kernels: what other devices are compared with.</summary>
    public static DeviceProfile OnnxCpu { get; } = new(
        "onnx-cpu", null, "CPUExecutionProvider", false, DecoderForm.InPlace, false, false, null);

    /// <summary>The processor with our own kernels.</summary>
    public static DeviceProfile NativeCpu { get; } = new("native-cpu", null, "", false, DecoderForm.InPlace, false, true, null);

    /// <summary>The processor with the faster kernels of the two: ours where they can be assembled.</summary>
    public static DeviceProfile Cpu => (AssembledKernels.TryGet(out _) is null ? OnnxCpu : NativeCpu) with { Name = Processor };

    // plain operators: DirectML's GroupQueryAttention cannot continue a sequence by several tokens
    // device_id: without it the provider looks for dxcore.dll, which not every Windows has
    public static DeviceProfile DirectML { get; } = new(
        "directml", "DML", "DmlExecutionProvider", true, DecoderForm.Growing, false, true, "DML")
    {
        ProviderOptions = new Dictionary<string, string> { ["device_id"] = "0" },
    };

    // fp32: WebGPU adds fp16 products up in fp16, which costs a percent. Plain operators: from 32 rows on its fused attention
    // is wrong on adapters with small subgroups
    public static DeviceProfile WebGpu { get; } =
        new("webgpu", "WebGPU", "WebGpuExecutionProvider", false, DecoderForm.Growing, true, true, "WebGPU_Buffer");

    public static DeviceProfile Cuda { get; } = new(
        "cuda", "CUDA", "CUDAExecutionProvider", true, DecoderForm.InPlace, false, true, "Cuda");

    /// <summary>What the provider is told when it is added.</summary>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether the device is written here, and nothing of ONNX Runtime is touched when it runs.</summary>
    public bool IsNative => ProviderId.Length == 0;

    /// <summary>Whether the device is the processor: always there, and trusted without a test of its own.</summary>
    public bool IsProcessor => Provider is null;

    /// <summary>Devices that run graphs.</summary>
    public static IReadOnlyList<DeviceProfile> Graphs { get; } = [Cuda, DirectML, WebGpu, OnnxCpu];

    /// <summary>Names of single devices.</summary>
    private static IEnumerable<DeviceProfile> Named => [Cuda, DirectML, WebGpu, NativeCpu, OnnxCpu];

    /// <summary>The devices a list of names stands for, in order.</summary>
    /// <exception cref="QwenException">A name is not known.</exception>
    public static IReadOnlyList<DeviceProfile> Parse(string names)
    {
        var found = new List<DeviceProfile>();
        foreach (var name in names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var any = name.Equals("auto", StringComparison.OrdinalIgnoreCase);
            if (any)
                found.AddRange(Cuda, DirectML, WebGpu);
            if (any || name.Equals(Processor, StringComparison.OrdinalIgnoreCase))
                found.AddRange(Cpu, NativeCpu with { Name = Processor }); // the same, or what runs where ONNX Runtime is not there
            else
                found.Add(
                    Named.FirstOrDefault(device => device.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name));
        }

        return found.Count > 0 ? [.. found.Distinct()] : throw new QwenException("No device is named. Use auto, or a name such as cpu.");
    }

    private static QwenException Unknown(string name)
        => new(
            $"There is no device '{name}'. Devices are {Processor}, {string.Join(", ", Named.Select(device => device.Name))}, or auto; "
            + "several are separated by commas.");
}
