namespace Qwen.Orleans;

/// <summary>In which order results come.</summary>
public enum ResultOrder
{
    /// <summary>As items end.</summary>
    AsTheyCome = 0,

    /// <summary>As items stand in the list.</summary>
    AsListed = 1,
}
