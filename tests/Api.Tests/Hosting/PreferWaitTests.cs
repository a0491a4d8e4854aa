
namespace Switchyard.Hosting;

public sealed class PreferWaitTests
{
    [Theory]
    [InlineData(10, "wait=10")]
    [InlineData(10, "respond-async, wait=10")]
    [InlineData(10, "Wait = \"10\"; x=1")]
    [InlineData(10, "handling=lenient; wait=3, wait=10, wait=5")]
    [InlineData(20, "wait=21")]
    [InlineData(20, "wait=99999999999999999999")]
    [InlineData(0, "wait=0")]
    [InlineData(5, "respond-async", "wait=5")]
    [InlineData(null, "wait")]
    [InlineData(null, "wait=-1")]
    [InlineData(null, "wait=1.5")]
    [InlineData(null, "wait=")]
    [InlineData(null, ",,;=")]
    [InlineData(null)]
    public void It_is_read_leniently(int? seconds, params string[] headers) => Assert.Equal(seconds, PreferWait.Read(headers));
}
