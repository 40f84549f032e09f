using Qwen.Server.OpenAI;
using Qwen.VisionLanguage;

namespace Qwen.Server.Serving;

/// <summary>The models by name. Safe for concurrent use.</summary>
internal sealed class ModelShelf : IAsyncDisposable
{
    private readonly Dictionary<string, ModelSlot> slots = new(StringComparer.Ordinal);

    /// <summary>Takes the list; the first is what answers a request that names none.</summary>
    public ModelShelf(IEnumerable<QwenServedModel> models, TimeProvider? time = null)
    {
        foreach (var model in models)
        {
            if (!slots.TryAdd(model.Name, new ModelSlot(model, time ?? TimeProvider.System)))
                throw new ArgumentException($"Two models are called '{model.Name}': give them different names.", nameof(models));
            Names.Add(model.Name);
        }

        if (Names.Count == 0)
            throw new ArgumentException("There is no model to serve: give at least one.", nameof(models));
    }

    /// <summary>The names in the order given.</summary>
    public IList<string> Names { get; } = [];

    /// <summary>When the server began, which stands for when its models were made.</summary>
    public DateTimeOffset Created { get; } = DateTimeOffset.UtcNow;

    /// <summary>Why a model could not be opened when it was asked for last; null where all could.</summary>
    public string? Failure => slots.Values.Select(slot => slot.Failure).FirstOrDefault(failure => failure is not null);

    /// <summary>Opens the first model ahead of a request.</summary>
    /// <exception cref="QwenException">It cannot be opened.</exception>
    public async Task<ModelLease> OpenFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await slots[Names[0]].TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestException error)
        {
            throw error.ToQwenException();
        }
    }

    /// <summary>The model of a request.</summary>
    /// <param name="name">Its name; null or empty for the first.</param>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public ModelSlot Find(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return slots[Names[0]];
        return slots.TryGetValue(name, out var slot)
            ? slot
            : throw new RequestException(
                404, "invalid_request_error",
                $"There is no model '{(name.Length <= 80 ? name : name[..77] + "...")}' here: there is {string.Join(", ", Names)}.",
                "model", "model_not_found");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var slot in slots.Values)
            await slot.DisposeAsync().ConfigureAwait(false);
    }
}
