using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Tests.Ledgers;

/// <summary>To which buckets a job sends silos.</summary>
public sealed class JobBoardTests
{
    private readonly JobState state = new() { Job = new QwenJob { Name = "test", Task = JobTask.Read() } };

    [Fact]
    public void Nobody_is_sent_to_a_bucket_that_the_job_may_yet_forget()
    {
        var board = new JobBoard(state);
        board.Add(64);
        board.Add(10);

        Assert.Null(board.TakeFresh("a", below: 0));
        Assert.Equal(0, board.TakeFresh("a", below: 1)?.Number);
        Assert.Null(board.TakeFresh("b", below: 1));
        Assert.Equal(1, board.TakeFresh("b", below: 2)?.Number);
        Assert.Equal(74, state.NextItem);
    }
}
