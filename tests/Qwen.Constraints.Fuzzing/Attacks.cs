using System.Text;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Inputs that once ended or stalled a process, and their neighbours.</summary>
public static class Attacks
{
    /// <summary>The inputs by name.</summary>
    public static IReadOnlyDictionary<string, FuzzCase> All { get; } = Make().ToDictionary(a => $"{a.Case.Kind}: {a.Name}", a => a.Case);

    private static IEnumerable<(string Name, FuzzCase Case)> Make() => Notations().Concat(Patterns()).Concat(Schemas());

    private static IEnumerable<(string, FuzzCase)> Notations()
    {
        foreach (var count in new[] { 17, 26, 1000 })
        {
            yield return ($"{count} rules that each say the next twice", Rules(count, i => $"r{i + 1} r{i + 1}", "\"a\""));
            yield return ($"{count} rules that each say the next twice before JSON", Rules(count, i => $"r{i + 1} r{i + 1} @s", "@s"));
            yield return ($"{count} rules that each say the next as two alternatives", Rules(
                count, i => $"r{i + 1} \"a\" @s | r{i + 1} \"b\" @s", "@s"));
            yield return ($"{count} rules that each repeat the next", Rules(count, i => $"(r{i + 1} \"b\")*", "\"a\""));
            yield return ($"{count} rules that each count the next", Rules(count, i => $"r{i + 1}{{0,100}}", "\"a\""));
            yield return ($"{count} rules that each count the next exactly", Rules(count, i => $"r{i + 1}{{100}}", "\"a\""));
            yield return ($"{count} rules that may be empty", Rules(count, i => $"r{i + 1} | @s", "\"\""));
        }

        yield return ("a chain of 100,000 rules", Rules(100_000, i => $"r{i + 1}", "\"a\""));
        yield return ("a chain of 100,000 rules with text", Rules(60_000, i => $"\"a\" r{i + 1}", "\"a\""));
        yield return ("a chain of 50,000 rules that are not regular", Rules(50_000, i => $"r{i + 1}", "@s"));
        yield return ("a chain of 50,000 rules that are not regular, with text", Rules(50_000, i => $"\"a\" r{i + 1}", "@s"));
        yield return ("a chain of 50,000 rules that comes back", Rules(50_000, i => $"\"a\" r{i + 1}", "\"b\" root | \"c\""));
        yield return ("a chain of 50,000 rules that begins with itself", Rules(50_000, i => $"r{i + 1}", "root \"a\" | \"b\""));
        yield return ("a literal of 10 MB", Notation($"root ::= \"{new string('a', 10_000_000)}\""));
        yield return ("a literal of 900,000 characters", Notation($"root ::= \"{new string('a', 900_000)}\""));
        yield return ("a literal of 900,000 characters repeated", Notation($"root ::= (\"{new string('a', 900_000)}\")* \"b\""));
        yield return ("a name of 900,000 characters", Notation($"root ::= {new string('a', 900_000)}"));
        yield return ("900,000 opening parentheses", Notation($"root ::= {new string('(', 900_000)}"));
        yield return (
            "99 groups with repetitions", Notation($"root ::= {new string('(', 99)} \"a\" {string.Concat(Enumerable.Repeat(")*??", 99))}"));
        yield return ("500,000 question marks", Notation($"root ::= \"a\"{new string('?', 500_000)}"));
        yield return ("500,000 question marks behind JSON", Notation($"root ::= @s{new string('?', 500_000)}"));
        yield return ("200,000 alternatives", Notation($"root ::= {string.Join('|', Enumerable.Repeat("\"a\"", 200_000))}"));
        yield return (
            "100,000 different alternatives",
            Notation($"root ::= {string.Join('|', Enumerable.Range(0, 90_000).Select(i => $"\"{i}\""))}"));
        yield return (
            "100,000 alternatives of JSON",
            Notation($"root ::= {string.Join('|', Enumerable.Range(0, 90_000).Select(i => $"\"{i}\"@s"))}"));
        yield return ("50,000 parts that may be empty", Notation($"root ::= {string.Concat(Enumerable.Repeat("\"a\"? ", 50_000))}"));
        yield return (
            "1,000 parts that may be empty", Notation($"root ::= {string.Concat(Enumerable.Range(0, 1000).Select(i => $"\"a{i}\"? "))}"));
        yield return (
            "50,000 parts of JSON that may be empty", Notation($"root ::= {string.Concat(Enumerable.Repeat("(\"a\" @s)? ", 50_000))}"));
        yield return ("1,000 times JSON inside 1,000 times", Notation("root ::= ((@s \"a\"){1000}){1000}"));
        yield return ("JSON that may be missing 1,000 times inside 1,000 times", Notation("root ::= ((\"a\" @s)?{1000}){1000}"));
        yield return ("counts inside counts", Notation("root ::= ((\"a\"|\"b\"){0,100000}){0,100000}"));
        yield return ("counts inside counts inside counts", Notation("root ::= (((\"a\"|\"bc\"){3,1000} \"c\"?){3,1000}){3,1000}"));
        yield return ("more readings with every letter", Notation("root ::= s\ns ::= \"a\" s s | \"a\" | @s"));
        yield return (
            "more readings with every letter, behind what may be empty",
            Notation("root ::= s\ns ::= \"a\" s t | \"a\" t s | \"a\"\nt ::= \"\" | \"a\" | @s"));
        yield return ("a deep stack of frames that may be empty", Notation("root ::= s\ns ::= \"x\" s t | \"y\"\nt ::= \"\" | @s"));
        yield return ("a deep stack of frames with letters that may be missing", Notation("root ::= s\ns ::= \"x\" s /b*/ | @s"));
        yield return (
            "a rule that ends in one of many",
            Notation($"root ::= (\"a\" @s)* {string.Join('|', Enumerable.Range(0, 3000).Select(i => $"\"{i}\" @s"))}"));
        yield return ("half a surrogate in a literal", Notation("root ::= \"\\uD800\" \"\\uDFFF\" @s"));
        yield return ("half a surrogate in a class", Notation("root ::= [\uD800-\uDFFF]+"));
        yield return ("no end of quotes", Notation($"root ::= {string.Concat(Enumerable.Repeat("\"", 99_999))}"));
        yield return ("counts beyond all numbers", Notation("root ::= \"a\"{99999999999999999999}"));
        yield return ("a schema that is none", new FuzzCase(FuzzKind.Notation, "root ::= @s", "[1, 2]"));
        yield return ("a schema that nobody gave", Notation("root ::= @missing"));
    }

    private static IEnumerable<(string, FuzzCase)> Patterns()
    {
        foreach (var count in new[] { 8, 25, 26 * 4 })
        {
            yield return ($"{count} look-aheads", Pattern(Ahead(count, c => $"(?=.*{c})") + ".*"));
            yield return ($"{count} look-aheads with counts", Pattern(Ahead(count, c => $"(?=(.*{c}){{3,40}})") + ".{1,5000}"));
            yield return ($"{count} negative look-aheads", Pattern(Ahead(count, c => $"(?!.*{c}.{{{c % 13}}}{c})") + ".+"));
        }

        yield return ("the n-th letter from the end", Pattern("(a|b)*a(a|b){60}"));
        yield return ("the n-th letter from the end, not", Pattern("(?!(a|b)*a(a|b){60}$)(a|b)*"));
        yield return ("counts inside counts", Pattern("((a{0,300}b?){0,300}c?){0,1000}"));
        yield return ("two counters", Pattern("(?=(a|b){0,4000}c)(?=(ab|b|a){3,4000}c)[abc]{2,5000}"));
        yield return ("a count of a million", Pattern("(ab?){999999}"));
        yield return ("a count of a million twice", Pattern("(?=(ab?){900000}).{900000}"));
        yield return ("a long pattern of classes", Pattern(string.Concat(Enumerable.Repeat("\\p{L}", 1600))));
        yield return ("a long pattern of optional classes", Pattern(string.Concat(Enumerable.Repeat("\\p{L}?", 1300))));
        yield return (
            "a long class",
            Pattern("[" + string.Concat(Enumerable.Range(0, 4000).Select(i => char.ConvertFromUtf32(0x4E00 + (2 * i)))) + "]*"));
        yield return ("all letters in both cases", Pattern("(?i)" + string.Concat(Enumerable.Repeat("[\\u0000-\\u07cf]", 400))));
        yield return ("nested groups", Pattern(new string('(', 99) + "a" + string.Concat(Enumerable.Repeat(")*", 99))));
        yield return ("nested look-aheads", Pattern(string.Concat(Enumerable.Repeat("(?=a", 90)) + new string(')', 90) + "a"));
        yield return ("nested negative look-aheads", Pattern(string.Concat(Enumerable.Repeat("(?!a", 90)) + new string(')', 90) + "b"));
        yield return ("look-aheads in a repetition", Pattern("((?=a)a|(?!b)c){0,16}((?=a)a|(?!b)c){0,16}"));
        yield return ("anchors everywhere", Pattern("(^|a)(^|b)(^|c)(^|d)($|a)($|b)($|c)(x|$)"));
        yield return ("half surrogates", Pattern("\\uD800[\\uD800-\\uDBFF]?x|y"));
        yield return ("a high surrogate before what is no low one", Pattern("\\uD800\\u0041|[\\uD83D\\u0041]|y"));
        yield return ("a code point beyond the last", Pattern("\\u{FFFFFF}|x"));
        yield return ("a repetition of nothing", Pattern("(|){0,1000}(a|)*"));
        yield return ("braces without end", Pattern(new string('{', 8000)));
        yield return ("brackets without end", Pattern("[" + new string('[', 8000)));
    }

    private static IEnumerable<(string, FuzzCase)> Schemas()
    {
        foreach (var step in new[] { "0.123456789", "123456789", "99991", "1e-300", "1e300", "0.1", "1e-17", "7919", "0", "-1", "1e400" })
        {
            yield return ($"a multiple of {step}", Schema($$$$"""{"type":"integer","multipleOf":{{{{step}}}}}"""));
            yield return (
                $"a number that is a multiple of {step}",
                Schema($$$$"""{"type":"number","multipleOf":{{{{step}}}},"minimum":17.5,"maximum":1000000}"""));
        }

        yield return (
            "multiples of many primes",
            Schema(
                $$$$"""{"allOf":[{{{{string.Join(',', new[] { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31 }.Select(p => $$$$"""{"multipleOf":{{{{p}}}}}"""))}}}}],"type":"integer"}"""));
        yield return (
            "no multiples of many primes",
            Schema(
                $$$$"""{"allOf":[{{{{string.Join(',', new[] { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31 }.Select(p => $$$$"""{"not":{"multipleOf":{{{{p}}}}}}"""))}}}}],"type":"integer"}"""));
        foreach (var count in new[] { 60, 500, 20_000 })
        {
            var texts = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"item {i}\""));
            var numbers = string.Join(',', Enumerable.Range(0, count).Select(i => $"{i}.5"));
            yield return (
                $"different ones of {count} texts", Schema($$$$"""{"type":"array","uniqueItems":true,"items":{"enum":[{{{{texts}}}}]}}"""));
            yield return (
                $"at least 50 different ones of {count} texts",
                Schema($$$$"""{"type":"array","uniqueItems":true,"minItems":50,"items":{"enum":[{{{{texts}}}}]}}"""));
            yield return (
                $"different ones of {count} numbers",
                Schema($$$$"""{"type":"array","uniqueItems":true,"minItems":5,"items":{"enum":[{{{{numbers}}}}]}}"""));
            yield return (
                $"{count} optional properties",
                Schema($$$$"""{"type":"object","additionalProperties":false,"properties":{{{{{Properties(count)}}}}}}"""));
            yield return (
                $"{count} required properties",
                Schema(
                    $$$$"""{"type":"object","required":[{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\""))}}}}],"properties":{{{{{Properties(count)}}}}}}"""));
            yield return (
                $"{count} properties of which many",
                Schema(
                    $$$$"""{"type":"object","minProperties":{{{{count / 2}}}},"additionalProperties":false,"properties":{{{{{Properties(count)}}}}}}"""));
            yield return (
                $"{count} implications",
                Schema(
                    $$$$"""{"type":"object","dependentRequired":{{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":[\"p{i + 1}\"]"))}}}}}}"""));
            yield return (
                $"{count} alternatives",
                Schema(
                    $$$$"""{"anyOf":[{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $$$$"""{"required":["p{{{{i}}}}"],"properties":{"p{{{{i}}}}":{"const":{{{{i}}}}}}}"""))}}}}]}"""));
            yield return (
                $"exactly one of {count}",
                Schema(
                    $$$$"""{"oneOf":[{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $$$$"""{"required":["p{{{{i}}}}"]}"""))}}}}]}"""));
            yield return (
                $"none of {count}",
                Schema(
                    $$$$"""{"not":{"anyOf":[{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $$$$"""{"required":["p{{{{i}}}}"],"properties":{"p{{{{i}}}}":{"pattern":"^{{{{i}}}}"}}}"""))}}}}]}}"""));
            yield return ($"a chain of {count} "
                + "references",
                Schema($$$$"""{"$ref":"#/$defs/d0","$defs":{{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $$$$"""
                "d{{{{i}}}}":{"$ref":"#/$defs/d{{{{i + 1}}}}"}
                """))}}}},"d{{{{count}}}}":{}}}"""));
            yield return ($"a chain of {count} "
                + "references with conditions",
                Schema($$$$"""{"$ref":"#/$defs/d0","$defs":{{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $$$$"""
                "d{{{{i}}}}":{"allOf":[{"$ref":"#/$defs/d{{{{i + 1}}}}"}],"minimum":{{{{i}}}}}
                """))}}}},"d{{{{count}}}}":{}}}"""));
            yield return ($"a chain of {count} "
                + "properties",
                Schema($$$$"""{"$ref":"#/$defs/d0","$defs":{{{{{string.Join(',', Enumerable.Range(0, count).Select(i => $$$$"""
                "d{{{{i}}}}":{"type":"object","required":["n"],"properties":{"n":{"$ref":"#/$defs/d{{{{i + 1}}}}"}}}
                """))}}}},"d{{{{count}}}}":{"type":"null"}}}"""));
            yield return (
                $"{count} texts that are none of others", Schema($$$$"""{"type":"string","not":{"enum":[{{{{texts}}}}]},"minLength":3}"""));
            yield return (
                $"patterns of {count} properties",
                Schema(
                    $$$$"""{"type":"object","patternProperties":{{{{{string.Join(',', Enumerable.Range(0, Math.Min(count, 2000)).Select(i => $"\"a{i}.*b\":{{\"minimum\":{i}}}"))}}}}}}"""));
        }

        yield return ("definitions that each say the next twice", Schema(Doubling(40, "allOf")));
        yield return ("definitions that each say the next in either way", Schema(Doubling(40, "anyOf")));
        yield return ("definitions that each say the next in one way", Schema(Doubling(12, "oneOf")));
        yield return ("lists of lists that each say the next "
            + "twice", Schema($$$$"""{"$ref":"#/$defs/d0","$defs":{{{{{string.Join(',', Enumerable.Range(0, 40).Select(i => $$$$"""
            "d{{{{i}}}}":{"type":"array","prefixItems":[{"$ref":"#/$defs/d{{{{i + 1}}}}"},{"$ref":"#/$defs/d{{{{i + 1}}}}"}],"minItems":2}
            """))}}}},"d40":{"type":"null"}}}"""));
        yield return ("something in itself", Schema("""{"type":"object","required":["a"],"properties":{"a":{"$ref":"#"}}}"""));
        yield return ("not itself", Schema("""{"not":{"$ref":"#"}}"""));
        yield return ("many that are in one "
            + "another", Schema($$$$"""{"$ref":"#/$defs/d0","$defs":{{{{{string.Join(',', Enumerable.Range(0, 60).Select(i => $$$$"""
            "d{{{{i}}}}":{"type":"object","required":[{{{{string.Join(',', Enumerable.Range(0, 60).Select(j => $"\"k{j}\""))}}}}],"properties":{{{{{string.Join(',', Enumerable.Range(0, 60).Select(j => $$$$"""
            "k{{{{j}}}}":{"anyOf":[{"$ref":"#/$defs/d{{{{(i + j) % 60}}}}"},{"$ref":"#/$defs/d{{{{(i * j) % 60}}}}"}]}
            """))}}}}}}
            """))}}}}}}"""));
        yield return (
            "many different conditions on items",
            Schema(
                $$$$"""{"type":"array","allOf":[{{{{string.Join(',', Enumerable.Range(0, 14).Select(i => $$$$"""{"contains":{"multipleOf":{{{{i + 2}}}}},"minContains":2,"maxContains":5}"""))}}}}]}"""));
        yield return ("many items to be found", Schema(
            """{"type":"array","contains":{"type":"string","pattern":"^a*$"},"minContains":1000,"maxContains":2000,"maxItems":3000}"""));
        yield return (
            "counts beyond all numbers",
            Schema("""{"type":"array","minItems":999999999,"items":{"type":"string","minLength":999999999}}"""));
        yield return (
            "a count of ten million unique items",
            Schema("""{"type":"array","minItems":10000000,"uniqueItems":true,"items":{"type":"integer","minimum":0,"maximum":9999999}}"""));
        yield return (
            "a prefix of many items",
            Schema(
                $$$$"""{"type":"array","prefixItems":[{{{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"{{\"const\":{i}}}"))}}}}]}"""));
        yield return ("deep lists", Schema(string.Concat(Enumerable.Repeat("{\"items\":", 50_000)) + "true" + new string('}', 50_000)));
        yield return (
            "deep lists within bounds", Schema(string.Concat(Enumerable.Repeat("{\"items\":", 62)) + "true" + new string('}', 62)));
        yield return ("deep values", Schema("{\"const\":" + new string('[', 60_000) + new string(']', 60_000) + "}"));
        yield return ("deep nots", Schema(
            string.Concat(Enumerable.Repeat("{\"not\":", 61)) + "{\"properties\":{\"a\":{\"type\":\"string\"}}}" + new string('}', 61)));
        yield return (
            "a name of a million characters with children",
            Schema($$$$"""{"properties":{"{{{{new string('n', 1_000_000)}}}}":{"properties":{{{{{Properties(20_000)}}}} } } }"""));
        yield return ("a value of a million characters", Schema($$$$"""{"enum":["{{{{new string('v', 1_000_000)}}}}"]}"""));
        yield return (
            "values of half a million numbers", Schema($$$$"""{"enum":[{{{{string.Join(',', Enumerable.Range(0, 500_000))}}}}]}"""));
        yield return ("a number of a million digits", Schema($$$$"""{"minimum":{{{{new string('9', 1_000_000)}}}}}"""));
        yield return ("exponents without bounds", Schema("""{"maximum":1e999999999,"minimum":-1e-2147483648,"const":1e99999999999}"""));
        yield return ("an exponent at the end of the numbers", Schema("""{"minimum":1e-2147483648}"""));
        yield return ("numbers with 390 digits", Schema(
            $$$$"""{"type":"number","minimum":{{{{new string('1', 390)}}}},"maximum":{{{{new string('8', 390)}}}},"multipleOf":3}"""));
        yield return (
            "a pattern with 25 look-aheads", Schema($$$$"""{"type":"string","pattern":"{{{{Ahead(25, c => $"(?=.*{c})")}}}}"}"""));
        yield return (
            "25 patterns together",
            Schema(
                $$$$"""{"type":"string","allOf":[{{{{string.Join(',', Enumerable.Range(0, 25).Select(i => $$$$"""{"pattern":"{{{{(char)('a' + i)}}}}"}"""))}}}}]}"""));
        yield return (
            "25 patterns not",
            Schema(
                $$$$"""{"type":"string","minLength":5,"allOf":[{{{{string.Join(',', Enumerable.Range(0, 25).Select(i => $$$$"""{"not":{"pattern":"{{{{(char)('a' + i)}}}}.{{{{{i}}}}}b"}}"""))}}}}]}"""));
        yield return (
            "a pattern with a long length",
            Schema("""{"type":"string","pattern":"^(a|b)*a(a|b){30}$","minLength":100000,"maxLength":1000000}"""));
        yield return (
            "formats together",
            Schema("""{"type":"string","allOf":[{"format":"ipv6"},{"not":{"format":"ipv4"}},{"pattern":"1.*2.*3"},{"maxLength":30}]}"""));
        yield return ("half a surrogate in a value", Schema("""{"enum":["\ud800"]}"""));
        yield return ("half a surrogate in a name", Schema("""{"properties":{"\udc00":{}}}"""));
        yield return ("half a surrogate in a pattern", Schema("""{"pattern":"\ud800"}"""));
        yield return ("half a surrogate in a reference", Schema("""{"$ref":"#/\ud800"}"""));
        yield return ("half a surrogate in an annotation", Schema("""{"title":"\ud800","description":{"\udfff":1}}"""));
        yield return ("a name twice", Schema("""{"type":"object","type":"string"}"""));
        yield return ("a name twice in a value", Schema("""{"const":{"a":1,"a":2}}"""));
        yield return ("a name twice among the properties", Schema("""{"properties":{"a":{},"a":{"type":"null"}}}"""));
        foreach (var odd in new[] { "null", "3", "\"text\"", "[]", "[null]", "{}", "true", "{\"a\":[{}]}", "-1", "1.5", "[[]]" })
        {
            foreach (var keyword in new[]
            {
                "type",
                "enum",
                "const",
                "properties",
                "required",
                "items",
                "prefixItems",
                "allOf",
                "not",
                "if",
                "pattern",
                "multipleOf",
                "minLength",
                "uniqueItems",
                "contains",
                "$ref",
                "dependentRequired",
                "patternProperties",
                "additionalProperties",
                "format",
                "minContains",
                "$schema",
                "$id",
                "propertyNames",
                "$dynamicRef",
                "dependencies",
                "$defs",
                "$anchor"
            })
                yield return (
                    $"{keyword} {odd}",
                    Schema($$$$"""{"{{{{keyword}}}}":{{{{odd}}}},"type":["object","string","array","integer"]}"""
                        .Replace("\"type\":" + odd + ",", "")));
        }

        foreach (var odd in new[] { "null", "3", "\"text\"", "[]", "\"\\ud800\"", "false" })
            yield return ($"a schema that is {odd}", Schema(odd));
    }

    private static string Doubling(int count, string keyword)
    {
        var text = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
        for (var i = 0; i < count; i++)
            text.Append($$$$"""
                "d{{{{{i}}}}}":{"{{{{keyword}}}}":[{"$ref":"#/$defs/d{{{{{i + 1}}}}}"},{"$ref":"#/$defs/d{{{{{i + 1}}}}}","required":["p{{{{{i}}}}}"]}]},
                """);
        return text.Append($"\"d{count}\":{{\"type\":\"object\"}}}}}}").ToString();
    }

    private static string Properties(int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":{{\"type\":\"integer\",\"minimum\":{i}}}"));

    private static string Ahead(int count, Func<char, string> make) =>
        string.Concat(Enumerable.Range(0, count).Select(i => make((char)('a' + (i % 26)))));

    private static FuzzCase Rules(int count, Func<int, string> rule, string last)
    {
        var text = new StringBuilder("root ::= r0\n");
        for (var i = 0; i < count; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{i} ::= {rule(i)}\n");
        return Notation(text.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{count} ::= {last}\n").ToString());
    }

    private static FuzzCase Notation(string text) => new(FuzzKind.Notation, text, """{"type":"integer"}""");

    private static FuzzCase Pattern(string text) => new(FuzzKind.Pattern, text);

    private static FuzzCase Schema(string text) => new(FuzzKind.Schema, text);
}
