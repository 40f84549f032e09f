using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>A constant of a graph that lives in a data file beside it.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">Element type.</param>
/// <param name="Dims">Shape.</param>
/// <param name="File">Which data file holds it.</param>
/// <param name="Write">Writes exactly <see cref="ByteLength"/> bytes.</param>
internal sealed record Initializer(string Name, DataType Type, long[] Dims, DataFile File, Action<Stream, CancellationToken> Write)
{
    public long ByteLength
    {
        get
        {
            var length = Type switch
            {
                DataType.Uint8 => 1L,
                DataType.Float16 => 2L,
                DataType.Float or DataType.Int32 => 4L,
                DataType.Int64 => 8L,
                _ => throw new InvalidOperationException($"No size is known for {Type}."),
            };
            foreach (var dim in Dims)
                length = checked(length * dim);
            return length;
        }
    }
}
