using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Media;

public class RenderedPagesTests
{
    private readonly RenderedPages pages = new(maxBytes: 100);
    private readonly List<byte> rendered = [];

    [Fact]
    public async Task A_document_that_comes_again_is_not_rendered_again()
    {
        var first = await GetAsync(document: 1, size: 40);
        Assert.Same(first, await GetAsync(document: 1, size: 40));
        Assert.Equal([1], rendered);
    }

    [Fact]
    public async Task The_one_that_was_used_longest_ago_makes_room()
    {
        await GetAsync(document: 1, size: 40);
        await GetAsync(document: 2, size: 40);
        await GetAsync(document: 1, size: 40);
        await GetAsync(document: 3, size: 40);
        await GetAsync(document: 1, size: 40);
        Assert.Equal([1, 2, 3], rendered);
        await GetAsync(document: 2, size: 40);
        Assert.Equal([1, 2, 3, 2], rendered);
    }

    [Fact]
    public async Task What_is_larger_than_all_the_room_drives_nothing_out()
    {
        await GetAsync(document: 1, size: 40);
        await GetAsync(document: 2, size: 101);
        await GetAsync(document: 2, size: 101);
        await GetAsync(document: 1, size: 40);
        Assert.Equal([1, 2, 2], rendered);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await Assert.ThrowsAsync<QwenException>(
            () => pages.GetAsync(new byte[] { 1 }, () => throw new QwenException("The program is missing.")));
        Assert.Single(await GetAsync(document: 1, size: 40));
    }

    private Task<IReadOnlyList<byte[]>> GetAsync(byte document, int size) => pages.GetAsync(new[] { document }, () =>
    {
        rendered.Add(document);
        return Task.FromResult<IReadOnlyList<byte[]>>([new byte[size]]);
    });
}
