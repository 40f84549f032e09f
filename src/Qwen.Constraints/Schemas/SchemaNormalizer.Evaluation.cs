using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <content>
/// What <c>unevaluatedProperties</c> and <c>unevaluatedItems</c> are about: each alternative of a value tells which keys and items the
/// schemas that make it up have looked at. A value that is like several alternatives at once has been looked at by all of them.
/// </content>
internal sealed partial class SchemaNormalizer
{
    // the keywords, where other schemas that apply to the same value have a say in what they are about; null elsewhere
    private (SchemaRef? Keys, SchemaRef? Items) Unevaluated(SchemaNode node, SchemaKeywords keywords)
    {
        var (ofKeys, ofItems) = (SchemaKeyword.UnevaluatedProperties, SchemaKeyword.UnevaluatedItems);
        return (
            keywords.Has(ofKeys) && !IsAlone(keywords, ofKeys)
                ? Ref(document.Child(node, keywords[ofKeys], "unevaluatedProperties"))
                : null,
            keywords.Has(ofItems) && !IsAlone(keywords, ofItems)
                ? Ref(document.Child(node, keywords[ofItems], "unevaluatedItems"))
                : null);
    }

    // whether a keyword is there and nothing but properties and items beside it has a say, so that it is another word for
    // additionalProperties or items
    private static bool IsAlone(SchemaKeywords keywords, SchemaKeyword keyword) =>
        keywords[keyword].ValueKind == JsonValueKind.True
        || (keywords.Has(keyword) && !keywords.InPlace
            && !(keyword == SchemaKeyword.UnevaluatedItems && keywords.Has(SchemaKeyword.Contains)));

    // what no alternative has looked at has to be as the keywords say; then all has been looked at, if anybody asks
    private ValueShape WithRemaining(ValueShape shape, SchemaRef? keys, SchemaRef? items, SchemaNode node, bool evaluated)
    {
        IReadOnlyList<ArrayShape> arrays =
        [
            .. shape.Arrays.Select(array => items is null ? array : Remaining(array, items, node)).Where(IsSatisfiable)
                .Select(array => evaluated ? array : array with { Evaluated = EvaluatedItems.None })
        ];
        IReadOnlyList<ObjectShape> objects =
        [
            .. shape.Objects.Select(one => keys is null ? one : Remaining(one, keys, node)).Where(IsSatisfiable)
                .Select(one => evaluated ? one : one with { Evaluated = EvaluatedKeys.None })
        ];
        return shape with { Arrays = arrays, Objects = objects };
    }

    private ObjectShape Remaining(ObjectShape shape, SchemaRef value, SchemaNode node)
    {
        if (shape.Evaluated.IsAll)
            return shape;
        var (names, patterns, _) = shape.Evaluated;
        var rule = new ObjectRule(
            names.ToDictionary(name => name, _ => Anything), names, [.. patterns.Select(pattern => (pattern, Anything))], value);
        return Conjoin(shape, new ObjectShape { Rules = [rule], Path = node.Path }) with { Evaluated = EvaluatedKeys.All };
    }

    private ArrayShape Remaining(ArrayShape shape, SchemaRef value, SchemaNode node)
    {
        var (first, matching, isAll) = shape.Evaluated;
        if (isAll)
            return shape;
        var rest = matching.Count == 0 ? value : Ref(document.OneOfThem(node, [.. matching, value]));
        var remaining = new ArrayShape { Prefix = [.. Enumerable.Repeat(Anything, first)], Rest = rest, Path = node.Path };
        return Conjoin(shape, remaining) with { Evaluated = EvaluatedItems.All };
    }

    // at least one of several shapes that tell what they have looked at
    private ValueShape AnyOf(IReadOnlyList<ValueShape> shapes, SchemaNode at) => new(
        arena.Union([.. shapes.Select(shape => shape.Bare)]),
        arena.Union([.. shapes.Select(shape => shape.Written)]),
        arena.Union([.. shapes.Select(shape => shape.Text)]),
        Together(
            shapes.Select(shape => shape.Arrays), (a, b) => a.Evaluated.Covers(b.Evaluated), Conjoin, IsSatisfiable, at),
        Together(
            shapes.Select(shape => shape.Objects), (a, b) => a.Evaluated.Covers(b.Evaluated), Conjoin, IsSatisfiable, at));

    // the alternatives, and those that are several of them at once where more has been looked at then
    private List<T> Together<T>(
        IEnumerable<IReadOnlyList<T>> branches, Func<T, T, bool> covers, Func<T, T, T> conjoin, Func<T, bool> satisfiable, SchemaNode at)
    {
        var result = new List<T>();
        foreach (var branch in branches)
        {
            var more = branch.ToList();
            foreach (var known in result)
            {
                foreach (var own in branch)
                {
                    Budget.Spend(20);
                    if (covers(known, own) || covers(own, known))
                        continue;
                    var both = conjoin(known, own);
                    if (satisfiable(both))
                        more.Add(both);
                    Limit(more.Count, at);
                }
            }

            result.AddRange(more);
            Limit(result.Count, at);
        }

        return result;
    }
}
