namespace Qwen.VisionLanguage.Graphs;

/// <summary>The two kinds of data file beside a graph.</summary>
internal enum DataFile
{
    /// <summary>Integer blocks: the same bytes whatever the activation type, so written once for all graphs of a precision.</summary>
    Blocks,

    /// <summary>Scales, norms, biases and float matrices in the graph's activation type.</summary>
    Values,
}
