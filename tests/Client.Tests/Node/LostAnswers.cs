namespace Switchyard.Client.Node;

/// <summary>A connection that breaks after the node has answered: the first requests to each of some paths are carried out unheard.</summary>
internal sealed class LostAnswers(int each, params string[] paths) : DelegatingHandler
{
    private readonly Dictionary<string, int> _lost = [];
    private readonly Lock _gate = new();

    public int Lost { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        lock (_gate)
        {
            if (!answer.IsSuccessStatusCode || !paths.Contains(path) || _lost.GetValueOrDefault(path) >= each)
            {
                return answer;
            }

            _lost[path] = _lost.GetValueOrDefault(path) + 1;
            Lost++;
        }

        answer.Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost on its way.");
    }
}
