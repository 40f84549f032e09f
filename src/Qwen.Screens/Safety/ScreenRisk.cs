using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>
/// What an action may bring about, the harmless first: what comes after <see cref="Reversible"/> cannot be taken back, or nobody knows.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScreenRisk>))]
public enum ScreenRisk
{
    /// <summary>Looks only.</summary>
    Observe,

    /// <summary>Changes something that can be changed back.</summary>
    Reversible,

    /// <summary>Nobody can tell: a control without a label, a key that may submit.</summary>
    Unknown,

    /// <summary>Confirms something that stands elsewhere on the screen.</summary>
    Confirm,

    /// <summary>Sends or publishes.</summary>
    Send,

    /// <summary>Calls somebody.</summary>
    Call,

    /// <summary>Grants a permission or signs in.</summary>
    Grant,

    /// <summary>Installs or updates software.</summary>
    Install,

    /// <summary>Deletes or resets.</summary>
    Delete,

    /// <summary>Pays or orders.</summary>
    Pay,
}
