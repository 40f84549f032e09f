using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>A part of a document and the JSON pointer to it.</summary>
internal readonly record struct SchemaPlace(JsonElement Element, string Path);
