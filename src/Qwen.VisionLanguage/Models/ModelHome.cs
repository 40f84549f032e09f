using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Models;

/// <summary>
/// The folder where downloaded models live, each under its name on the hub: <c>HOME/Qwen/Qwen2.5-VL-3B-Instruct</c>. Such a name can then
/// stand wherever the folder of a checkpoint can.
/// </summary>
/// <remarks>
/// Nothing is kept in memory: what is on the disk counts, and another process may change it at any time. Safe for concurrent use.
/// </remarks>
public sealed class ModelHome
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string FolderVariable = "QWENVL_MODELS";

    /// <summary>Opens a home; it need not be there yet.</summary>
    /// <param name="folder">
    /// Its folder; null for that of <see cref="FolderVariable"/>, and without it <c>qwenvl/models</c> in the user's local data.
    /// </param>
    /// <exception cref="QwenException">No folder is named, and the user has no home.</exception>
    public ModelHome(string? folder = null)
    {
        folder ??= Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrWhiteSpace(folder))
        {
            var user = UserFolder.Find() ?? throw new QwenException(
                $"This user has no home folder for models: name a folder in {FolderVariable}, or give that of the checkpoint.");
            folder = Path.Combine(user, "models");
        }

        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The home's folder.</summary>
    public string Folder { get; }

    /// <summary>Whether a text may be the name of a model: <c>owner/name</c> or <c>name</c>.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is { Length: 1 or 2 } parts && parts.All(CheckpointFiles.IsPlainName)
            && !text.Contains("..", StringComparison.Ordinal);
    }

    /// <summary>
    /// The folder of a model: of what is named where that is a folder, otherwise of the model of that name in the user's home.
    /// </summary>
    /// <param name="nameOrFolder">A folder, or a name.</param>
    /// <returns>The folder; what was given where there is neither.</returns>
    /// <exception cref="QwenException">Several models have this name.</exception>
    public static string Resolve(string nameOrFolder)
    {
        ArgumentNullException.ThrowIfNull(nameOrFolder);
        return Path.Exists(nameOrFolder) ? nameOrFolder : new ModelHome().Find(nameOrFolder)?.Folder ?? nameOrFolder;
    }

    /// <summary>Where a model of this name is, or would be put.</summary>
    /// <exception cref="QwenException">It is not the name of a model.</exception>
    public string FolderOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        HubNames.CheckRepository(name);
        return Path.Combine([Folder, .. name.Split('/')]);
    }

    /// <summary>All models, by name. A download that was broken off is one of them.</summary>
    /// <exception cref="QwenException">The folder cannot be read.</exception>
    public IReadOnlyList<StoredModel> List()
    {
        try
        {
            return [.. Folders().Select(Describe).OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"The models in {Folder} cannot be listed: {error.Message}", error);
        }
    }

    /// <summary>
    /// The model of a name, whatever its upper and lower case; the owner may be left out where one model alone has the name.
    /// </summary>
    /// <returns>The model; null where there is none.</returns>
    /// <exception cref="QwenException">Several models have this name.</exception>
    public StoredModel? Find(string name)
    {
        if (!IsName(name))
            return null;
        var found = Folders().Where(folder => Matches(NameOf(folder), name)).ToList();
        return found.Count switch
        {
            0 => null,
            1 => Describe(found[0]),
            _ => throw new QwenException($"'{name}' may be {string.Join(" or ", found.Select(NameOf))}. Name the owner too."),
        };
    }

    /// <summary>Removes a model and all its converted forms from the disk.</summary>
    /// <exception cref="QwenException">It is not there, or cannot be removed.</exception>
    public void Remove(string name) => Delete(Require(name).Folder);

    /// <summary>Removes one converted form; the next load that needs it converts anew.</summary>
    /// <param name="name">The model.</param>
    /// <param name="form">The form's name, such as <c>int8</c>.</param>
    /// <exception cref="QwenException">Model or form are not there, or cannot be removed.</exception>
    public void RemoveForm(string name, string form)
    {
        Delete(RequireForm(name, form).Folder);
    }

    /// <summary>The model of a name, as <see cref="Find"/> finds it.</summary>
    /// <exception cref="QwenException">There is none, or several have this name.</exception>
    public StoredModel Require(string name) => Find(name)
        ?? throw new QwenException($"There is no model '{JsonFile.Cut(name)}' in {Folder}. 'qwenvl models' lists what is there.");

    /// <summary>A converted form of a model.</summary>
    /// <exception cref="QwenException">Model or form are not there.</exception>
    public StoredForm RequireForm(string name, string form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var model = Require(name);
        if (model.Forms.FirstOrDefault(candidate => candidate.Name == form) is { } found)
            return found;
        var forms = model.Forms.Count == 0 ? "it has none" : $"it has {string.Join(", ", model.Forms.Select(candidate => candidate.Name))}";
        throw new QwenException($"{model.Name} has no converted form '{JsonFile.Cut(form)}': {forms}.");
    }

    private void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            if (Path.GetDirectoryName(folder) is { } owner && owner != Folder && !Directory.EnumerateFileSystemEntries(owner).Any())
                Directory.Delete(owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"{folder} cannot be removed: {error.Message}", error);
        }
    }

    // a model lies one or two levels deep: with its owner or without
    private IEnumerable<string> Folders()
    {
        if (!Directory.Exists(Folder))
            yield break;
        foreach (var first in Named(Folder))
        {
            if (IsModel(first))
            {
                yield return first;
                continue;
            }

            foreach (var second in Named(first).Where(IsModel))
                yield return second;
        }
    }

    // a folder whose name no hub would give is none of ours
    private static IEnumerable<string> Named(string parent) =>
        Directory.GetDirectories(parent).Where(folder => CheckpointFiles.IsPlainName(Path.GetFileName(folder)));

    private StoredModel Describe(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles();
        var weights = files.Any(file => file.Extension == ".safetensors");
        var complete = weights && files.Any(file => file.Name == CheckpointFiles.ConfigFile)
            && files.All(file => file.Extension != ".part");
        return new StoredModel(
            NameOf(folder), folder, files.Sum(file => file.Length), complete, ModelSourceFile.Read(folder), Forms(folder));
    }

    private static IReadOnlyList<StoredForm> Forms(string folder)
    {
        var parent = new DirectoryInfo(ConvertedFolder.Inside(folder));
        if (!parent.Exists)
            return [];
        return
        [
            .. from form in parent.GetDirectories()
               orderby form.Name
               select new StoredForm(form.Name, form.FullName, form.GetFiles().Sum(file => file.Length), FormUse.Read(form.FullName)),
        ];
    }

    private string NameOf(string folder) => Path.GetRelativePath(Folder, folder).Replace(Path.DirectorySeparatorChar, '/');

    private static bool Matches(string name, string wanted) =>
        name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || name.EndsWith("/" + wanted, StringComparison.OrdinalIgnoreCase);

    private static bool IsModel(string folder) =>
        File.Exists(Path.Combine(folder, CheckpointFiles.ConfigFile)) || Directory.EnumerateFiles(folder, "*.part").Any();
}
