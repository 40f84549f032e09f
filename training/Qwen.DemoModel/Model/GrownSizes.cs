using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.DemoModel.Model;

/// <summary>Sizes of a checkpoint that is made larger; widths of streams are whole numbers of heads.</summary>
/// <param name="VisionBlocks">Blocks of the encoder; where there are new ones, the last sees the whole picture.</param>
/// <param name="VisionHidden">Width of the encoder's stream.</param>
/// <param name="VisionWidth">Width of its feed-forward parts.</param>
/// <param name="TextHidden">Width of the decoder's stream, and so of a unit.</param>
/// <param name="TextWidth">Width of its feed-forward parts.</param>
internal sealed record GrownSizes(int VisionBlocks, int VisionHidden, int VisionWidth, int TextHidden, int TextWidth)
{
    /// <summary>Looks whether a checkpoint can grow to these sizes.</summary>
    /// <exception cref="QwenException">A size is smaller than it was, or no whole number of heads.</exception>
    public void Check(ModelConfig from)
    {
        if (VisionBlocks < from.Vision.BlockCount || VisionHidden < from.Vision.HiddenSize || VisionWidth < from.Vision.IntermediateSize
            || TextHidden < from.Text.HiddenSize || TextWidth < from.Text.IntermediateSize)
        {
            throw new QwenException(
                $"A checkpoint only grows: this one has {from.Vision.BlockCount} blocks of {from.Vision.HiddenSize} and "
                + $"{from.Vision.IntermediateSize}, and layers of "
                + $"{from.Text.HiddenSize} and {from.Text.IntermediateSize}. Give sizes that are no smaller.");
        }

        if (VisionHidden % from.Vision.HeadDim != 0 || TextHidden % (from.Text.HeadDim * from.Text.KeyValueHeadCount) != 0)
        {
            throw new QwenException(
                $"Streams are whole heads wide: the encoder's a multiple of {from.Vision.HeadDim}, "
                + $"the decoder's one of {from.Text.HeadDim * from.Text.KeyValueHeadCount}.");
        }
    }
}
