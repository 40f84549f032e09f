using System.Globalization;
using System.Text.Json.Nodes;
using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>
/// Functions that exist nowhere: a verb, a word of the list, up to three parameters. Which one fits is only to be had by comparing
/// request and description, so that functions of applications can be chosen that no training has seen.
/// </summary>
internal static class InventedFunctions
{
    private static readonly string[] Doing =
    [
        "open", "close", "send", "delete", "save", "print", "show", "move", "copy", "start", "stop", "set", "add", "remove", "update",
        "share", "lock", "order", "book", "cancel"
    ];
    private static readonly string[] Asking = ["get", "read", "check", "find", "count", "measure"];
    private static readonly string[] People =
    [
        "Anna", "Ben", "Clara", "David", "Emma", "Felix", "Maria", "Noah", "Olga", "Peter", "Sara", "Tom"
    ];
    private static readonly string[] HeldOutPeople = ["Greta", "Hugo", "Ines", "Karl"];

    // name, type, description, how a request says it
    private static readonly (string Name, string Type, string Says, string Phrase, Func<Dice, string> Value)[] Parameters =
    [
        ("name", "string", "Its name.", "called {v}", dice => Words.Capitalised(Words.Unheard(dice))),
        ("text", "string", "What it says.", "saying \"{v}\"", dice => Words.Phrase(dice, 2).Trim('.', '!', '?', ':', ',')),
        ("file", "string", "Path of the file.", "in {v}", FileNames.Any),
        ("times", "integer", "How many times.", "{v} times", dice => $"{dice.Between(2, 99)}"),
        ("seconds", "integer", "Seconds to wait before.", "after {v} seconds", dice => $"{dice.Between(1, 900)}"),
        ("person", "string", "Whom it is for.", "for {v}", dice => dice.Pick(dice.HeldOut ? HeldOutPeople : People)),
        ("colour", "string", "Its colour.", "in {v}", dice => dice.Pick(Shade.Names)),
        ("level", "number", "How much, from 0 to 100.", "at {v} percent", dice => $"{dice.Between(0, 100)}"),
        ("date", "string", "The day.", "on {v}", Words.Date),
        ("place", "string", "Where.", "at the {v}", Words.Unheard),
    ];

    private static readonly string[] Wishes =
    [
        "{V} the {n}{p}.", "Please {v} the {n}{p}.", "Can you {v} the {n}{p}?", "I want you to {v} the {n}{p}.",
        "Could you {v} the {n}{p}, please?", "{V} my {n}{p}.",
    ];

    /// <summary>Some functions, none of them twice; now and then two share the verb or the thing.</summary>
    /// <param name="dice">Decides.</param>
    /// <param name="count">How many.</param>
    /// <param name="asking">Whether some ask for something, as the product's own functions do.</param>
    public static List<OfferedFunction> Draw(Dice dice, int count, bool asking = true)
    {
        var taken = new List<(string Verb, string Noun)>();
        while (taken.Count < count)
        {
            var (verb, noun) = (dice.Pick(!asking || dice.Chance(0.65) ? Doing : Asking), Words.Unheard(dice));
            if (taken.Count > 0 && dice.Chance(0.4))
                (verb, noun) = dice.Chance(0.5) ? (dice.Pick(taken).Verb, noun) : (verb, dice.Pick(taken).Noun);
            if (!taken.Contains((verb, noun)))
                taken.Add((verb, noun));
        }

        return taken.ConvertAll(pair => Create(dice, pair.Verb, pair.Noun));
    }

