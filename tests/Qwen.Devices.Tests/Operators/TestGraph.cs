using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Qwen.Devices.Tests.Operators;

/// <summary>Writes a small ONNX model into memory, field by field of the ONNX protocol buffers; independent of the product's writer.</summary>
internal sealed class TestGraph
{
    private const int IrVersion = 10;

    private readonly List<byte[]> nodes = [];
    private readonly List<byte[]> initializers = [];
    private readonly List<byte[]> inputs = [];
    private readonly List<byte[]> outputs = [];

    /// <summary>Declares an input; a dimension is a number, or a name where it is dynamic.</summary>
    public string Input(string name, TensorElementType type, params object[] shape)
    {
        inputs.Add(Value(name, type, shape));
        return name;
    }

    /// <summary>Declares an output.</summary>
    public string Output(string name, TensorElementType type, params object[] shape)
    {
        outputs.Add(Value(name, type, shape));
        return name;
    }

    /// <summary>Adds a constant.</summary>
    public string Constant<T>(string name, TensorElementType type, int[] shape, ReadOnlySpan<T> data)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(data).ToArray();
        initializers.Add(Message(o =>
        {
            foreach (var dimension in shape)
                Integer(o, 1, dimension);
            Integer(o, 2, (int)type);
            Text(o, 8, name);
            Bytes(o, 9, bytes);
        }));
        return name;
    }

    /// <summary>Adds a constant of 64-bit integers: a shape, axes, positions.</summary>
    public string Integers(string name, params long[] values) => Constant<long>(name, TensorElementType.Int64, [values.Length], values);

    /// <summary>Adds a node of one output, whose name is returned.</summary>
    public string Node(string operation, string[] from, string to, string domain = "", params (string Name, object Value)[] attributes)
    {
        Node(operation, from, [to], domain, attributes);
        return to;
    }

    /// <summary>Adds a node.</summary>
    public void Node(string operation, string[] from, string[] to, string domain, params (string Name, object Value)[] attributes) =>
        nodes.Add(Message(o =>
        {
            foreach (var name in from)
                Text(o, 1, name);
            foreach (var name in to)
                Text(o, 2, name);
            Text(o, 3, to[0]);
            Text(o, 4, operation);
            foreach (var (name, value) in attributes)
                Bytes(o, 5, Attribute(name, value));
            Text(o, 7, domain);
        }));

    /// <summary>The model's bytes.</summary>
    public byte[] Build()
    {
        var graph = Message(o =>
        {
            nodes.ForEach(node => Bytes(o, 1, node));
            Text(o, 2, "test");
            initializers.ForEach(tensor => Bytes(o, 5, tensor));
            inputs.ForEach(value => Bytes(o, 11, value));
            outputs.ForEach(value => Bytes(o, 12, value));
        });
        return Message(o =>
        {
            Integer(o, 1, IrVersion);
            Bytes(o, 7, graph);
            Bytes(o, 8, OperatorSet("", 21));
            Bytes(o, 8, OperatorSet("com.microsoft", 1));
        });
    }

    private static byte[] OperatorSet(string domain, long version) => Message(o =>
    {
        Text(o, 1, domain);
        Integer(o, 2, version);
    });

    private static byte[] Attribute(string name, object value) => Message(o =>
    {
        const int floating = 1, integer = 2, text = 3, integers = 7;
        Text(o, 1, name);
        switch (value)
        {
            case float number:
                o.WriteTag(2, WireFormat.WireType.Fixed32);
                o.WriteFloat(number);
                Integer(o, 20, floating);
                break;
            case string characters:
                Text(o, 4, characters);
                Integer(o, 20, text);
                break;
            case long[] list:
                foreach (var item in list)
                    Integer(o, 8, item);
                Integer(o, 20, integers);
                break;
            default:
                Integer(o, 3, Convert.ToInt64(value, provider: null));
                Integer(o, 20, integer);
                break;
        }
    });

    private static byte[] Value(string name, TensorElementType type, object[] shape)
    {
        var dimensions = Message(o =>
        {
            foreach (var dimension in shape)
            {
                Bytes(o, 1, Message(d =>
                {
                    if (dimension is string symbol)
                        Text(d, 2, symbol);
                    else
                        Integer(d, 1, Convert.ToInt64(dimension, provider: null));
                }));
            }
        });
        var tensor = Message(o =>
        {
            Integer(o, 1, (int)type);
            Bytes(o, 2, dimensions);
        });
        return Message(o =>
        {
            Text(o, 1, name);
            Bytes(o, 2, Message(t => Bytes(t, 1, tensor)));
        });
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
            write(output);
        return memory.ToArray();
    }

    private static void Integer(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Bytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }
}
