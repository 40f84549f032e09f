namespace Qwen.DemoModel.Evaluation;

/// <summary>How a request is put together.</summary>
internal enum RequestForm
{
    /// <summary>Default system text, picture, question.</summary>
    Plain,

    /// <summary>The question before the picture.</summary>
    TextFirst,

    /// <summary>An empty system text.</summary>
    NoSystemText,

    /// <summary>A system text of an application.</summary>
    OtherSystemText,

    /// <summary>An agent's function in the system block.</summary>
    ToolsBlock,

    /// <summary>Words only, with functions of an application in the system block.</summary>
    Functions,

    /// <summary>Two numbered pictures, then the question.</summary>
    TwoPictures,
}
