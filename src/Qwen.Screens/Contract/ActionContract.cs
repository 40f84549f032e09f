using System.Text.Json.Nodes;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Contract;

/// <summary>
/// The action set that the model was trained to drive a screen with: its tool, how its answers are read, and the grammar that holds
/// answers to it. Names, order of keys and enums are the model's; the descriptions are ours. Immutable.
/// </summary>
/// <remarks>Form: <c>cookbooks/utils/agent_function_call.py</c> of the model's repository.</remarks>
internal sealed partial class ActionContract
{
    private const string CallFormat = "Format the arguments as a JSON object.";

    private readonly Func<PixelSize, string> describe;

    private ActionContract(
        string name, ScreenKind kind, Func<PixelSize, string> describe, IReadOnlyList<ActionMeaning> actions,
        IReadOnlyList<ArgumentMeaning> arguments)
    {
        Name = name;
        Kind = kind;
        this.describe = describe;
        Actions = actions;
        Arguments = arguments;
    }

    /// <summary>Name of the tool: <c>mobile_use</c> or <c>computer_use</c>.</summary>
    public string Name { get; }

    /// <summary>The kind of screen it drives.</summary>
    public ScreenKind Kind { get; }

    internal IReadOnlyList<ActionMeaning> Actions { get; }

    internal IReadOnlyList<ArgumentMeaning> Arguments { get; }

    /// <summary>The contract for a kind of screen.</summary>
    public static ActionContract For(ScreenKind kind) => kind == ScreenKind.Phone ? Mobile : Computer;

    /// <summary>The tool as one line of JSON for the <c>&lt;tools&gt;</c> block.</summary>
    /// <param name="seen">Size at which the model sees the screen: its coordinates are pixels of that.</param>
    public string DescribeTool(PixelSize seen)
    {
        var action = new ArgumentMeaning(
            "action",
            "string",
            "The action to perform. The available actions are:"
                + string.Concat(Actions.Select(action => $"\n* `{action.Name}`: {action.Meaning}")),
            [.. Actions.Select(action => action.Name)]);
        var properties = new JsonObject();
        foreach (var argument in Arguments.Prepend(action))
            properties[argument.Name] = argument.ToSchema();
        return SpacedJson.Write(new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name_for_human"] = Name,
                ["name"] = Name,
                ["description"] = describe(seen),
                ["parameters"] = new JsonObject
                {
                    ["properties"] = properties,
                    ["required"] = new JsonArray("action"),
                    ["type"] = "object"
                },
                ["args_format"] = CallFormat,
            },
        });
    }

    /// <summary>Reads an answer into an action on the screen. Never throws for what the model wrote.</summary>
    /// <param name="answer">The whole answer: a thought, perhaps, and a call.</param>
    /// <param name="seen">Size at which the model saw the screen.</param>
    /// <param name="screen">Size of the screen, whose pixels the action is in.</param>
    /// <param name="pointer">Where the pointer is, in pixels of the screen; null where nobody moved it yet.</param>
    public ActionAnswer Read(string answer, PixelSize seen, PixelSize screen, ScreenPoint? pointer = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return AnswerReader.Read(this, answer, new CoordinateMap(screen, seen), pointer);
    }
}
