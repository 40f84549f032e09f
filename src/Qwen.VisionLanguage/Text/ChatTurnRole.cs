namespace Qwen.VisionLanguage.Text;

/// <summary>Who speaks in a turn.</summary>
public enum ChatTurnRole
{
    /// <summary>Instructions of the host.</summary>
    System,

    /// <summary>The person, or the program that asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>Results of tools the model called; rendered inside a user turn.</summary>
    Tool,
}
