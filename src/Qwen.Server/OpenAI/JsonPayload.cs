using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qwen.Server.OpenAI;

/// <summary>A JSON document that is written into memory. For one thread.</summary>
internal sealed class JsonPayload : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);

    public JsonPayload() =>
        Writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public Utf8JsonWriter Writer { get; }

    /// <summary>The bytes so far; valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        buffer.ResetWrittenCount();
        Writer.Reset();
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();
}
