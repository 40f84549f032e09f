namespace Qwen.Shared.Answers;

/// <summary>Lays cells that span several columns or rows out in a rectangle.</summary>
internal sealed class TableGrid(int maxCells)
{
    private readonly List<List<string>> rows = [];

    // per column: rows below the current one that a cell above still covers
    private readonly List<int> covered = [];
    private int cells;

    /// <summary>Rows started so far.</summary>
    public int RowCount => rows.Count;

    /// <summary>Starts a row.</summary>
    public void StartRow()
    {
        if (rows.Count > 0)
            SkipCovered();
        if (cells < maxCells)
            rows.Add([]);
    }

    /// <summary>Adds a cell to the current row, right of what is there and of what cells above cover.</summary>
    public void Add(string text, int across, int down)
    {
        if (rows.Count == 0)
            StartRow();
        SkipCovered();
        for (var i = 0; i < across && cells < maxCells; i++, cells++)
        {
            var row = rows[^1];
            row.Add(i == 0 ? text : "");
            while (covered.Count < row.Count)
                covered.Add(0);
            covered[row.Count - 1] = down - 1;
        }
    }

    /// <summary>The rows, without empty ones.</summary>
    public List<List<string>> ToRows() => [.. rows.Where(row => row.Count > 0)];

    private void SkipCovered()
    {
        var row = rows[^1];
        while (row.Count < covered.Count && covered[row.Count] > 0)
        {
            covered[row.Count]--;
            row.Add("");
            cells++;
        }
    }
}
