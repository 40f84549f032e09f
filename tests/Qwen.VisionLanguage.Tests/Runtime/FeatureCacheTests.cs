using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Tests.Runtime;

public sealed class FeatureCacheTests
{
    [Fact]
    public void The_least_recently_used_features_are_given_up_first()
    {
        var cache = new FeatureCache(capacityBytes: 3 * 40);
        for (var key = 1; key <= 3; key++)
            cache.Add((UInt128)key, new float[10]);
        Assert.NotNull(cache.Find(1));
        cache.Add(4, new float[10]);
        Assert.NotNull(cache.Find(1));
        Assert.Null(cache.Find(2));
        Assert.NotNull(cache.Find(4));
    }

    [Fact]
    public void What_is_larger_than_the_cache_is_not_kept_and_drives_nothing_out()
    {
        var cache = new FeatureCache(capacityBytes: 100);
        cache.Add(1, new float[10]);
        cache.Add(2, new float[1000]);
        Assert.NotNull(cache.Find(1));
        Assert.Null(cache.Find(2));
    }

    [Fact]
    public void A_cache_of_no_bytes_keeps_nothing()
    {
        var cache = new FeatureCache(0);
        cache.Add(1, new float[1]);
        Assert.Null(cache.Find(1));
    }
}
