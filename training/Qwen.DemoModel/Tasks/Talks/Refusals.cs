using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>What stands in place of a result where a person did not allow the call: in words of this product and of middleware.</summary>
internal static class Refusals
{
    private static readonly string[] Results =
    [
        "The call was not approved.", "Tool call invocation was rejected by the approver and must not be retried.",
        "Tool call invocation rejected.",
    ];

    /// <summary>One of them, and what is said about it.</summary>
    public static (string Result, string Answer) Draw(Dice dice) => (dice.Pick(Results), "That was not approved.");
}
