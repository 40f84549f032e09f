namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>Requests over one list of functions.</summary>
/// <param name="Tools">Functions as the tools block shows them; may be none.</param>
/// <param name="Questions">The requests, each by itself.</param>
internal sealed record Talk(IReadOnlyList<string> Tools, IReadOnlyList<Question> Questions);
