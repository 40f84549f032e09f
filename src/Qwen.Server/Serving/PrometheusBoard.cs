using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Qwen.Server.Serving;

/// <summary>Adds up what the meters of this product measure and shows it as Prometheus reads it. Safe for concurrent use.</summary>
internal sealed class PrometheusBoard : IDisposable
{
    // what is told of models, devices and kinds is little; more than this would be a fault somewhere
    private const int MaxSeries = 2000;

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), MeasuredSeries> series = new();
    private readonly MeterListener listener;
    private readonly Reception reception;

    /// <summary>Begins to listen.</summary>
    public PrometheusBoard(Reception reception)
    {
        this.reception = reception;
        listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name.StartsWith("Qwen.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Answers <c>GET /metrics</c>.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(ToText(), context.RequestAborted);
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    /// <summary>Everything as text.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        WriteGauge(text, "qwen_server_requests_running", "Requests that are answered now.", reception.Queue.Running);
        WriteGauge(text, "qwen_server_requests_waiting", "Requests that wait for their turn.", reception.Queue.Waiting);
        foreach (var family in series.GroupBy(entry => entry.Key.Instrument).OrderBy(family => family.Key.Name, StringComparer.Ordinal))
        {
            var histogram = family.Key is Histogram<double> or Histogram<long> or Histogram<int>;
            var name = Name(family.Key, histogram);
            text.Append(
                CultureInfo.InvariantCulture,
                $"# HELP {name} {family.Key.Description}\n# TYPE {name} {(histogram ? "histogram" : "counter")}\n");
            foreach (var (key, one) in family.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
                one.Write(text, name, key.Labels, histogram);
        }

        return text.ToString();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, tag) in tags)
            labels.Append(labels.Length > 0 ? "," : "")
                .Append(Clean(name))
                .Append("=\"")
                .Append(Escape(Convert.ToString(tag, CultureInfo.InvariantCulture) ?? ""))
                .Append('"');
        var key = (instrument, labels.ToString());
        if (series.TryGetValue(key, out var known)
            || (series.Count < MaxSeries && (known = series.GetOrAdd(key, _ => new MeasuredSeries())) is not null))
            known.Add(value);
    }

    private static void WriteGauge(StringBuilder text, string name, string help, int value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");

    private static string Name(Instrument instrument, bool histogram)
    {
        var name = Clean(instrument.Name) + (instrument.Unit == "s" ? "_seconds" : "");
        return histogram ? name : name + "_total";
    }

    private static string Clean(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
