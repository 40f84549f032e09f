using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Qwen.VisionLanguage.Graphs.Onnx;
using static Qwen.VisionLanguage.Graphs.Onnx.AttributeProto.Types;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Collects the nodes, inputs, outputs and constants of one ONNX graph. Nodes are named after their output.</summary>
/// <param name="name">Name of the graph.</param>
/// <param name="half">Whether activations are fp16 instead of fp32.</param>
internal sealed class GraphBuilder(string name, bool half)
{
    public const string Microsoft = "com.microsoft";

    private readonly GraphProto graph = new() { Name = name };
    private readonly List<Initializer> initializers = [];
    private int counter;

    /// <summary>Whether activations are fp16.</summary>
    public bool Half => half;

    /// <summary>Element type of activations.</summary>
    public DataType Activation => half ? DataType.Float16 : DataType.Float;

    /// <summary>The graph so far, without the constants that live in data files.</summary>
    public GraphProto Graph => graph;

    /// <summary>Constants for the data files, in the order they are written.</summary>
    public IReadOnlyList<Initializer> Initializers => initializers;

    /// <summary>Declares an input; a dimension that is not a number is a name for a run-time size.</summary>
    public string Input(string input, DataType type, params ReadOnlySpan<string> dims)
    {
        graph.Input.Add(Value(input, type, dims));
        return input;
    }

    /// <summary>Declares an output that a node of the same name produces.</summary>
    public void Output(string output, DataType type, params ReadOnlySpan<string> dims) => graph.Output.Add(Value(output, type, dims));

    /// <summary>Adds a node with one output of a fresh name.</summary>
    public string Node(
        string op, ReadOnlySpan<string> inputs, string domain = "", params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var output = string.Create(CultureInfo.InvariantCulture, $"{op}_{counter++}");
        NodeTo(op, inputs, [output], domain, attributes);
        return output;
    }

    /// <summary>Adds a node with outputs of given names.</summary>
    public void NodeTo(
        string op, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, string domain = "",
        params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new NodeProto { OpType = op, Domain = domain, Name = outputs[0] };
        foreach (var input in inputs)
            node.Input.Add(input);
        foreach (var output in outputs)
            node.Output.Add(output);
        foreach (var (key, value) in attributes)
            node.Attribute.Add(Attribute(key, value));
        graph.Node.Add(node);
    }

    /// <summary>Adds a constant to a data file.</summary>
    public string Add(Initializer initializer)
    {
        initializers.Add(initializer);
        return initializer.Name;
    }

    /// <summary>Adds a small integer constant inside the graph.</summary>
    public string Integers(params ReadOnlySpan<long> values)
        => Inline(DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds fp32 constants inside the graph, whatever the activation type.</summary>
    public string Floats(params ReadOnlySpan<float> values)
        => Inline(DataType.Float, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a number of the activation type inside the graph, as a scalar.</summary>
    public string Scalar(float value)
        => half
            ? Inline(DataType.Float16, [], MemoryMarshal.AsBytes([(Half)value]))
            : Inline(DataType.Float, [], MemoryMarshal.AsBytes([value]));

    private string Inline(DataType type, ReadOnlySpan<long> dims, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorProto
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"const_{counter++}"),
            DataType = type,
            RawData = ByteString.CopyFrom(bytes),
        };
        foreach (var dim in dims)
            tensor.Dims.Add(dim);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static ValueInfoProto Value(string value, DataType type, ReadOnlySpan<string> dims)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in dims)
        {
            shape.Dim.Add(long.TryParse(dim, CultureInfo.InvariantCulture, out var size)
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = dim });
        }

        return new ValueInfoProto
        {
            Name = value,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } }
        };
    }

    private static AttributeProto Attribute(string key, object value)
    {
        var attribute = new AttributeProto { Name = key };
        switch (value)
        {
            case int i:
                (attribute.Type, attribute.I) = (AttributeType.Int, i);
                break;
            case float f:
                (attribute.Type, attribute.F) = (AttributeType.Float, f);
                break;
            case long[] list:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(list);
                break;
            default:
                throw new ArgumentException($"Attribute {key} is of an unsupported type.", nameof(value));
        }

        return attribute;
    }
}
