using System.Net.Mail;
using System.Text.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema.Validation;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>What NJsonSchema does not know or gets wrong, by name: nothing else is forgiven.</summary>
internal static class ValidatorLimits
{
    private const int LongestScheme = 1024;

    /// <summary>Keywords and formats that it looks past, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Unknown { get; } = new Dictionary<string, string>
    {
        ["const"] = "draft 6",
        ["contains"] = "draft 6",
        ["propertyNames"] = "draft 6",
        ["if"] = "draft 7",
        ["dependencies"] = "draft 4, not implemented",
        ["dependentRequired"] = "draft 2019-09",
        ["dependentSchemas"] = "draft 2019-09",
        ["unevaluatedProperties"] = "draft 2019-09",
        ["unevaluatedItems"] = "draft 2019-09",
        ["minContains"] = "draft 2019-09",
        ["maxContains"] = "draft 2019-09",
        ["prefixItems"] = "draft 2020-12",
        ["format duration"] = "draft 2019-09",
        ["format idn-email"] = "draft 7",
        ["format idn-hostname"] = "draft 7",
        ["format uri-reference"] = "draft 6",
        ["format iri"] = "draft 7",
        ["format iri-reference"] = "draft 7",
        ["format uri-template"] = "draft 6",
        ["format json-pointer"] = "draft 6",
        ["format relative-json-pointer"] = "draft 7",
    };

    /// <summary>Which of them a schema has, wherever a schema may stand in it.</summary>
    public static IReadOnlySet<string> Find(JsonElement schema)
    {
        var found = new HashSet<string>();
        Visit(schema, names: false);
        return found;

        void Visit(JsonElement at, bool names)
        {
            if (at.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in at.EnumerateArray())
                    Visit(item, names: false);
            }

            if (at.ValueKind != JsonValueKind.Object)
                return;
            foreach (var property in at.EnumerateObject())
            {
                var name = property.Name == "format" && property.Value.ValueKind == JsonValueKind.String
                    ? $"format {property.Value.GetString()}"
                    : property.Name;
                if (!names && Unknown.ContainsKey(name))
                    found.Add(name);
                if (names || property.Name is not ("enum" or "const" or "default" or "examples"))
                    Visit(property.Value, names: !names
                        && property.Name is "properties" or "patternProperties" or "definitions" or "$defs" or "dependentSchemas");
            }
        }
    }

    /// <summary>Why an error is the validator's; null where it is the answer's.</summary>
    public static string? Explain(ValidationError error, JsonElement schema) => error switch
    {
        // one reading of an item, a property or a branch, of which every error is the validator's
        ChildSchemaValidationError { Kind: ValidationErrorKind.ArrayItemNotValid or ValidationErrorKind.AdditionalPropertiesNotValid
            or ValidationErrorKind.NotAnyOf } parent =>
            parent.Errors.Values.Select(errors => ExplainAll(errors, schema)).FirstOrDefault(reason => reason is not null),
        ChildSchemaValidationError { Kind: ValidationErrorKind.NotAllOf } parent =>
            ExplainAll([.. parent.Errors.Values.SelectMany(errors => errors)], schema),
        { Kind: ValidationErrorKind.PropertyRequired, Token: not JObject } => "it asks for properties of what is no object",
        { Kind: ValidationErrorKind.StringTooLong, Token: { } text }
            when text.ToString().EnumerateRunes().Count() <= error.Schema.MaxLength =>
            "it counts a character beyond U+FFFF as two",
        { Kind: ValidationErrorKind.UriExpected, Token: { } address }
            when address.ToString().IndexOf(':', StringComparison.Ordinal) > LongestScheme =>
            $"the platform's reader takes no scheme of more than {LongestScheme} letters, RFC 3986 any",
        { Kind: ValidationErrorKind.EmailExpected, Token: { } address } when MailAddress.TryCreate(address.ToString(), out _) =>
            "it wants a domain of several labels that ends in letters, RFC 5321 takes any host",
        { Kind: ValidationErrorKind.ExcludedSchemaValidates } when Find(schema) is { Count: > 0 } looked =>
            $"under 'not' it looks past {string.Join(", ", looked)}",
        _ => null,
    };

    private static string? ExplainAll(ICollection<ValidationError> errors, JsonElement schema)
    {
        var reasons = errors.Select(error => Explain(error, schema)).ToList();
        return reasons.Contains(null) ? null : reasons.FirstOrDefault();
    }
}
