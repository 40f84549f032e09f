namespace Qwen.Constraints.Schemas;

/// <summary>The keywords of JSON Schema drafts 4 to 2020-12 that say something about a value.</summary>
internal enum SchemaKeyword
{
    Type,
    Enum,
    Const,
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    Format,
    ContentEncoding,
    Items,
    PrefixItems,
    AdditionalItems,
    MinItems,
    MaxItems,
    UniqueItems,
    Contains,
    MinContains,
    MaxContains,
    UnevaluatedItems,
    Properties,
    PatternProperties,
    AdditionalProperties,
    Required,
    MinProperties,
    MaxProperties,
    PropertyNames,
    DependentRequired,
    UnevaluatedProperties,

    // of draft 3, whose schemas are still about: refused, since no later draft knows them
    DivisibleBy,
    Disallow,
    Extends,

    // from here on: keywords that apply another schema to the same value
    Ref,
    DynamicRef,
    RecursiveRef,
    AllOf,
    AnyOf,
    OneOf,
    Not,
    If,
    Then,
    Else,
    Dependencies,
    DependentSchemas,

    Count,
}
