namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Recognises the small text files that a clone without Git LFS leaves in place of large files.</summary>
internal static class GitLfs
{
    /// <summary>Whether a file that starts like this is a pointer.</summary>
    public static bool IsPointer(ReadOnlySpan<byte> start) => start.StartsWith("version https://git-lfs"u8);

    /// <summary>What to tell the user.</summary>
    public static QwenException PointerFound(string path) => new(
        $"{path} is a Git LFS pointer, not the file itself: the repository was cloned without LFS. "
        + "Run 'git lfs pull' in the clone, or download the checkpoint with 'qwenvl fetch'.");
}
