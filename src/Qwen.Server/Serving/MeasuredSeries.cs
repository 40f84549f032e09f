using System.Globalization;
using System.Text;

namespace Qwen.Server.Serving;

/// <summary>Measurements of one kind with the same labels. Safe for concurrent use.</summary>
internal sealed class MeasuredSeries
{
    // seconds: from a cached first piece to an answer that fills the context
    private static readonly double[] Bounds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Lock gate = new();
    private readonly long[] counts = new long[Bounds.Length + 1];
    private double sum;

    /// <summary>Adds one.</summary>
    public void Add(double value)
    {
        lock (gate)
        {
            sum += value;
            var bound = Array.FindIndex(Bounds, limit => value <= limit);
            counts[bound < 0 ? Bounds.Length : bound]++;
        }
    }

    /// <summary>Writes its lines.</summary>
    public void Write(StringBuilder text, string name, string labels, bool histogram)
    {
        lock (gate)
        {
            if (!histogram)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{Braced(labels)} {sum}\n");
                return;
            }

            long total = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                total += counts[i];
                var limit = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{name}_bucket{Braced($"{labels}{(labels.Length > 0 ? "," : "")}le=\"{limit}\"")} {total}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {sum}\n{name}_count{Braced(labels)} {total}\n");
        }
    }

    private static string Braced(string labels) => labels.Length > 0 ? $"{{{labels}}}" : "";
}
