using Qwen.Cli.Terminal;

namespace Qwen.Cli.Tests;

/// <summary>What a Ctrl-C reaches.</summary>
public sealed class InterruptSourceTests
{
    [Fact]
    public void The_first_interrupt_cancels_the_running_piece_and_the_second_ends_the_process()
    {
        using var interrupts = new InterruptSource();
        using var piece = interrupts.Begin();
        Assert.True(interrupts.Interrupt());
        Assert.True(piece.Token.IsCancellationRequested);
        Assert.False(interrupts.Interrupt());
    }

    [Fact]
    public void Nothing_running_means_that_the_process_ends()
    {
        using var interrupts = new InterruptSource();
        using (interrupts.Begin())
        {
        }

        Assert.False(interrupts.Interrupt());
    }

    [Fact]
    public void Waiting_for_the_person_means_that_the_process_ends()
    {
        using var interrupts = new InterruptSource();
        using var outer = interrupts.Begin();
        using (interrupts.Idle())
            Assert.False(interrupts.Interrupt());
        Assert.False(outer.Token.IsCancellationRequested);
        Assert.True(interrupts.Interrupt());
    }

    [Fact]
    public void An_inner_piece_is_cancelled_alone()
    {
        using var interrupts = new InterruptSource();
        using var outer = interrupts.Begin();
        using (var inner = interrupts.Begin(outer.Token))
        {
            Assert.True(interrupts.Interrupt());
            Assert.True(inner.Token.IsCancellationRequested);
        }

        Assert.False(outer.Token.IsCancellationRequested);
        Assert.True(interrupts.Interrupt());
        Assert.True(outer.Token.IsCancellationRequested);
    }
}
