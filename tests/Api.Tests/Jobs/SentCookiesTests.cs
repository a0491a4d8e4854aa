using Microsoft.AspNetCore.Http;

namespace Switchyard.Jobs;

public sealed class SentCookiesTests
{
    [Theory]
    [InlineData("token=a.b-c_d", "a.b-c_d")]
    [InlineData("token=\"a.b\"", "a.b")]
    [InlineData(" other=1;  token = \"a\" ;x", "a")]
    [InlineData("token=a=b==", "a=b==")]
    [InlineData("token=a%20b", "a%20b")]
    [InlineData("token=\"a\\\"b\\\\c\\053\\x\"", "a\"b\\c+x")]
    [InlineData("token=\"", "\"")]
    [InlineData("token=\"\"", "")]
    [InlineData("token=", "")]
    [InlineData("token=first; token=last", "last")]
    [InlineData("bad cookie,{}=1; token=a", "a")]
    [InlineData("Token=a", null)]
    [InlineData("tokens=a; xtoken=b; token", null)]
    [InlineData("", null)]
    public void A_cookie_is_read_as_python_reads_it(string header, string? value) => Assert.Equal(value, Find(header));

    [Fact]
    public void Of_several_headers_all_count() => Assert.Equal("last", Find("token=first", "x=1", "token=last"));

    private static string? Find(params string[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = headers;
        return SentCookies.Find(context.Request, "token");
    }
}
