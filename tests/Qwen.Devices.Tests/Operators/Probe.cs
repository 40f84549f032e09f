using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Qwen.Devices.Tests.Sessions;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Operators;

/// <summary>One small graph with the inputs of its run.</summary>
/// <param name="half">Whether activations and weights are 16-bit floats, else 32-bit ones.</param>
internal sealed class Probe(bool half)
{
    private readonly Random random = new(17);
    private readonly Dictionary<string, OrtValue> values = [];
    private int names;

    /// <summary>The graph.</summary>
    public TestGraph Graph { get; } = new();

    /// <summary>Type of activations.</summary>
    public TensorElementType Type { get; } = half ? TensorElementType.Float16 : TensorElementType.Float;

    /// <summary>An input of normal random numbers.</summary>
    public string Input(string name, params int[] shape)
    {
        Graph.Input(name, Type, [.. shape.Select(d => (object)d)]);
        values[name] = Tensor(Random(shape), shape);
        return name;
    }

    /// <summary>An input of given numbers.</summary>
    public string Input(string name, float[] data, params int[] shape)
    {
        Graph.Input(name, Type, [.. shape.Select(d => (object)d)]);
        values[name] = Tensor(data, shape);
        return name;
    }

    /// <summary>An input of 64-bit integers.</summary>
    public string InputInt64(string name, long[] data, params int[] shape)
    {
        Graph.Input(name, TensorElementType.Int64, [.. shape.Select(d => (object)d)]);
        values[name] = OrtValue.CreateTensorValueFromMemory(data, [.. shape.Select(d => (long)d)]);
        return name;
    }

    /// <summary>A constant of normal random numbers times <paramref name="scale"/>.</summary>
    public string Weight(float scale, params int[] shape)
    {
        var data = Random(shape);
        for (var i = 0; i < data.Length; i++)
            data[i] *= scale;
        return Constant(data, shape);
    }

    /// <summary>A constant of given numbers.</summary>
    public string Constant(float[] data, params int[] shape) => half
        ? Graph.Constant<Half>($"c{names++}", Type, shape, Array.ConvertAll(data, x => (Half)x))
        : Graph.Constant<float>($"c{names++}", Type, shape, data);

    /// <summary>A constant of random bytes.</summary>
    public string Bytes(params int[] shape)
    {
        var data = new byte[shape.Aggregate(1, (a, b) => a * b)];
        random.NextBytes(data);
        return Graph.Constant<byte>($"c{names++}", TensorElementType.UInt8, shape, data);
    }

    /// <summary>A constant of equal bytes.</summary>
    public string Bytes(byte value, params int[] shape)
    {
        var data = new byte[shape.Aggregate(1, (a, b) => a * b)];
        Array.Fill(data, value);
        return Graph.Constant<byte>($"c{names++}", TensorElementType.UInt8, shape, data);
    }

    /// <summary>A constant of 64-bit integers.</summary>
    public string Integers(params long[] data) => Graph.Integers($"c{names++}", data);

    /// <summary>A node; its output's name is returned.</summary>
    public string Node(string operation, string[] from, params (string, object)[] attributes) =>
        Graph.Node(operation, from, $"t{names++}", Domain(operation), attributes);

    /// <summary>Declares a result.</summary>
    public void Output(string name, params object[] shape) => Graph.Output(name, Type, shape);

    /// <summary>Normal random numbers.</summary>
    private float[] Random(params int[] shape)
    {
        var data = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (var i = 0; i < data.Length; i++)
            data[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return data;
    }

    /// <summary>A tensor of this probe's type.</summary>
    private OrtValue Tensor(float[] data, params int[] shape)
    {
        long[] dimensions = [.. shape.Select(d => (long)d)];
        return half
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(data, x => (Float16)x), dimensions)
            : OrtValue.CreateTensorValueFromMemory(data, dimensions);
    }

    /// <summary>Runs on the device and on the CPU, compares every output, and tells who ran what.</summary>
    /// <returns>The largest difference relative to the largest value, and the placement.</returns>
    public (double Difference, NodePlacement Placement) Compare(DeviceProfile device)
    {
        var model = Graph.Build();
        string[] inputNames = [.. values.Keys];
        OrtValue[] inputs = [.. values.Values];
        using var run = new RunOptions();
        using var reference = ProbeSession.OpenReference(model);
        string[] outputNames = [.. reference.OutputMetadata.Keys];
        using var expected = reference.Run(run, inputNames, inputs, outputNames);
        using var session = ProbeSession.Open(device, model);
        using var actual = session.Run(run, inputNames, inputs, outputNames);
        var worst = outputNames.Select((_, i) => Difference(expected[i], actual[i])).Max();
        return (worst, NodePlacement.ReadAndDelete(session.EndProfiling()));
    }

    /// <summary>Largest difference relative to the largest value; NaN counts as the largest difference there is.</summary>
    private static double Difference(OrtValue expected, OrtValue actual)
    {
        var (a, b) = (Floats(expected), Floats(actual));
        double scale = 0, worst = 0;
        for (var i = 0; i < a.Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(a[i]));
            var difference = Math.Abs(a[i] - b[i]);
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        return worst / Math.Max(scale, 1e-6);
    }

    /// <summary>The numbers of a tensor of either float type.</summary>
    private static float[] Floats(OrtValue value)
    {
        if (value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Float)
            return value.GetTensorDataAsSpan<float>().ToArray();
        var data = value.GetTensorDataAsSpan<Float16>();
        var floats = new float[data.Length];
        for (var i = 0; i < data.Length; i++)
            floats[i] = (float)data[i];
        return floats;
    }

    private static string Domain(string operation) => operation is "MatMulNBits" or "RotaryEmbedding" or "GroupQueryAttention"
        or "MultiHeadAttention" or "Gelu" or "SkipSimplifiedLayerNormalization" or "QuickGelu" ? "com.microsoft" : "";
}
