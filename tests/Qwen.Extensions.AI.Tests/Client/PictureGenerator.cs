using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Tests.Client;

#pragma warning disable MEAI001 // the interface is under evaluation there
/// <summary>Draws the same picture whatever is asked for.</summary>
internal sealed class PictureGenerator : IImageGenerator
{
    public Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ImageGenerationResponse([new DataContent(Pictures.Encode(112, 84), "image/png")]));

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
