namespace Qwen.Constraints.Fuzzing;

/// <summary>
/// Inputs whose every step is within its limit, but whose steps add up over an answer: what has to be kept in mind grows with what is
/// written.
/// </summary>
public static class AnswerAttacks
{
    /// <summary>The inputs by name.</summary>
    public static IReadOnlyDictionary<string, FuzzCase> All { get; } =
        Patterns().Concat(Texts()).Concat(Objects()).Concat(Arrays()).Concat(Notations()).ToDictionary(a => a.Name, a => a.Case);

    private static IEnumerable<(string Name, FuzzCase Case)> Patterns()
    {
        yield return ("25 look-aheads", Pattern(Many(25, i => $"(?=.*{Letter(i)})", "") + ".*"));
        yield return ("12 look-aheads for words", Pattern(Many(12, i => $"(?=.*w{Letter(i)}x)", "") + ".{1,500}"));
        yield return ("8 look-aheads with counts", Pattern(Many(8, i => $"(?=.*{Letter(i)}.{{{i + 3}}}{Letter(i + 8)})", "") + ".*"));
        yield return (
            "10 look-aheads that forbid", Pattern(Many(10, i => $"(?!.*{Letter(i)}.{{{i + 3}}}{Letter(i + 8)})", "") + "[a-z]{30,400}"));
        yield return ("look-aheads at a distance", Pattern("(?=.{5,80}a)(?=.{3,70}b)(?=.{9,60}c).*"));
        yield return ("counts in counts", Pattern("(([ab]{2,30}a){3,40}|(a.){5,70})*"));
        yield return ("counts in counts of classes", Pattern("(.{0,200}[a-z]{0,200}\\w{0,200}){1,20}"));
        yield return ("a letter 40 before the end", Pattern(".*a.{40}"));
        yield return ("a letter 18 before the end and a last one", Pattern("(.)*a(.){18}c"));
        yield return ("words with one beginning", Pattern($"({Many(100, i => $"commonprefix{Convert.ToString(i, 2)}x*y{i}", "|")})*"));
        yield return ("counts side by side", Pattern($"({Many(100, i => $"a{{{i},{(i * 2) + 1}}}b", "|")})*"));
        yield return ("repetitions side by side", Pattern($"({Many(60, i => $"a*{Letter(i)}a*{Letter(i + 1)}", "|")})*"));
        yield return ("classes of Unicode", Pattern("(\\p{L}|\\p{N}|\\p{P}|\\p{S}){1,300}(?=.*\\p{Lu})(?=.*\\p{Lo}).*"));
        yield return (
            "counts of classes of Unicode", Pattern($"({Many(40, i => $"\\p{{L}}{{1,{i + 2}}}\\p{{N}}{Letter(i)}", "|")})*"));
    }

    private static IEnumerable<(string Name, FuzzCase Case)> Texts()
    {
        foreach (var count in new[] { 8, 12, 25 })
        {
            yield return ($"all of {count} patterns", Text("allOf", count, i => $"{Letter(i)}.*{Letter(i + 1)}.*{Letter(i + 2)}"));
            yield return ($"all of {count} patterns with counts", Text("allOf", count, i => $"{Letter(i)}.{{{i + 1}}}{Letter(i + 1)}"));
        }

        foreach (var count in new[] { 10, 60, 400 })
            yield return ($"any of {count} patterns", Text("anyOf", count, i => $"{Letter(i)}.*{Letter(i + 1)}{i}"));
        yield return ("one of 6 patterns", Text("oneOf", 6, i => $"{Letter(i)}.*{Letter(i + 1)}{i}"));
        foreach (var count in new[] { 6, 12, 25 })
        {
            yield return (
                $"none of {count} patterns",
                Schema($$$$"""
                    {"type":"string","allOf":[{{{{Many(count, i => $$$$"""{"not":{"pattern":"{{{{Letter(i)}}}}.{{{{{i}}}}}b"} }""")}}}}]}
                    """));
        }

        yield return ("a letter 18 before another", Schema("""{"type":"string","pattern":"(a|b)*a(.){18}c"}"""));
        yield return (
            "three letters far apart",
            Schema("""{"type":"string","pattern":"^(.{0,300}a){3}.{0,300}$","minLength":200,"maxLength":800}"""));
        yield return (
            "formats together",
            Schema("""{"type":"array","items":{"type":"string","format":"email","pattern":"a.*b","maxLength":60}}"""));
        yield return ("a text of twenty thousand characters", Schema($$"""{"const":"{{Many(3000, i => $"w{i} ", "")}}"}"""));
    }

