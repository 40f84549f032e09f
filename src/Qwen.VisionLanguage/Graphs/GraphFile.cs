using System.Globalization;
using Google.Protobuf;
using Qwen.VisionLanguage.Graphs.Onnx;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Lays out a graph's constants in data files and writes those files and the graph itself.</summary>
internal static class GraphFile
{
    /// <summary>Tensors start at page borders so that the runtime can map them.</summary>
    private const long Alignment = 4096;

    private const int IrVersion = 10;
    private const int OnnxOpset = 21;

    /// <summary>Length of the data file that holds these constants.</summary>
    public static long DataLength(GraphBuilder graph, DataFile file) =>
        Layout(graph, file).Sum(place => 0L + Aligned(place.Item.ByteLength));

    /// <summary>Writes the constants of one data file one after the other.</summary>
    public static void WriteData(
        GraphBuilder graph, DataFile file, Stream output, Action<long> written, CancellationToken cancellationToken)
    {
        var padding = new byte[Alignment];
        foreach (var (item, offset) in Layout(graph, file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            item.Write(output, cancellationToken);
            if (output.Position != offset + item.ByteLength)
                throw new InvalidOperationException($"{item.Name}: wrote {output.Position - offset} bytes instead of {item.ByteLength}.");
            output.Write(padding, 0, (int)(Aligned(item.ByteLength) - item.ByteLength));
            written(Aligned(item.ByteLength));
        }
    }

    /// <summary>Writes the graph, its constants as references into the data files.</summary>
    public static void WriteModel(
        GraphBuilder graph, Func<DataFile, string> dataFileName, IEnumerable<KeyValuePair<string, string>> metadata, Stream output)
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "Qwen.VisionLanguage", Graph = graph.Graph.Clone() };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OnnxOpset });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphBuilder.Microsoft, Version = 1 });
        foreach (var (key, value) in metadata)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        foreach (var file in Enum.GetValues<DataFile>())
        {
            foreach (var (item, offset) in Layout(graph, file))
                model.Graph.Initializer.Add(Reference(item, dataFileName(file), offset));
        }

        model.WriteTo(output);
    }

    private static TensorProto Reference(Initializer item, string location, long offset)
    {
        var tensor = new TensorProto
        {
            Name = item.Name,
            DataType = item.Type,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        tensor.Dims.AddRange(item.Dims);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString(CultureInfo.InvariantCulture) });
        tensor.ExternalData.Add(
            new StringStringEntryProto { Key = "length", Value = item.ByteLength.ToString(CultureInfo.InvariantCulture) });
        return tensor;
    }

    private static IEnumerable<(Initializer Item, long Offset)> Layout(GraphBuilder graph, DataFile file)
    {
        var offset = 0L;
        foreach (var item in graph.Initializers.Where(i => i.File == file))
        {
            yield return (item, offset);
            offset += Aligned(item.ByteLength);
        }
    }

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
