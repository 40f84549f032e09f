using Qwen.VisionLanguage.Checkpoints;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs.GenAI;

/// <summary>The embedding of tokens as a graph: rows of the table, and the picture's features where its placeholders stand.</summary>
internal static class GenAIEmbeddingGraph
{
    public const string InputIds = "input_ids";
    public const string Embeddings = "inputs_embeds";

    /// <summary>Builds the graph.</summary>
    /// <param name="checkpoint">Source of the table.</param>
    /// <param name="half">Whether the table is stored as fp16; what comes out is fp32 all the same.</param>
    public static GraphBuilder Build(Checkpoint checkpoint, bool half)
    {
        var width = $"{checkpoint.Config.Text.HiddenSize}";
        var table = checkpoint.GetTensor("model.embed_tokens.weight");
        var graph = new GraphBuilder("embedding", half);
        var ids = graph.Input(InputIds, DataType.Int64, "B", "S");
        var features = graph.Input(GenAIVisionGraph.Features, DataType.Float, "M", width);

        var weights = graph.Add(new Initializer(
            table.Name, graph.Activation, [.. table.Shape], DataFile.Values,
            (output, cancel) => MatrixWriter.Plain(table, half, output, cancel)));
        var rows = graph.Node("Gather", [weights, ids], "", ("axis", 0));
        rows = graph.Node("Cast", [rows], "", ("to", (int)DataType.Float)); // [B, S, hidden]

        // without a picture there are no placeholders, no features, and nothing is replaced
        var isPicture = graph.Node("Equal", [ids, graph.Integers(checkpoint.Config.ImageTokenId)]);
        var places = graph.Node("Transpose", [graph.Node("NonZero", [isPicture])], "", ("perm", (long[])[1, 0])); // [M, 2]
        graph.NodeTo("ScatterND", [rows, places, features], [Embeddings]);
        graph.Output(Embeddings, DataType.Float, "B", "S", width);
        return graph;
    }
}
