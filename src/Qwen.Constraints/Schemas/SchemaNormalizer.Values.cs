using System.Text.Json;
using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <content>Values that stand in the schema: const and enum.</content>
internal sealed partial class SchemaNormalizer
{
    private ValueShape OfValues(SchemaNode node, IReadOnlyList<JsonElement> values, string keyword)
    {
        var texts = new List<string>();
        var numbers = new NumberWords(arena, Numbers);
        var literals = arena.Empty;
        var nested = none;
        for (var i = 0; i < values.Count; i++)
        {
            Budget.Spend(50);
            switch (values[i].ValueKind)
            {
                case JsonValueKind.String:
                    texts.Add(values[i].GetString()!);
                    Budget.Spend(10 * texts[^1].Length);
                    Budget.Hold(WordTree.CharacterBytes * texts[^1].Length);
                    break;
                case JsonValueKind.Number:
                    numbers.Add(Number(node, values[i], keyword), values[i].GetRawText());
                    Budget.Hold(WordTree.CharacterBytes * 2 * values[i].GetRawText().Length);
                    break;
                case JsonValueKind.Object or JsonValueKind.Array:
                    nested = Disjoin(
                        nested,
                        OfValue(document.Value(values[i], keyword == "const" ? $"{node.Path}/const" : $"{node.Path}/{keyword}/{i}")));
                    break;
                default:
                    literals = arena.Union(literals, arena.Text(values[i].GetRawText()));
                    break;
            }
        }

        return new ValueShape(
            arena.Union(literals, numbers.Equal),
            arena.Union(literals, options.AnyNumberSpelling ? numbers.Equal : numbers.Written),
            texts.Count == 0 ? arena.Empty : arena.Words(WordTree.Of(texts)),
            nested.Arrays,
            nested.Objects);
    }

    private ValueShape OfValue(SchemaNode node)
    {
        switch (node.Element.ValueKind)
        {
            case JsonValueKind.Array:
                var items = node.Element.EnumerateArray().Select((item, i) => Ref(document.Value(item, $"{node.Path}/{i}"))).ToArray();
                return none with
                {
                    Arrays = [new ArrayShape { Prefix = items, Rest = Nothing, Min = items.Length, Max = items.Length, Path = node.Path }]
                };
            case JsonValueKind.Object:
                var members =
                    node.Element.EnumerateObject().ToDictionary(p => p.Name, p => Ref(document.Value(p.Value, $"{node.Path}/{p.Name}")));
                return none with
                {
                    Objects = [new ObjectShape
                    {
                        Rules = [new ObjectRule(members, [.. members.Keys], [], Nothing)],
                        Required = [.. members.Keys],
                        Path = node.Path
                    }],
                };
            default:
                return OfValues(node, [node.Element], "const");
        }
    }
}
