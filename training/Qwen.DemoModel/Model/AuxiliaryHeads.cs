using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>
/// Heads that only training has: they ask patches, merged units and picture tokens what lies there, so that the parts learn
/// what the answer will need long before the answer itself is right. Never exported.
/// </summary>
internal static class AuxiliaryHeads
{
    /// <summary>Printable characters, and none.</summary>
    public const int Characters = 95;

    /// <summary>
    /// Cells of a unit, across and down, each asked which character has its centre there: small enough for print of ten pixels.
    /// </summary>
    public const int UnitAcross = 5, UnitDown = 4, UnitCells = UnitAcross * UnitDown;

    /// <summary>The same of a patch.</summary>
    public const int PatchAcross = 3, PatchDown = 2, PatchCells = PatchAcross * PatchDown;

    /// <summary>Places of a character in its line that are told apart.</summary>
    public const int Ordinals = 48;

    /// <summary>Digits of one coordinate: hundreds 0 to 4, tens and ones 0 to 9.</summary>
    public const int Hundreds = 5, Digits = Hundreds + 20, Coordinates = 6;

    /// <summary>Head over patches in front of the merger: class, colour, characters.</summary>
    public const string Patches = "patch";

    /// <summary>Head over the merger's output: class, colour, edges, characters, ordinal.</summary>
    public const string Units = "unit";

    /// <summary>Head over picture tokens inside the decoder: digits of box and centre, characters, ordinal.</summary>
    public const string Tokens = "token";

    /// <summary>Names and shapes.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Tensors(ModelConfig config)
    {
        (string, long, long)[] heads =
        [
            (Patches, config.Vision.HiddenSize, Drawing.ThingClass.Count + Drawing.Shade.Count + PatchCells * Characters),
            (Units, config.Text.HiddenSize, Drawing.ThingClass.Count + Drawing.Shade.Count + 4 + UnitCells * Characters + Ordinals),
            (Tokens, config.Text.HiddenSize, Coordinates * Digits + UnitCells * Characters + Ordinals),
        ];
        foreach (var (name, inputs, outputs) in heads)
        {
            yield return ($"aux.{name}.norm.weight", [inputs]);
            yield return ($"aux.{name}.weight", [outputs, inputs]);
            yield return ($"aux.{name}.bias", [outputs]);
        }
    }

    /// <summary>norm and linear. // [rows, inputs] -> [rows, outputs]</summary>
    public static Tensor Forward(Parameters p, string head, Tensor x)
        => Layers.Linear(Layers.RmsNorm(x, p[$"aux.{head}.norm.weight"], 1e-6), p[$"aux.{head}.weight"], p[$"aux.{head}.bias"]).to(float32);
}
