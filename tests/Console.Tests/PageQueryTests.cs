using Microsoft.AspNetCore.Components;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.OperatorConsole;

public sealed class PageQueryTests : IDisposable
{
    private const string List = "http://node/console/work";

    private readonly SlowBrowser _browser = new(List);
    private readonly PageQuery _query;

    public PageQueryTests() => _query = new(_browser);

    public void Dispose() => _query.Dispose();

    [Fact]
    public void A_condition_that_is_set_before_the_browser_came_to_the_last_one_keeps_it()
    {
        _query.Set("status", "failed");
        _query.Set("queue", "mail");
        Assert.Equal(List + "?status=failed&queue=mail", _browser.Asked);

        _browser.Arrive(List + "?status=failed");
        _query.Set("status", null);
        Assert.Equal(List + "?queue=mail", _browser.Asked);
    }

    [Fact]
    public void What_is_being_typed_is_set_with_what_is_pressed()
    {
        _query.Type("name", "night");
        _query.Set("status", "failed");
        Assert.Equal(List + "?name=night&status=failed", _browser.Asked);

        _browser.Arrive(_browser.Asked);
        _query.SetTyped();
        Assert.Equal(1, _browser.Count);
    }

    [Fact]
    public void What_is_being_typed_is_set_by_itself_and_goes_with_all_conditions()
    {
        _query.Type("name", "n");
        _query.Type("name", "ni");
        _query.SetTyped();
        Assert.Equal(List + "?name=ni", _browser.Asked);

        _query.Type("name", "night");
        _query.Clear();
        _query.SetTyped();
        Assert.Equal(List, _browser.Asked);
    }

    [Fact]
    public void Another_page_has_conditions_of_its_own()
    {
        _query.Set("status", "failed");
        _query.Type("name", "night");
        _browser.Arrive("http://node/console/audit");
        _query.SetTyped();
        _query.Set("who", "ann");

        Assert.Equal("http://node/console/audit?who=ann", _browser.Asked);
    }

    /// <summary>It says later that it came where it was told to go.</summary>
    private sealed class SlowBrowser : NavigationManager
    {
        public SlowBrowser(string at) => Initialize("http://node/", at);

        public string Asked { get; private set; } = "";

        public int Count { get; private set; }

        public void Arrive(string at)
        {
            Uri = at;
            NotifyLocationChanged(isInterceptedLink: false);
        }

        protected override void NavigateToCore(string uri, NavigationOptions options) => (Asked, Count) = (uri, Count + 1);
    }
}