    private static IEnumerable<(string Name, FuzzCase Case)> Objects()
    {
        foreach (var count in new[] { 6, 8 })
        {
            yield return (
                $"{count} dependent schemas",
                Schema($$$$"""
                    {"type":"object","dependentSchemas":{ {{{{Many(count, i => $$$$"""
                    "k{{{{i}}}}":{"required":["v{{{{i}}}}"],
                    "properties":{"v{{{{i}}}}":{"minimum":{{{{i}}}} },"k{{{{(i + 1) % count}}}}":{"pattern":"a"} } }
                    """)}}}} } }
                    """));
        }

        yield return (
            "6 patterns of keys that overlap",
            Schema($$$$"""
                {"type":"object","patternProperties":{ {{{{Many(6, i => $$$$"""
                "{{{{Letter(i)}}}}.*{{{{Letter(i + 1)}}}}":{"type":"string","pattern":"{{{{Letter(i)}}}}.*{{{{Letter(i + 1)}}}}"}
                """)}}}} } }
                """));
        foreach (var count in new[] { 60, 200 })
        {
            yield return ($"one of {count} names", Schema($$$$"""{"oneOf":[{{{{Many(count, i => $$"""{"required":["p{{i}}"]}""")}}}}]}"""));
            yield return (
                $"one of {count} kinds",
                Schema($$$$"""
                    {"type":"object","oneOf":[{{{{Many(count, i => $$$$"""{"properties":{"k":{"const":"k{{{{i}}}}"} },"required":["k"]}""")}}}}]}
                    """));
        }

        foreach (var count in new[] { 3, 5 })
            yield return ($"one of some, {count} deep", Schema(Nested(count, "oneOf")));
        yield return ("any of some, 20 deep", Schema(Nested(20, "anyOf")));
        yield return (
            "conditions on conditions",
            Schema($$$$"""
                {"type":"object","allOf":[{{{{Many(5, i => $$$$"""
                {"if":{"properties":{"a{{{{i}}}}":{"const":1} },"required":["a{{{{i}}}}"]},
                "then":{"required":["b{{{{i}}}}"]},"else":{"minProperties":{{{{i}}}} } }
                """)}}}}]}
                """));
        foreach (var count in new[] { 12, 100 })
        {
            yield return (
                $"{count} names and more in any order",
                Schema($$$$"""
                    {"type":"object","minProperties":{{{{count + 5}}}},"maxProperties":{{{{count + 50}}}},"properties":{ {{{{Many(count, i => $$$$"""
                    "{{{{Letter(i)}}}}p{{{{i}}}}":{"type":"integer"}
                    """)}}}} },"patternProperties":{"^a.*b":{"type":"string"},"c$":{"type":"null"} },"additionalProperties":{"pattern":"x.*y"} }
                    """));
        }

        yield return (
            "names that bring others, in a ring",
            Schema($$$$"""
                {"type":"object","minProperties":5,"dependentRequired":{ {{{{Many(300, i => $$$$"""
                "p{{{{i}}}}":["p{{{{((i * 7) + 1) % 300}}}}","p{{{{((i * 13) + 5) % 300}}}}"]
                """)}}}} } }
                """));
        yield return (
            "names of a pattern",
            Schema("""
                {"type":"object","minProperties":20,"propertyNames":{"pattern":"a.*b.*c.*d"},"additionalProperties":{"pattern":"e.*f"} }
                """));
        yield return (
            "what no alternative looks at",
            Schema($$$$"""
                {"type":"object","anyOf":[{{{{Many(6, i => $$$$"""
                {"properties":{"p{{{{i}}}}":{"type":"integer"} },
                "patternProperties":{"{{{{Letter(i)}}}}.*{{{{Letter(i + 1)}}}}":{"type":"string"} } }
                """)}}}}],"unevaluatedProperties":{"type":"null"} }
                """));
        var name = Many(800, i => $"w{i * 31} ", "");
        yield return (
            "a name of five thousand characters",
            Schema($$$$"""
                {"type":"object","additionalProperties":false,"properties":{"{{{{name}}}}":{"const":"{{{{name}}}}"} },"required":["{{{{name}}}}"]}
                """));
    }

