namespace Qwen.Perception.Recognition;

/// <summary>The questions of <see cref="RecognitionTasks"/>. A model is sensitive to them: a test freezes each.</summary>
internal static class RecognitionPrompts
{
    public static string Recognise(string kind, string languages) =>
        $"Which {kind} are shown in this picture? Please give their names in {languages}.";

    public const string Compare = "What is the same in these pictures, and what differs?";
}
