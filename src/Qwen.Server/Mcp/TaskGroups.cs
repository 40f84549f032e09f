using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Screens;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;

namespace Qwen.Server.Mcp;

/// <summary>
/// The functions of all tasks that a host offers. Those that read files are made anew for each call, over the folders that this call may
/// read, and report to this call's caller; a screen has one set of functions, since they remember what was shown last.
/// </summary>
internal sealed class TaskGroups
{
    private readonly QwenToolOptions options;
    private readonly List<Func<TaskCall, IReadOnlyList<AIFunction>>> groups;
    private readonly int? screens;

    public TaskGroups(IChatClient client, QwenToolOptions options)
    {
        this.options = options;
        groups =
        [
            call => new GroundingTasks(client, For(options.Pictures, call)).AsTools(),
            call => new RecognitionTasks(client, For(options.Pictures, call)).AsTools(),
            call => new ReadingTasks(client, For(options.Pictures, call)).AsTools(),
            call => new DocumentsTasks(client, options.Documents with { Pictures = For(options.Documents.Pictures, call) }).AsTools(),
            call => new VideosTasks(client, For(options.Videos, call)).AsTools(),
        ];
        if (options.Index is { } index)
            groups.Add(call => new VideoIndexTasks(index, Join([], call), call.Progress).AsTools());
        if (options.Screen is { } screen)
        {
            var functions = new ScreensTasks(client, screen, options.ScreenAgent).AsTools().Where(MayBeOffered).ToList();
            screens = groups.Count;
            groups.Add(_ => functions);
        }
    }

    /// <summary>Folders that every call may read.</summary>
    public IReadOnlyList<string> Folders =>
    [
        .. options.AllowedFolders, .. options.Pictures.AllowedFolders, .. options.Documents.Pictures.AllowedFolders,
        .. options.Videos.AllowedFolders,
    ];

    /// <summary>Whether a group's calls come one after the other: a screen is one.</summary>
    public bool TakesTurns(int group) => group == screens;

    /// <summary>Every function, each with the number of its group.</summary>
    public IEnumerable<(int Group, AIFunction Function)> List() =>
        groups.SelectMany((make, group) => make(TaskCall.None).Select(function => (group, function)));

    /// <summary>A function for one call.</summary>
    /// <param name="group">Number of its group.</param>
    /// <param name="name">Its name.</param>
    /// <param name="call">What is this call's own.</param>
    public AIFunction Find(int group, string name, TaskCall call) => groups[group](call).Single(function => function.Name == name);

    // without a place where actions are allowed, those that act would only ever be refused
    private bool MayBeOffered(AIFunction function) =>
        function.AdditionalProperties["readOnlyHint"] is true
        || options.Screen!.Policy is { AllowUnknownPlace: true } or { Apps.Count: > 0 } or { Origins.Count: > 0 };

    private QwenPictureOptions For(QwenPictureOptions pictures, TaskCall call) => pictures with
    {
        AllowedFolders = Join(pictures.AllowedFolders, call),
        Progress = (IProgress<QwenProgress>?)call.Progress ?? pictures.Progress,
    };

    private QwenVideoOptions For(QwenVideoOptions videos, TaskCall call) => videos with
    {
        AllowedFolders = Join(videos.AllowedFolders, call),
        Progress = (IProgress<VideoProgress>?)call.Progress ?? videos.Progress,
    };

    private IReadOnlyList<string> Join(IReadOnlyList<string> folders, TaskCall call) =>
        [.. folders, .. options.AllowedFolders, .. call.Roots];
}
