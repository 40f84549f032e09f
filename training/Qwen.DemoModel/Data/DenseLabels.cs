using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>
/// What lies in each patch and each merged unit; −1 where a question has no answer. Units are in the order of the picture tokens.
/// </summary>
internal sealed record DenseLabels
{
    /// <summary>Slots of patches whose content is known. // [patches]</summary>
    public required Tensor PatchSlots { get; init; }

    /// <summary>Class at the patch's centre. // [patches]</summary>
    public required Tensor PatchClasses { get; init; }

    /// <summary>Colour at the patch's centre. // [patches]</summary>
    public required Tensor PatchColours { get; init; }

    /// <summary>Class that covers most of a unit. // [units]</summary>
    public required Tensor UnitClasses { get; init; }

    /// <summary>Its colour. // [units]</summary>
    public required Tensor UnitColours { get; init; }

    /// <summary>Units that a thing covers. // [covered]</summary>
    public required Tensor Covered { get; init; }

    /// <summary>Edges of the covering thing's box from the unit's centre, in units. // [covered, 4]</summary>
    public required Tensor Edges { get; init; }

    /// <summary>Box and centre of the covering thing in pixels. // [covered, 6]</summary>
    public required Tensor Coordinates { get; init; }

    /// <summary>Character with its centre in each cell of a unit, counted from the blank; 0 for none. // [units, cells]</summary>
    public required Tensor Characters { get; init; }

    /// <summary>The same of a patch. // [patches, cells of a patch]</summary>
    public required Tensor PatchCharacters { get; init; }

    /// <summary>Place of the first of a unit's characters in its line. // [units]</summary>
    public required Tensor Ordinals { get; init; }
}
