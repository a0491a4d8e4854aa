using System.Net;
using System.Text;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Tickets;

/// <summary>What cannot become a ticket is answered with its reason, and leaves none.</summary>
[Collection(nameof(TicketsDoorNode))]
public sealed class RefusedUploadTests(TicketsDoorNode node)
{
    private const string Service = "FloatComputation";

    private Door Door => node.Door;

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Dummy")]
    public async Task A_service_that_no_source_may_run_is_not_available(string service)
    {
        var before = await IdsAsync();

        var answer = await Door.RequestAsync(service, Archive.OfInputs("{}"));
        Assert.Equal("Service not available.", answer.Is(HttpStatusCode.OK).Text);
        (await Door.RequestAsync(service, Archive.OfInputs("{}"), "/api/v1/tickets")).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown-service");

        Assert.Equal(before, await IdsAsync());
    }

    [Theory]
    [InlineData("missing", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("text", HttpStatusCode.BadRequest, "not-an-archive")]
    [InlineData("damaged", HttpStatusCode.BadRequest, "not-an-archive")]
    [InlineData("bomb", HttpStatusCode.RequestEntityTooLarge, "too-large")]
    [InlineData("unpacks to too much", HttpStatusCode.RequestEntityTooLarge, "too-large")]
    [InlineData("too many entries", HttpStatusCode.BadRequest, "too-many-entries")]
    [InlineData("too large", HttpStatusCode.RequestEntityTooLarge, "too-large")]
    public async Task A_bad_upload_is_refused(string what, HttpStatusCode status, string type)
    {
        var before = await IdsAsync();

        (await Door.RequestAsync(Service, Payload(what))).IsPage(status);
        (await Door.RequestAsync(Service, Payload(what), "/api/v1/tickets")).IsProblem(status, type);

        Assert.Equal(before, await IdsAsync());
    }

    private static byte[]? Payload(string what) => what switch
    {
        "missing" => null,
        "text" => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("This is no archive. ", 100))),
        "damaged" => [.. Archive.OfInputs("{}")[..^6], 0, 0, 0, 0, 0, 0],
        "bomb" => Archive.Pack(("main.json", new byte[4 * TicketsDoorNode.MostUnpacked])),
        "unpacks to too much" => Archive.Pack(("main.json", [.. Noise(120_000), .. new byte[TicketsDoorNode.MostUnpacked]])),
        "too many entries" => Archive.Pack(Enumerable.Range(0, TicketsDoorNode.MostEntries + 1).Select(number => ($"file-{number}", Array.Empty<byte>()))),
        _ => Noise(TicketsDoorNode.MostBytes),
    };

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private async Task<IEnumerable<long>> IdsAsync() => [.. (await Door.AllWorkAsync()).Select(item => (long)item["id"]!).Order()];
}
