using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Qwen.Devices.Tests.Sessions;

namespace Qwen.Devices.Tests.Operators;

/// <summary>GroupQueryAttention over a cache that stays on the device: a prompt and single tokens after it, as decoding does.</summary>
/// <param name="half">Whether values are 16-bit floats, else 32-bit ones.</param>
internal sealed class CacheProbe(bool half)
{
    private const int QueryHeads = 4, CacheHeads = 2, HeadSize = 128, Length = 32;

    /// <summary>Runs the same calls on the device, in place, and on the CPU with growing caches; compares every call's result.</summary>
    public (double Difference, NodePlacement Placement) Compare(Device device, int[] calls)
    {
        var probe = new Probe(half);
        var type = probe.Type;
        var graph = probe.Graph;
        string[] from =
        [
            graph.Input("q", type, 1, "S", QueryHeads * HeadSize), graph.Input("k", type, 1, "S", CacheHeads * HeadSize),
            graph.Input("v", type, 1, "S", CacheHeads * HeadSize), graph.Input("past_k", type, 1, CacheHeads, "M", HeadSize),
            graph.Input("past_v", type, 1, CacheHeads, "M", HeadSize), graph.Input("seqlens_k", TensorElementType.Int32, 1),
            graph.Input("total", TensorElementType.Int32, 1),
        ];
        graph.Node(
            "GroupQueryAttention", from, ["y", "present_k", "present_v"], "com.microsoft",
            ("num_heads", QueryHeads), ("kv_num_heads", CacheHeads), ("do_rotary", 0));
        graph.Output("y", type, 1, "S", QueryHeads * HeadSize);
        graph.Output("present_k", type, 1, CacheHeads, "T", HeadSize);
        graph.Output("present_v", type, 1, CacheHeads, "T", HeadSize);
        var model = graph.Build();

        using var reference = Device.OpenReference(model);
        using var session = device.Open(model);
        using var memory = new OrtMemoryInfo(device.Memory, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default);
        using var allocator = new OrtAllocator(session, memory);
        using var keys = OrtValue.CreateAllocatedTensorValue(allocator, type, [1, CacheHeads, Length, HeadSize]);
        using var values = OrtValue.CreateAllocatedTensorValue(allocator, type, [1, CacheHeads, Length, HeadSize]);
        using var run = new RunOptions();
        using var expectedKeys = probe.Tensor(new float[CacheHeads * Length * HeadSize], 1, CacheHeads, Length, HeadSize);
        using var expectedValues = probe.Tensor(new float[CacheHeads * Length * HeadSize], 1, CacheHeads, Length, HeadSize);

        double worst = 0;
        var past = 0;
        foreach (var rows in calls)
        {
            using var q = probe.Tensor(probe.Random(rows * QueryHeads * HeadSize), 1, rows, QueryHeads * HeadSize);
            using var k = probe.Tensor(probe.Random(rows * CacheHeads * HeadSize), 1, rows, CacheHeads * HeadSize);
            using var v = probe.Tensor(probe.Random(rows * CacheHeads * HeadSize), 1, rows, CacheHeads * HeadSize);
            past += rows;
            using var lengths = OrtValue.CreateTensorValueFromMemory(new[] { past - 1 }, [1]);
            using var total = OrtValue.CreateTensorValueFromMemory(new[] { past }, [1]);
            using var maximum = OrtValue.CreateTensorValueFromMemory(new[] { Length }, [1]);

            using var expected = Bind(reference, q, k, v, expectedKeys, expectedValues, lengths, total, OrtMemoryInfo.DefaultInstance);
            reference.RunWithBinding(run, expected);
            using var actual = Bind(session, q, k, v, keys, values, lengths, device.Name == "directml" ? maximum : total, OrtMemoryInfo.DefaultInstance);
            session.RunWithBinding(run, actual);
            actual.SynchronizeBoundOutputs();
            using var wanted = expected.GetOutputValues();
            using var got = actual.GetOutputValues();
            Console.WriteLine($"   {rows}: {Probe.Difference(wanted[0], got[0])}");
            worst = Math.Max(worst, Probe.Difference(wanted[0], got[0]));
        }

        return (worst, NodePlacement.ReadAndDelete(session.EndProfiling()));
    }

    private static OrtIoBinding Bind(
        InferenceSession session, OrtValue q, OrtValue k, OrtValue v, OrtValue keys, OrtValue values, OrtValue lengths, OrtValue total, OrtMemoryInfo result)
    {
        var binding = session.CreateIoBinding();
        binding.BindInput("q", q);
        binding.BindInput("k", k);
        binding.BindInput("v", v);
        binding.BindInput("past_k", keys);
        binding.BindInput("past_v", values);
        binding.BindInput("seqlens_k", lengths);
        binding.BindInput("total", total);
        binding.BindOutputToDevice("y", result);
        binding.BindOutput("present_k", keys);
        binding.BindOutput("present_v", values);
        return binding;
    }
}