    private static OfferedFunction Create(Dice dice, string verb, string noun)
    {
        var name = dice.Pick(
        [
            $"{verb}_{noun}", $"{verb}_{noun}", Words.Capitalised(verb) + Words.Capitalised(noun), $"{noun}_{verb}",
            $"{Words.Capitalised(noun)}s_{verb}_{noun}",
        ]);
        var description = dice.Pick(
        [
            $"{Words.Capitalised(verb)} the {noun}.", $"Use this to {verb} a {noun}.", $"Lets you {verb} the {noun}.",
            $"{Words.Capitalised(verb)} a {noun}: {Words.Unheard(dice)} {Words.Unheard(dice)} and {Words.Unheard(dice)}.",
        ]);
        var parameters = dice.Chance(0.2) ? Pictures(dice) : dice.Some(Parameters, dice.Pick([0, 1, 1, 1, 2, 2, 3]));
        var properties = new JsonObject(parameters.Select(parameter => KeyValuePair.Create(
            parameter.Name, (JsonNode?)new JsonObject { ["description"] = parameter.Says, ["type"] = parameter.Type })));
        var json = new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = name,
                ["description"] = description,
                ["parameters"] = new JsonObject
                {
                    ["type"] = "object", ["properties"] = properties,
                    ["required"] = new JsonArray([.. parameters.Select(parameter => (JsonNode?)parameter.Name)]),
                },
            },
        };
        return new OfferedFunction(name, json.ToJsonString(), asked => Ask(asked, verb, noun, [.. parameters]));
    }

    // one or two files by what they show: "with the shelf in a.png and the order in b.png"
    private static List<(string Name, string Type, string Says, string Phrase, Func<Dice, string> Value)> Pictures(Dice dice)
    {
        var (first, second) = (Words.Unheard(dice), Words.Unheard(dice));
        (string, string, string, string, Func<Dice, string>) one =
            (first, "string", $"Path of the {first}'s picture.", $"with the {first} in {{v}}", FileNames.Any);
        return first == second || dice.Chance(0.3)
            ? [one]
            : [one, (second, "string", $"Path of the {second}'s picture.", $"and the {second} in {{v}}", FileNames.Any)];
    }

    private static FunctionRequest Ask(
        Dice dice, string verb, string noun, (string Name, string Type, string Says, string Phrase, Func<Dice, string> Value)[] parameters)
    {
        var values = parameters.Select(parameter => parameter.Value(dice)).ToArray();
        var phrases = parameters.Select((parameter, i) => $" {parameter.Phrase.Replace("{v}", values[i], StringComparison.Ordinal)}");
        var text = dice.Pick(Wishes)
            .Replace("{V}", Words.Capitalised(verb), StringComparison.Ordinal)
            .Replace("{v}", verb, StringComparison.Ordinal)
                .Replace("{n}", noun, StringComparison.Ordinal).Replace("{p}", string.Concat(phrases), StringComparison.Ordinal);
        var arguments = parameters.Select(
            (parameter, i) => (parameter.Name, parameter.Type == "string" ? AnswerText.Quoted(values[i]) : values[i])).ToList();
        var (result, answer) = Result(dice, verb, noun);
        return new FunctionRequest(text, arguments, result, answer);
    }

    // a mistake, a value, or done
    private static (string Result, string Answer) Result(Dice dice, string verb, string noun)
    {
        if (dice.Chance(0.05))
            return Refusals.Draw(dice);
        if (dice.Chance(0.15) && Words.Phrase(dice, 2).Trim('.', '!', '?', ':', ',') is var problem)
            return ($"Error: {problem}.", $"That failed: {problem}.");
        if (!Asking.Contains(verb))
            return (dice.Pick(["ok", "done", """{"status":"ok"}""", """{"done":true}"""]), "Done.");
        if (dice.Chance(0.2))
            return Several(dice);
        var value = Value(dice);
        var json = Quoted(value);
        return (dice.Pick([value, $"{{\"{noun}\":{json}}}", $"{{\"value\":{json}}}"]), $"The {noun} is {value}.");
    }

    // values by name
    private static (string Result, string Answer) Several(Dice dice)
    {
        var values = Enumerable.Range(0, dice.Between(2, 3)).Select(_ => (Name: Words.Unheard(dice), Value: Value(dice)))
            .DistinctBy(pair => pair.Name).ToList();
        return (
            $"{{{string.Join(',', values.Select(pair => $"\"{pair.Name}\":{Quoted(pair.Value)}"))}}}",
            $"{string.Join(", ", values.Select(pair => $"{pair.Name}: {pair.Value}"))}.");
    }

    private static string Value(Dice dice) => dice.Between(0, 3) switch
    {
        0 => dice.Between(0, 9999).ToString(CultureInfo.InvariantCulture),
        1 => Words.Amount(dice),
        2 => Words.Capitalised(Words.Unheard(dice)),
        _ => Words.Date(dice),
    };

    private static string Quoted(string value) => char.IsAsciiLetter(value[0]) || value.Contains('-', StringComparison.Ordinal)
        || value.Contains('/', StringComparison.Ordinal) ? $"\"{value}\"" : value;
}
