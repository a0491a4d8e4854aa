namespace Switchyard.Compute.Isolation;

public sealed class UserPoolTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-users-");

    [Fact]
    public void Nodes_of_a_machine_never_have_the_same_user_at_a_time()
    {
        var (one, other) = (new UserPool(_directory.FullName), new UserPool(_directory.FullName));

        var first = one.Take();
        var second = other.Take();
        Assert.Equal((UserPool.First, UserPool.First + 1), (first.User.User, second.User.User));

        first.Lock.Dispose();
        var third = other.Take();
        Assert.Equal(UserPool.First, third.User.User);

        second.Lock.Dispose();
        third.Lock.Dispose();
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
