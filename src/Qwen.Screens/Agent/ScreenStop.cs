using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>Why an agent stopped.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScreenStop>))]
public enum ScreenStop
{
    /// <summary>The model says that the task is done.</summary>
    Succeeded,

    /// <summary>The model gives the task up.</summary>
    GaveUp,

    /// <summary>The most steps were taken.</summary>
    StepLimit,

    /// <summary>The time is over.</summary>
    TimeLimit,

    /// <summary>
    /// The same action on the same screen three times in a row; or, where sentences are carried out one by one, a touch of a place where
    /// the screen has no control and that changed nothing.
    /// </summary>
    NoProgress,

    /// <summary>The device hides what it shows.</summary>
    ProtectedScreen,

    /// <summary>Too many actions were refused.</summary>
    Refused,

    /// <summary>The model's answers could not be carried out.</summary>
    Unreadable,

    /// <summary>The emergency stop was used.</summary>
    EmergencyStop,
}
