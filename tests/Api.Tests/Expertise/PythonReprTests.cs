using System.Text.Json;
using Switchyard.Expertise.Submission;

namespace Switchyard.Expertise;

public sealed class PythonReprTests
{
    // What Python 3 says to repr(json.loads(...)).
    [Theory]
    [InlineData("""{"a": [null, true, 1.5, "it's"]}""", """{'a': [None, True, 1.5, "it's"]}""")]
    [InlineData("\"a\\u200bb\\u00a0c\\u0085 \U0001F600\"", """'a\u200bb\xa0c\x85 😀'""")]
    [InlineData("""["\ufeff", "\ue000", "é"]""", """['\ufeff', '\ue000', 'é']""")]
    public void Values_are_quoted_as_Python_does(string json, string repr) => Assert.Equal(repr, PythonRepr.Of(JsonElement.Parse(json)));
}