    private static IEnumerable<(string Name, FuzzCase Case)> Arrays()
    {
        foreach (var count in new[] { 60, 400 })
            yield return (
                $"lists of any of {count} kinds",
                Schema($$$$"""
                    {"anyOf":[{{{{Many(count, i => $$$$"""{"type":"array","items":{"pattern":"{{{{Letter(i)}}}}.*{{{{Letter(i + 1)}}}}{{{{i}}}}"} }""")}}}}]}
                    """));
        yield return (
            "a thousand objects to choose from",
            Schema($$$$"""{"type":"array","minItems":9,"items":{"enum":[{{{{Many(1000, i => $$"""{"a":{{i}},"b":"{{i * 7}}"}""")}}}}]} }"""));
        foreach (var count in new[] { 500, 5000 })
            yield return (
                $"different ones of {count}",
                Schema($$$$"""
                    {"type":"array","uniqueItems":true,"minItems":200,"items":{"enum":[{{{{Many(count, i => $"\"v {i * 7919}\"")}}}}]} }
                    """));
        foreach (var item in new[]
        {
            "\"type\":\"string\",\"maxLength\":3", "\"type\":\"number\"", "\"type\":\"integer\",\"minimum\":0,\"maximum\":150",
            "\"type\":\"string\",\"pattern\":\"^(a|b)*a(a|b){8}$\"",
        })
        {
            yield return (
                $"different ones of {item}", Schema($$"""{"type":"array","uniqueItems":true,"minItems":100,"items":{ {{item}} } }"""));
        }

        yield return (
            "200 of some to be found",
            Schema("""{"type":"array","contains":{"type":"integer","multipleOf":7},"minContains":200,"items":{"type":"integer"} }"""));
        yield return (
            "five kinds to be found",
            Schema($$$$"""
                {"type":"array","items":{"type":"string"},"allOf":[{{{{Many(5, i => $$$$"""
                {"contains":{"pattern":"{{{{Letter(i)}}}}.*{{{{Letter(i + 10)}}}}"},"minContains":3,"maxContains":9}
                """)}}}}]}
                """));
        yield return (
            "multiples of several",
            Schema("""
                {"type":"array","minItems":9,"items":{"type":"number","minimum":12.5,"allOf":[{"multipleOf":3},{"multipleOf":7},{"multipleOf":11}]} }
                """));
        yield return ("multiples of many", Schema("""{"type":"array","minItems":9,"items":{"type":"integer","multipleOf":9973} }"""));
        yield return (
            "lists in lists in several ways",
            Schema("""
                {"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"type":"array","items":{"$ref":"#/$defs/n"} },
                {"type":"array","items":{"$ref":"#/$defs/n"},"minItems":2},{"type":"array","prefixItems":[{"$ref":"#/$defs/n"}]}]} } }
                """));
    }

    private static IEnumerable<(string Name, FuzzCase Case)> Notations()
    {
        yield return (
            "brackets in several ways",
            Notation("root ::= e\ne ::= \"(\" e \")\" | \"(\" e \")\" e | \"a\" e \"a\" | \"a\" e e | \"a\" | \"aa\""));
        yield return ("rules that double", Notation("root ::= s\ns ::= \"a\" s s | \"a\" s s s | \"a\" | \"b\""));
        yield return (
            "palindromes", Notation("root ::= s\ns ::= \"a\" s \"a\" | \"b\" s \"b\" | \"a\" s \"b\" | \"c\" s | \"a\" | \"b\" | \"\""));
        yield return ("rules with texts in between", Notation("root ::= s\ns ::= \"a\" s @s | \"a\" s | \"a\" @s s | @s"));
        yield return (
            "texts that part in several ways",
            Notation(
                "root ::= (a | b | c)*\na ::= /[a-z]{1,40}/ \" \"? r\nb ::= /[a-m]*[a-z]{3,9}/ r?\nc ::= /.{1,50}/ r\n"
                + "r ::= \"x\" r? \"y\" | \"z\""));
        yield return ("40 alternatives that begin alike", Notation($"root ::= ({Many(40, i => $"@s \"{Letter(i)}{i}\"", "|")})*"));
    }

    private static string Nested(int depth, string keyword) => depth == 0
        ? """{"type":"object","properties":{"x":{"type":"integer"} },"required":["x"]}"""
        : $$$$"""
            {"{{{{keyword}}}}":[{{{{Nested(depth - 1, keyword)}}}},{"required":["k{{{{depth}}}}"],"properties":{"k{{{{depth}}}}":{"pattern":"a.*{{{{depth}}}}"} } },
            {"type":"object","required":["m{{{{depth}}}}"]}]}
            """;

    private static char Letter(int number) => (char)('a' + (number % 26));

    private static string Many(int count, Func<int, string> make, string between = ",") =>
        string.Join(between, Enumerable.Range(0, count).Select(make));

    private static FuzzCase Text(string keyword, int count, Func<int, string> pattern) =>
        Schema($$$$"""{"type":"string","{{{{keyword}}}}":[{{{{Many(count, i => $$"""{"pattern":"{{pattern(i)}}"}""")}}}}]}""");

    private static FuzzCase Notation(string text) => new(FuzzKind.Notation, text, """{"type":"string","pattern":"a.*b"}""");

    private static FuzzCase Pattern(string text) => new(FuzzKind.Pattern, text);

    private static FuzzCase Schema(string text) => new(FuzzKind.Schema, text);
}
