using System.Globalization;
using System.Text;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Makes JSON schemas with every keyword, sound and unsound ones.</summary>
internal sealed class SchemaMaker(Random random, int size)
{
    private static readonly string[] TypeNames = ["null", "boolean", "integer", "number", "string", "array", "object"];
    private static readonly string[] Formats =
    [
        "date", "date-time", "time", "email", "ipv4", "ipv6", "uuid", "uri", "duration", "hostname", "regex", "what"
    ];
    private static readonly string[] Names = ["a", "b", "c", "name", "type", "é", "x y", "quote\\\"", "\\n", "$ref", "items", ""];

    private readonly int definitions = random.Next(5);
    private int left = size;

    public string Make()
    {
        var schema = Schema(0);
        if (definitions == 0 || schema[0] != '{' || schema == "{}")
            return schema;
        var defs = string.Join(',', Enumerable.Range(0, definitions).Select(i => $"\"d{i}\":{Schema(1)}"));
        return $"{schema[..^1]},\"$defs\":{{{defs}}}}}";
    }

    private string Schema(int depth)
    {
        if (--left <= 0 || depth > 55 || random.Next(14) == 0)
            return random.Next(6) switch
            {
                0 => "true",
                1 => "false",
                2 => "{}",
                3 => "{\"type\":\"null\"}",
                _ => "{\"type\":\"integer\"}"
            };
        var parts = new Dictionary<string, string>();
        if (random.Next(3) > 0)
            parts["type"] = random.Next(4) == 0
                ? $"[{string.Join(',', Some(3, () => $"\"{TypeNames[random.Next(7)]}\""))}]"
                : $"\"{TypeNames[random.Next(7)]}\"";
        for (var i = random.Next(1, 5); i > 0; i--)
            Add(parts, depth + 1);
        return "{" + string.Join(',', parts.Select(p => $"\"{p.Key}\":{p.Value}")) + "}";
    }

    private void Add(Dictionary<string, string> parts, int depth)
    {
        switch (random.Next(26))
        {
            case 0 or 1 or 2:
                parts["properties"] = Table(() => Schema(depth));
                if (random.Next(2) == 0)
                    parts["required"] = $"[{string.Join(',', Some(4, () => $"\"{Name()}\""))}]";
                break;
            case 3:
                parts["additionalProperties"] = Schema(depth);
                break;
            case 4:
                parts["patternProperties"] = "{" + string.Join(',', Some(3, Pattern).Distinct().Select(p => $"{p}:{Schema(depth)}")) + "}";
                break;
            case 5:
                parts["minProperties"] = Count();
                parts["maxProperties"] = Count();
                break;
            case 6:
                parts["propertyNames"] = Schema(depth);
                break;
            case 7:
                parts["dependentRequired"] = Table(() => $"[\"{Name()}\",\"{Name()}\"]");
                break;
            case 8:
                parts["dependentSchemas"] = Table(() => Schema(depth));
                break;
            case 9 or 10:
                parts["items"] = Schema(depth);
                break;
            case 11:
                parts["prefixItems"] = $"[{string.Join(',', Some(4, () => Schema(depth)))}]";
                break;
            case 12:
                parts["minItems"] = Count();
                parts["uniqueItems"] = "true";
                break;
            case 13:
                parts["contains"] = Schema(depth);
                parts["minContains"] = Count();
                parts["maxContains"] = Count();
                break;
            case 14:
                parts["maxItems"] = Count();
                break;
            case 15:
                parts["minimum"] = Number();
                parts["exclusiveMaximum"] = Number();
                break;
            case 16:
                parts["multipleOf"] = Number();
                break;
            case 17:
                parts["pattern"] = Pattern();
                break;
            case 18:
                parts["minLength"] = Count();
                parts["maxLength"] = Count();
                break;
            case 19:
                parts["format"] = $"\"{Formats[random.Next(Formats.Length)]}\"";
                break;
            case 20:
                parts["enum"] = $"[{string.Join(',', Some(random.Next(10) == 0 ? 200 : 5, () => Value(0)))}]";
                break;
            case 21:
                parts["const"] = Value(0);
                break;
            case 22:
                parts["$ref"] = random.Next(8) switch
                {
                    0 => "\"#\"",
                    1 => "\"#/properties/a\"",
                    2 => "\"other.json\"",
                    _ => $"\"#/$defs/d{random.Next(Math.Max(1, definitions))}\""
                };
                break;
            case 23:
                parts[new[] { "allOf", "anyOf", "oneOf" }[random.Next(3)]] = $"[{string.Join(',', Some(4, () => Schema(depth)))}]";
                break;
            case 24:
                parts["not"] = Schema(depth);
                break;
            default:
                parts["if"] = Schema(depth);
                parts["then"] = Schema(depth);
                parts["else"] = Schema(depth);
                break;
        }
    }

    private string Table(Func<string> make) =>
        "{" + string.Join(',', Some(random.Next(12) == 0 ? 12 : 4, Name).Distinct().Select(n => $"\"{n}\":{make()}")) + "}";

    private IEnumerable<string> Some(int most, Func<string> make) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => make())];

    private string Name() => Names[random.Next(Names.Length)];

    private string Pattern() => System.Text.Json.JsonSerializer.Serialize(new PatternMaker(random, 8).Make());

    private string Count() =>
        random.Next(14) switch { 0 => "1000000", 1 =>
            "99", 2 => "0", 3 => "2.0", 4 => "-1", 5 => "1e3", _ => random.Next(1, 6).ToString(CultureInfo.InvariantCulture) };

    private string Number() => random.Next(12) switch
    {
        0 => "0.123456789",
        1 => "1e30",
        2 => "-1e-20",
        3 => "99991",
        4 => "0",
        5 => "0.01",
        6 => "123456.789",
        _ => random.Next(-50, 200).ToString(CultureInfo.InvariantCulture),
    };

    private string Value(int depth) => random.Next(depth > 4 ? 6 : 8) switch
    {
        0 => "null",
        1 => "true",
        2 or 3 => Number(),
        4 => $"\"{Name()}\"",
        5 => $"\"{new string((char)('a' + random.Next(3)), random.Next(40))}\"",
        6 => $"[{string.Join(',', Some(3, () => Value(depth + 1)))}]",
        _ => new StringBuilder("{")
            .AppendJoin(',', Some(3, Name).Distinct().Select(n => $"\"{n}\":{Value(depth + 1)}"))
            .Append('}')
            .ToString(),
    };
}
