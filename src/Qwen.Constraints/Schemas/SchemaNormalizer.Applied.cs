using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <content>Keywords that apply other schemas to the same value.</content>
internal sealed partial class SchemaNormalizer
{
    private ValueShape Applied(ValueShape shape, SchemaNode node, SchemaKeywords keywords, bool evaluated)
    {
        foreach (var (keyword, name) in new[]
        {
            (SchemaKeyword.Ref, "$ref"),
            (SchemaKeyword.DynamicRef, "$dynamicRef"),
            (SchemaKeyword.RecursiveRef, "$recursiveRef")
        })
        {
            if (keywords.Has(keyword))
                shape = Conjoin(shape, Shape(Target(node, keywords[keyword], name), evaluated), node);
        }

        foreach (var branch in Branches(node, keywords, SchemaKeyword.AllOf, "allOf"))
            shape = Conjoin(shape, Shape(branch, evaluated), node);
        if (keywords.Has(SchemaKeyword.AnyOf))
            shape = Conjoin(shape, AnyOf(node, [.. Branches(node, keywords, SchemaKeyword.AnyOf, "anyOf")], evaluated), node);
        if (keywords.Has(SchemaKeyword.OneOf))
            shape = Conjoin(shape, ExactlyOne([.. Branches(node, keywords, SchemaKeyword.OneOf, "oneOf")], node, evaluated), node);
        if (keywords.Has(SchemaKeyword.Not))
            shape = Conjoin(shape, Negate(Shape(document.Child(node, keywords[SchemaKeyword.Not], "not")), node), node);
        if (keywords.Has(SchemaKeyword.If))
            shape = Conjoin(shape, Conditional(node, keywords, evaluated), node);
        foreach (var (keyword, name) in new[]
        {
            (SchemaKeyword.Dependencies, "dependencies"),
            (SchemaKeyword.DependentSchemas, "dependentSchemas")
        })
        {
            if (!keywords.Has(keyword))
                continue;
            foreach (var property in Members(node, keywords[keyword], name))
            {
                if (property.Value.ValueKind == JsonValueKind.Array)
                    continue;
                var dependent = Shape(document.Child(node, property.Value, name, property.Name), evaluated);
                var absent = any with { Objects = [Named(property.Name, Nothing, node.Path)] };
                shape = Conjoin(
                    shape, any with
                    {
                        Objects =
                        [
                            .. absent.Objects,
                            .. dependent.Objects.Select(o => Conjoin(new ObjectShape { Required = [property.Name], Path = node.Path }, o))
                        ]
                    }, node);
            }
        }

        return shape;
    }

    private ValueShape AnyOf(SchemaNode node, IReadOnlyList<SchemaNode> branches, bool evaluated)
    {
        if (!evaluated)
            return branches.Aggregate(none, (sum, branch) => Disjoin(sum, Shape(branch)));
        ValueShape[] shapes = [.. branches.Select(branch => Shape(branch, evaluated: true))];
        return AnyOf(shapes, node);
    }

    private ValueShape Conditional(SchemaNode node, SchemaKeywords keywords, bool evaluated)
    {
        var condition = document.Child(node, keywords[SchemaKeyword.If], "if");
        var then = Branch(SchemaKeyword.Then, "then");
        var otherwise = Branch(SchemaKeyword.Else, "else");
        if (ReferenceEquals(then, any) && ReferenceEquals(otherwise, any))
            return evaluated ? AnyOf([any, Shape(condition, evaluated: true)], node) : any;
        return Disjoin(
            Conjoin(Shape(condition, evaluated), then, node), Conjoin(Negate(Shape(condition), node), otherwise, node), evaluated);

        ValueShape Branch(SchemaKeyword keyword, string name) =>
            keywords.Has(keyword) ? Shape(document.Child(node, keywords[keyword], name), evaluated) : any;
    }

    private IEnumerable<SchemaNode> Branches(SchemaNode node, SchemaKeywords keywords, SchemaKeyword keyword, string name)
    {
        if (!keywords.Has(keyword))
            yield break;
        if (keywords[keyword].ValueKind != JsonValueKind.Array)
            throw SchemaErrors.Refuse(node, name, "it takes a list of schemas");
        var index = 0;
        foreach (var branch in keywords[keyword].EnumerateArray())
            yield return document.Child(node, branch, name, index++);
    }

    private SchemaNode Target(SchemaNode node, JsonElement reference, string keyword)
    {
        var target = Text(node, reference, keyword);
        return keyword == "$ref"
            ? document.Resolve(node, target)
            : document.ResolveDynamically(node, target, isRecursive: keyword == "$recursiveRef");
    }
}
