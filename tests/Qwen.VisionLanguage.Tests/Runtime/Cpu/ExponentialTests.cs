using System.Runtime.Intrinsics;
using Qwen.VisionLanguage.Runtime.Cpu;

namespace Qwen.VisionLanguage.Tests.Runtime.Cpu;

public class ExponentialTests
{
    [Fact]
    public void Is_off_by_a_few_units_in_the_last_place()
    {
        for (var x = -87.2f; x < 88.2f; x += 0.00137f)
        {
            var expected = Math.Exp(x);
            Assert.InRange(Exponential.Of(Vector512.Create(x))[3] / expected, 1 - 3e-7, 1 + 3e-7);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(-1e30f, 0)]
    [InlineData(float.NaN, float.NaN)]
    public void Ends_of_the_line(float x, float expected) => Assert.Equal(expected, Exponential.Of(Vector512.Create(x))[0]);

    [Fact]
    public void What_is_too_large_stays_finite()
        => Assert.True(Exponential.Of(Vector512.Create(float.PositiveInfinity))[0] is > 1e38f and < 3e38f);
}
