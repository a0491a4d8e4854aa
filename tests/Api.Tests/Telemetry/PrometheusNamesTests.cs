namespace Switchyard.Telemetry;

public sealed class PrometheusNamesTests
{
    [Theory]
    [InlineData("switchyard.claims", null, "counter", "switchyard_claims_total", 1)]
    [InlineData("switchyard.commit.duration", "s", "histogram", "switchyard_commit_duration_seconds", 1)]
    [InlineData("orleans-storage-read-latency", "ms", "histogram", "orleans_storage_read_latency_seconds", 0.001)]
    [InlineData("orleans-runtime-available-memory", "MB", "gauge", "orleans_runtime_available_memory_bytes", 1048576)]
    [InlineData("orleans-messaging-sent-header-size", "bytes", "counter", "orleans_messaging_sent_header_size_bytes_total", 1)]
    [InlineData("a.seconds", "s", "counter", "a_seconds_total", 1)]
    [InlineData("a.total", "{thing}", "counter", "a_total", 1)]
    [InlineData("dotnet.thread_pool.thread.count", "{thread}", "gauge", "dotnet_thread_pool_thread_number", 1)]
    public void A_name_has_its_unit_and_kind_at_its_end(string name, string? unit, string type, string expected, double scale) =>
        Assert.Equal((expected, scale), PrometheusNames.Of(name, unit, type));

    [Theory]
    [InlineData("queue", "queue")]
    [InlineData("http.route", "http_route")]
    [InlineData("ConnectionDirection", "connection_direction")]
    [InlineData("silo", null)]
    [InlineData("Destination", null)]
    public void A_label_is_in_small_letters_and_none_names_a_life_of_a_process(string key, string? expected) =>
        Assert.Equal(expected, PrometheusNames.LabelOf(key));

    [Theory]
    [InlineData("switchyard.claims", "Leases.", "Leases.")]
    [InlineData("orleans-grains", null, "Orleans' own: grains.")]
    [InlineData("x.y", "", "x y.")]
    public void Every_name_has_a_help(string name, string? description, string expected) =>
        Assert.Equal(expected, PrometheusNames.HelpOf(name, description));

    [Fact]
    public void Text_is_escaped_and_numbers_are_everybodys()
    {
        var family = new PrometheusFamily("a", "gauge", "one\\two\nthree");
        family.Samples[""] = 0.1;
        family.Samples["{x=\"1\"}"] = double.PositiveInfinity;

        Assert.Equal(
            "# HELP a one\\\\two\\nthree\n# TYPE a gauge\na 0.1\na{x=\"1\"} +Inf\n",
            System.Text.Encoding.UTF8.GetString(PrometheusText.Of([family, new("b", "gauge", "without samples")])));
    }
}
