using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Screens.Dialects;

/// <summary>Takes answers apart: the first action, its thought, its arguments. Nothing that a model writes makes this fail.</summary>
internal static partial class CallSyntax
{
    private const string SeveralActions = "Took the first of several actions.";

    /// <summary>Names of arguments in the dialects, and what they are here.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["start_box"] = "coordinate", ["point"] = "coordinate", ["start_point"] = "coordinate", ["end_box"] = "coordinate2",
        ["end_point"] = "coordinate2", ["content"] = "text", ["key"] = "keys", ["hotkey"] = "keys", ["press"] = "keys",
        ["app_name"] = "target", ["url"] = "target", ["query"] = "text", ["fact"] = "text", ["text_value"] = "text",
        ["seconds"] = "time", ["duration"] = "time",
    };

    /// <summary>Reads an answer.</summary>
    public static DialectCall Read(DialectSyntax syntax, string answer, RepairLog notes) => syntax switch
    {
        DialectSyntax.Calls => ReadCall(answer, notes),
        DialectSyntax.Tool => ReadTool(answer, notes),
        _ => ReadStep(answer, notes),
    };

    private static DialectCall ReadCall(string answer, RepairLog notes)
    {
        var (thought, start) = FindCall(answer);
        var match = Call().Match(answer, start);
        var arguments = new JsonObject();
        if (!match.Success && Quoted().Match(answer, start) is { Success: true } quoted)
        {
            notes.Add(RepairLog.InnerQuote);
            Add(arguments, "content", Unescape(quoted.Groups["text"].Value));
            return new DialectCall(thought, quoted.Groups["word"].Value, arguments);
        }

        if (!match.Success)
            return new DialectCall(answer.Trim(), null, []);
        foreach (Match argument in Argument().Matches(match.Groups["arguments"].Value))
            Add(arguments, argument.Groups["name"].Value, Unescape(argument.Groups["value"].Value));
        if (NextCall().IsMatch(answer, match.Index + match.Length))
            notes.Add(SeveralActions);
        return new DialectCall(thought, match.Groups["word"].Value, arguments);
    }

    // behind the last label that a call follows, but for labels within a call's own text; without a label a call has a line of its own
    private static (string Thought, int Start) FindCall(string answer)
    {
        var (thought, start, end) = ("", LineOfCall().Match(answer).Index, 0);
        foreach (Match label in ActionLabel().Matches(answer))
        {
            var behind = label.Index + label.Length;
            var call = Call().Match(answer, behind);
            if (label.Index < end || !(call.Success || Quoted().IsMatch(answer, behind)))
                continue;
            (thought, start) = (Label().Replace(answer[..label.Index], "").Trim(), behind);
            end = call.Success ? behind + call.Length : answer.Length;
        }

        return (thought, start);
    }

    private static DialectCall ReadTool(string answer, RepairLog notes)
    {
        var tag = answer.IndexOf("<tool_call>", StringComparison.Ordinal);
        var json = AnswerJson.Find(tag < 0 ? answer : answer[tag..]);
        notes.AddAll(json.Repairs);
        var call = json.Items().FirstOrDefault(item => item.ValueKind == JsonValueKind.Object);
        var thought = (tag < 0 ? "" : answer[..tag]).Trim();
        if (call.ValueKind != JsonValueKind.Object)
            return new DialectCall(answer.Trim(), null, []);
        if (call.TryGetProperty("arguments", out var inner) && inner.ValueKind == JsonValueKind.Object)
            call = inner;
        return new DialectCall(thought, Text(call, "action"), Flatten(call));
    }

    private static DialectCall ReadStep(string answer, RepairLog notes)
    {
        var json = AnswerJson.Find(answer);
        var step = json.Items().FirstOrDefault(item => item.ValueKind == JsonValueKind.Object);
        if (step.ValueKind != JsonValueKind.Object)
        {
            return Click().Match(answer) is { Success: true } click
                ? new DialectCall("", "click", new JsonObject { ["coordinate"] = Numbers(click.Groups[1].Value) })
                : new DialectCall(answer.Trim(), null, []);
        }

        notes.AddAll(json.Repairs);
        var thought = string.Join('\n', new[] { Text(step, "note"), Text(step, "thought") }.Where(text => !string.IsNullOrEmpty(text)));
        if (step.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.Object)
            step = action;
        return new DialectCall(thought, Text(step, "action"), Flatten(step));
    }

    private static string? Text(JsonElement call, string name) =>
        call.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonObject Flatten(JsonElement call)
    {
        var arguments = new JsonObject();
        foreach (var property in call.EnumerateObject().Where(property => property.Name != "action"))
        {
            if (property.Value.ValueKind == JsonValueKind.String)
                Add(arguments, property.Name, property.Value.GetString()!);
            else
                arguments[Names.GetValueOrDefault(property.Name, property.Name)] = JsonNode.Parse(property.Value.GetRawText());
        }

        if (arguments["x"] is JsonValue x && arguments["y"] is JsonValue y)
            arguments["coordinate"] = new JsonArray(x.DeepClone(), y.DeepClone());
        return arguments;
    }

    private static void Add(JsonObject arguments, string name, string value)
    {
        name = Names.GetValueOrDefault(name, name);
        arguments[name] = name switch
        {
            "coordinate" or "coordinate2" => Numbers(value),
            "keys" => new JsonArray([.. value.Split(
                [' ', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(key => (JsonNode)key)]),
            _ => value,
        };
    }

    // "(197,525)", "<point>197 525</point>", "[10, 20, 30, 40]"
    private static JsonArray Numbers(string text) => new([.. Number().Matches(text)
        .Select(match => (JsonNode)double.Parse(match.ValueSpan, CultureInfo.InvariantCulture))]);

    // a text of Python: \n is a line break, \' a quote
    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            plain.Append(text[++i] switch
            {
                'n' or 'r' => "\n",
                't' => "\t",
                '\'' or '"' or '\\' => text[i].ToString(),
                var other => $"\\{other}",
            });
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"\A\s*(?:Thought|Reflection|Action_Summary):\s*")]
    private static partial Regex Label();

    // models write the colon of Chinese too
    [GeneratedRegex(@"Action[:：]")]
    private static partial Regex ActionLabel();

    [GeneratedRegex(@"^\s*[a-z_]{2,30}\(", RegexOptions.Multiline)]
    private static partial Regex LineOfCall();

    // behind an empty line, as their programs cut
    [GeneratedRegex(@"\G\s*\n\s*[a-z_]{2,30}\(")]
    private static partial Regex NextCall();

    // quoted arguments may hold anything, brackets too; a last quote that is missing is forgiven
    [GeneratedRegex(@"\G\s*(?<word>[a-z_]{2,30})\((?<arguments>(?:[^'""()]|\([^()'""]*\)|'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*"")*)(?:\)|$)",
        RegexOptions.Singleline)]
    private static partial Regex Call();

    // content='It's here'
    [GeneratedRegex(@"\G\s*(?<word>[a-z_]{2,30})\(content=(['""])(?<text>.*)\1\)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<name>[a-z_0-9]+)\s*=\s*(?:'(?<value>(?:[^'\\]|\\.)*)'|""(?<value>(?:[^""\\]|\\.)*)""|(?<value>[^,'""\s][^,'""]*))",
        RegexOptions.Singleline)]
    private static partial Regex Argument();

    [GeneratedRegex(@"Click\s*\(\s*(-?\d+\s*,\s*-?\d+)\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Click();

    [GeneratedRegex(@"-?\d+(?:\.\d+)?")]
    private static partial Regex Number();
}
