using Switchyard.Servers;

namespace Switchyard.Acceptance.Documents;

/// <summary>One node for several pages, with all that they give the node that they start. It works in the root of the repository, as theirs does.</summary>
internal sealed class TypedNode : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-typed-");
    private readonly NodeProcess _process;

    private TypedNode(IEnumerable<string> settings) => _process = NodeProcess.Launch(
        new NodeProgram { Starter = ["env", "-C", Project.PathOf("")] }, [.. settings, $"Storage:DataDirectory={_data.FullName}"]);

    public Uri Address => _process.Address;

    public static async Task<TypedNode> StartAsync(params IEnumerable<string> settings)
    {
        var node = new TypedNode(settings);
        try
        {
            await node._process.ServesAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
