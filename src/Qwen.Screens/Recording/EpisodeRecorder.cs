using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Qwen.Screens.Recording;
using Qwen.Shared.Files;

namespace Qwen.Screens;

/// <summary>
/// Records an episode into a folder: steps as JSON lines, pictures as files, and in the end one page that holds everything. Pictures come
/// through the guard: fields that secrets were typed into are hidden in them.
/// </summary>
/// <remarks>Not for concurrent use.</remarks>
public sealed class EpisodeRecorder : IDisposable
{
    private readonly EpisodeHeader header;
    private readonly List<EpisodeEntry> entries = [];
    private readonly FileStream file;

    /// <summary>Begins a recording.</summary>
    /// <param name="folder">Made where it is missing. A recording that lies there already is replaced.</param>
    /// <param name="task">The task.</param>
    /// <param name="screen">What it is done on.</param>
    public EpisodeRecorder(string folder, string task, ScreenCapabilities screen)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(screen);
        Folder = Directory.CreateDirectory(folder).FullName;
        header = new EpisodeHeader { Task = task, Screen = screen.Name, Kind = screen.Kind, Started = DateTimeOffset.UtcNow };
        file = RegularFile.OpenOrCreate(Path.Combine(Folder, Episode.FileName), sharing: FileShare.Read);
        file.SetLength(0);
        Append(header, ScreensJsonContext.Default.EpisodeHeader);
    }

    /// <summary>Where everything lies.</summary>
    public string Folder { get; }

    /// <summary>Adds a step.</summary>
    public void Add(ScreenStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var number = step.Number.ToString("0000", CultureInfo.InvariantCulture);
        var entry = new EpisodeEntry
        {
            Number = step.Number,
            Width = step.Before.Size.Width,
            Height = step.Before.Size.Height,
            Thought = step.Thought.Length > 0 ? step.Thought : null,
            Answer = step.Answer?.RawText,
            Action = step.Attempt?.Action,
            Outcome = step.Attempt?.Outcome,
            Risk = step.Attempt?.Risk,
            Label = step.Attempt?.Label,
            Reason = step.Attempt?.Reason,
            Reply = step.Reply,
            Stop = step.Stop,
            StopReason = step.StopReason,
            Seconds = step.Duration.TotalSeconds,
            Before = Write($"{number}-before.png", step.Before.Png.Span),
            After = step.After is { } after ? Write($"{number}-after.png", after.Png.Span) : null,
        };
        entries.Add(entry);
        Append(entry, ScreensJsonContext.Default.EpisodeEntry);
    }

    /// <summary>Writes the page.</summary>
    /// <returns>Its path.</returns>
    public string WritePage()
    {
        Write(Episode.PageName, Encoding.UTF8.GetBytes(EpisodePage.Write(new Episode(Folder, header, entries))));
        return Path.Combine(Folder, Episode.PageName);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Append<T>(T value, JsonTypeInfo<T> type)
    {
        file.Write((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n']);
        file.Flush();
    }

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        WholeFile.Write(Path.Combine(Folder, name), bytes);
        return name;
    }
}
