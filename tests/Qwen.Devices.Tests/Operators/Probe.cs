using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Qwen.Devices.Tests.Sessions;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Graphs.Onnx;
using Qwen.VisionLanguage.Runtime;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.Devices.Tests.Operators;

/// <summary>One small graph, written by the product's own writer, with random inputs and constants inside.</summary>
/// <param name="half">Whether activations and weights are fp16, else fp32.</param>
internal sealed class Probe(bool half)
{
    private readonly GraphBuilder graph = new("probe", half);
    private readonly Random random = new(17);
    private readonly Dictionary<string, OrtValue> values = [];

    /// <summary>ONNX's number for the type of activations.</summary>
    public int Type => (int)graph.Activation;

    /// <summary>An input of normal random numbers.</summary>
    public string Input(string name, params int[] shape) => Input(name, Random(shape), shape);

    /// <summary>An input of given numbers.</summary>
    public string Input(string name, float[] data, params int[] shape)
    {
        long[] dims = [.. shape.Select(d => (long)d)];
        values[name] = half
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(data, x => (Float16)x), dims)
            : OrtValue.CreateTensorValueFromMemory(data, dims);
        return graph.Input(name, graph.Activation, Texts(shape));
    }

    /// <summary>An input of integers.</summary>
    public string Input(string name, long[] data, params int[] shape)
    {
        values[name] = OrtValue.CreateTensorValueFromMemory(data, [.. shape.Select(d => (long)d)]);
        return graph.Input(name, DataType.Int64, Texts(shape));
    }

    /// <summary>A constant of normal random numbers times <paramref name="scale"/>.</summary>
    public string Weight(float scale, params int[] shape)
    {
        var data = Array.ConvertAll(Random(shape), x => x * scale);
        return half
            ? Constant(DataType.Float16, MemoryMarshal.AsBytes<Half>(Array.ConvertAll(data, x => (Half)x)), shape)
            : Constant(DataType.Float, MemoryMarshal.AsBytes<float>(data), shape);
    }

    /// <summary>A constant of random bytes.</summary>
    public string Bytes(params int[] shape)
    {
        var data = new byte[Count(shape)];
        random.NextBytes(data);
        return Constant(DataType.Uint8, data, shape);
    }

    /// <summary>A constant of equal bytes.</summary>
    public string Repeated(byte value, params int[] shape)
    {
        var data = new byte[Count(shape)];
        Array.Fill(data, value);
        return Constant(DataType.Uint8, data, shape);
    }

    /// <summary>A constant of integers.</summary>
    public string Integers(params long[] data) => graph.Integers(data);

    /// <summary>A constant number.</summary>
    public string Scalar(float value) => graph.Scalar(value);

    /// <summary>A node; its output's name is returned.</summary>
    public string Node(string operation, string[] from, params (string, object)[] attributes)
        => graph.Node(operation, from, Domain(operation), attributes);

    /// <summary>Declares a result.</summary>
    public void Output(string name, params int[] shape) => graph.Output(name, graph.Activation, Texts(shape));

    /// <summary>Runs on the device and on the CPU, compares every output, and tells who ran what.</summary>
    /// <returns>The largest difference relative to the largest value, and the placement.</returns>
    public (double Difference, NodePlacement Placement) Compare(DeviceProfile device)
    {
        var model = new ModelProto { IrVersion = 10, Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 21 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphBuilder.Microsoft, Version = 1 });
        var bytes = model.ToByteArray();

        string[] inputNames = [.. values.Keys];
        OrtValue[] inputs = [.. values.Values];
        using var run = new RunOptions();
        using var reference = ProbeSession.OpenReference(bytes);
        string[] outputNames = [.. reference.OutputMetadata.Keys];
        using var expected = reference.Run(run, inputNames, inputs, outputNames);
        using var session = ProbeSession.Open(device, bytes);
        using var actual = session.Run(run, inputNames, inputs, outputNames);
        var worst = outputNames.Select((_, i) => Difference(Floats(expected[i]), Floats(actual[i]))).Max();
        return (worst, NodePlacement.ReadAndDelete(session.EndProfiling()));
    }

    private string Constant(DataType type, ReadOnlySpan<byte> bytes, int[] shape)
    {
        var tensor = new TensorProto
        {
            Name = $"weight_{graph.Graph.Initializer.Count}",
            DataType = type,
            RawData = ByteString.CopyFrom(bytes)
        };
        tensor.Dims.AddRange(shape.Select(d => (long)d));
        graph.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private float[] Random(int[] shape)
    {
        var data = new float[Count(shape)];
        for (var i = 0; i < data.Length; i++)
            data[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return data;
    }

    /// <summary>
    /// Largest difference relative to the largest value; something that is not a number counts as the largest difference there is.
    /// </summary>
    private static double Difference(float[] expected, float[] actual)
    {
        double scale = 0, worst = 0;
        foreach (var (a, b) in expected.Zip(actual))
        {
            scale = Math.Max(scale, Math.Abs(a));
            worst = float.IsFinite(b) ? Math.Max(worst, Math.Abs(a - b)) : double.PositiveInfinity;
        }

        return worst / scale;
    }

    private static float[] Floats(OrtValue value)
        => value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Float
            ? value.GetTensorDataAsSpan<float>().ToArray()
            : Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), x => (float)x);

    private static string[] Texts(int[] shape) => [.. shape.Select(d => d.ToString(CultureInfo.InvariantCulture))];

    private static int Count(int[] shape) => shape.Aggregate(1, (a, b) => a * b);

    private static string Domain(string operation)
        => operation is "MatMulNBits" or "RotaryEmbedding" or "MultiHeadAttention" or "Gelu" ? GraphBuilder.Microsoft : "";
}
