namespace Qwen.Extensions.AI.Shapes;

/// <summary>Which part of an answer a grammar of calls is about.</summary>
internal enum CallGrammarPart
{
    /// <summary>What follows an opening tag that is there already.</summary>
    BehindTag,

    /// <summary>Calls from the first tag on.</summary>
    Calls,

    /// <summary>Calls, or the JSON that was asked for.</summary>
    CallsOrJson,
}
