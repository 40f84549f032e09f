using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>What became of an action.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>It was carried out.</summary>
    Performed,

    /// <summary>It would have been carried out, but this is a dry run.</summary>
    DryRun,

    /// <summary>The policy does not allow it.</summary>
    Denied,

    /// <summary>It needed approval and did not get it.</summary>
    Declined,

    /// <summary>The emergency stop came first.</summary>
    Stopped,

    /// <summary>The screen could not do it.</summary>
    Failed,

    /// <summary>
    /// It is about to be carried out. Only records say this: the next entry with the same number says what became of it, and where there is
    /// none the program ended in between.
    /// </summary>
    Begun,
}
