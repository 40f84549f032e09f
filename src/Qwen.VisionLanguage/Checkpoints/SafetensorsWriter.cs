using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Qwen.Shared.Files;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Writes safetensors files with little memory, whatever their size.</summary>
internal static class SafetensorsWriter
{
    private const int PieceElements = 1 << 18;
    private const int Alignment = 8;

    /// <summary>Writes the tensors in the given order, under a temporary name that becomes <paramref name="path"/> at the end.</summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="tensors">What to write; names have to differ.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left then.</param>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="QwenException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SafetensorsTensor> tensors, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.GroupBy(tensor => tensor.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two tensors are named '{twice.Key}'.", nameof(tensors));

        WholeFile.Write(path, stream =>
        {
            WriteHeader(stream, tensors);
            var values = ArrayPool<float>.Shared.Rent(PieceElements);
            var bytes = ArrayPool<byte>.Shared.Rent(PieceElements * sizeof(float));
            try
            {
                foreach (var tensor in tensors)
                    WriteData(stream, tensor, values.AsSpan(0, PieceElements), bytes, cancellationToken);
            }
            finally
            {
                ArrayPool<float>.Shared.Return(values);
                ArrayPool<byte>.Shared.Return(bytes);
            }
        });
    }

    private static void WriteData(
        Stream stream, SafetensorsTensor tensor, Span<float> values, Span<byte> bytes, CancellationToken cancellationToken)
    {
        var size = TensorTypes.ByteSize(tensor.Type);
        for (long done = 0, count = tensor.ElementCount; done < count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = values[..(int)Math.Min(values.Length, count - done)];
            var stored = bytes[..(piece.Length * size)];
            tensor.Fill(done, piece);
            FloatConversion.FromSingle(tensor.Type, piece, stored);
            stream.Write(stored);
            done += piece.Length;
        }
    }

    // 8 bytes length, then JSON, padded with spaces so that the data starts aligned
    private static void WriteHeader(Stream stream, IReadOnlyList<SafetensorsTensor> tensors)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            long offset = 0;
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            writer.WriteString("format", "pt");
            writer.WriteEndObject();
            foreach (var tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", TensorTypes.ToName(tensor.Type));
                writer.WriteStartArray("shape");
                foreach (var length in tensor.Shape)
                    writer.WriteNumberValue(length);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += tensor.ElementCount * TensorTypes.ByteSize(tensor.Type));
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        var padding = (Alignment - json.WrittenCount % Alignment) % Alignment;
        json.GetSpan(padding)[..padding].Fill((byte)' ');
        json.Advance(padding);

        Span<byte> length8 = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length8, json.WrittenCount);
        stream.Write(length8);
        stream.Write(json.WrittenSpan);
    }
}
