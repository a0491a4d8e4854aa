using System.Net.Http.Headers;
using System.Text;

namespace Switchyard.Chaos.Clients;

internal static class JsonBody
{
    private static readonly MediaTypeHeaderValue Type = new("application/json");

    public static HttpContent Of(string json) => new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = Type } };
}
